"""One path for the sweep stage: its factors as matrices, the running product from the left, and the norms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rnnviz.core.bptt import Factor, GradientRecord, chain, contributions, norms, number_chain, running_products
from rnnviz.core.bptt.paths import head_parameter_factor, parameter_factor
from rnnviz.equations.bptt import factor_latex

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
