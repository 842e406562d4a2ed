r"""A path as the slides write it (S0, S3): \frac{\partial E_3}{\partial y_3}\frac{\partial y_3}{\partial h_3}..."""

from __future__ import annotations

from rnnviz.core.bptt import Factor
from rnnviz.core.expansion import SLIDE_NAMES, Expansion, Term


def symbol(name: str, step: int | None) -> str:
    """A quantity of the slides at a step (from 0; None: a parameter)."""
    if step is None:
        return SLIDE_NAMES.get(name, name if name.startswith("W") else rf"\text{{{name}}}".replace("_", r"\_"))
    return rf"{name}_{{{step + 1}}}".replace(", ", ",")


def factor_latex(factor: Factor) -> str:
    top, bottom = symbol(factor.of, factor.of_step), symbol(factor.by, factor.by_step)
    return rf"\frac{{\partial {top}}}{{\partial {bottom}}}"


def term_latex(term: Term) -> str:
    """The product, as the slides have it: fractions side by side."""
    return r"\,".join(factor_latex(factor) for factor in term.factors)


def gradient_latex(expansion: Expansion) -> str:
    """What the expansion is of: ∂E_3/∂W_h."""
    top = symbol("E", expansion.t)
    return rf"\frac{{\partial {top}}}{{\partial {symbol(expansion.parameter, None)}}}"
