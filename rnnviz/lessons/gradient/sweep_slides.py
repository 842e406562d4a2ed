"""The slides' expansions of E_1, E_2, E_3 for the sweep stage, term for term with numbers, and slip f."""

from __future__ import annotations

from typing import Any

from rnnviz.core import Array
from rnnviz.core.bptt import GradientRecord
from rnnviz.core.expansion import SLIDE_NAMES, Expansion, Term, expansions, slip_f
from rnnviz.equations.bptt import gradient_latex, term_latex

MOST_ENTRIES = 64  # of one parameter; a larger one's terms are too wide to print
SLIP_PARAMETER = "weight_ih"


def slides(gradient: GradientRecord) -> dict[str, Any]:
    """By parameter (W_0, W_h, W_x) the expansions of those of E_1 to E_3 that the loss has; and slip f, or null."""
    names = {parameter: name for parameter, name in SLIDE_NAMES.items() if parameter in gradient.gradients}
    return {
        "names": names,
        "expansions": {
            parameter: [written(one, gradient) for one in expansions(gradient, parameter)]
            for parameter in names
            if gradient.gradients[parameter].size <= MOST_ENTRIES
        },
        "slip": slip(gradient),
    }


def written(expansion: Expansion, gradient: GradientRecord) -> dict[str, Any]:
    shape = gradient.gradients[expansion.parameter].shape
    return {
        "of": expansion.t,
        "latex": gradient_latex(expansion),
        "terms": [shown(term, shape) for term in expansion.terms],
        "total": None if expansion.total is None else rows(expansion.total),
    }


def shown(term: Term, shape: tuple[int, ...]) -> dict[str, Any]:
    fits = term.value.shape == shape or term.value.size == shape[0] * (shape[1] if len(shape) > 1 else 1)
    value = term.value.reshape(shape) if fits else term.value
    return {"k": term.k, "latex": term_latex(term), "value": rows(value)}


def rows(value: Array) -> list[list[float]]:
    """A matrix as rows; a vector as one column, as biases stand."""
    matrix: list[list[float]] = value.reshape(len(value), -1).tolist()
    return matrix


def slip(gradient: GradientRecord) -> dict[str, Any] | None:
    """Slip f's three forms; null where there is no E_3, or W_x is too large to print."""
    if gradient.gradients[SLIP_PARAMETER].size > MOST_ENTRIES:
        return None
    try:
        found = slip_f(gradient, SLIP_PARAMETER)
    except ValueError:
        return None
    forms = {name: written(getattr(found, name), gradient) for name in ("right", "unfinished", "repeated")}
    return forms | {"gaps": {name: found.gap(name) for name in ("unfinished", "repeated")}}
