"""What is opened of a sweep: one path's factors and running products, and the slides' expansions term for term."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rnnviz.core import Array
from rnnviz.core.bptt import Factor, GradientRecord, chain, contributions, norms, number_chain, running_products
from rnnviz.core.bptt.paths import head_parameter_factor, parameter_factor
from rnnviz.core.expansion import SLIDE_NAMES, Expansion, Term, expansions, slip_f
from rnnviz.equations.bptt import factor_latex, gradient_latex, term_latex

MOST_NUMBERS = 8000  # of all matrices of a kind together; beyond that a factor is sent as its norm alone


def path(gradient: GradientRecord, of: int, parameter: str) -> dict[str, Any]:
    """Every path from E_of back to each step k: they share their beginning.

    factors: dE/dy, dy/dh, then a state's factor for each step back; rows: the product up to there. ends: by step k the
    direct derivative by the parameter, and the whole product, step k's contribution. ks: the steps that are reached.
    """
    ks = [of] if parameter.startswith("head") else list(range(of + 1))
    shared = chain(gradient, of, ks[0], parameter)[:-1]
    rows = running_products(shared)
    return {
        "ks": ks,
        "factors": sent(shared),
        "rows": [row.ravel().tolist() for row in rows],
        "norms": norms(rows),
        "ends": ends(gradient, of, ks, parameter),
        "shape": list(gradient.gradients[parameter].shape),
    }


def ends(gradient: GradientRecord, of: int, ks: list[int], parameter: str) -> list[dict[str, Any]]:
    """By step k the last factor and the whole product, "value", which is null where there are too many numbers."""
    parts = contributions(gradient, parameter, of)[ks]
    few = parts.size <= MOST_NUMBERS
    values = [part.ravel().tolist() if few else None for part in parts]
    lasts = last_factors(gradient, ks, parameter)
    totals = norms(list(parts))
    return [last | {"value": v, "total": t} for last, v, t in zip(lasts, values, totals, strict=True)]


def last_factors(gradient: GradientRecord, ks: list[int], parameter: str) -> list[dict[str, Any]]:
    """The direct derivatives by the parameter at the steps ks."""
    if parameter.startswith("head"):
        return sent([head_parameter_factor(gradient, k, parameter) for k in ks])
    size = (gradient.jacobians.shape[-1], gradient.gradients[parameter].size)
    if len(ks) * size[0] * size[1] <= MOST_NUMBERS:
        return sent([parameter_factor(gradient, k, parameter) for k in ks])
    large = {"key": "local", "size": list(size), "matrix": None}
    return [large | {"step": k, "norm": norm} for k, norm in unmade(gradient, ks, parameter)]


def unmade(gradient: GradientRecord, ks: list[int], parameter: str) -> list[tuple[int, float]]:
    """The norms of factors too large to make: a slope times an input each, so the norms multiply."""
    slopes = gradient.local.ih if parameter.endswith("_ih") else gradient.local.hh
    standing = {"weight_ih": gradient.forward.x, "weight_hh": gradient.forward.h_prev}.get(parameter)
    inputs = [1.0] * len(ks) if standing is None else norms(list(standing[ks]))
    return [(k, slope * value) for k, slope, value in zip(ks, norms(list(slopes[ks])), inputs, strict=True)]


def sent(factors: Sequence[Factor]) -> list[dict[str, Any]]:
    """The factors of one kind of list: matrix (rows of numbers) or null where there are too many, size and norm."""
    few = sum(factor.matrix.size for factor in factors) <= MOST_NUMBERS
    return [described(factor) | {"matrix": factor.matrix.tolist() if few else None} for factor in factors]


def described(factor: Factor) -> dict[str, Any]:
    return {
        "key": factor.latex_key.split(".")[0],
        "step": factor.of_step,
        "size": list(factor.matrix.shape),
        "norm": norms([factor.matrix])[0],
    }


def number_path(values: Sequence[float]) -> dict[str, Any]:
    """The slides' path of single numbers, in the same form. Raises ValueError for fewer than 3."""
    factors = number_chain(values)
    products = running_products(factors)
    return {
        "values": [float(value) for value in values],
        "names": [factor_latex(factor) for factor in factors],
        "products": [product.item() for product in products],
    }


MOST_ENTRIES = 64  # of one parameter; a larger one's terms are too wide to print
SLIP_PARAMETER = "weight_ih"


def slides(gradient: GradientRecord) -> dict[str, Any]:
    """By parameter (W_0, W_h, W_x) the expansions of those of E_1 to E_3 that the loss has; and slip f, or null."""
    names = {parameter: name for parameter, name in SLIDE_NAMES.items() if parameter in gradient.gradients}
    return {
        "names": names,
        "expansions": {
            parameter: [expansion_data(one, gradient) for one in expansions(gradient, parameter)]
            for parameter in names
            if gradient.gradients[parameter].size <= MOST_ENTRIES
        },
        "slip": slip(gradient),
    }


def expansion_data(expansion: Expansion, gradient: GradientRecord) -> dict[str, Any]:
    shape = gradient.gradients[expansion.parameter].shape
    return {
        "of": expansion.t,
        "latex": gradient_latex(expansion),
        "terms": [term_data(term, shape) for term in expansion.terms],
        "total": None if expansion.total is None else rows(expansion.total),
    }


def term_data(term: Term, shape: tuple[int, ...]) -> dict[str, Any]:
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
    forms = {name: expansion_data(getattr(found, name), gradient) for name in ("right", "unfinished", "repeated")}
    return forms | {"gaps": {name: found.gap(name) for name in ("unfinished", "repeated")}}
