"""Gradients with no calculus at all: move one weight a little up, then down, and see what the loss does."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from rnnviz.core import Array
from rnnviz.core.bptt.problem import Problem

STEP = 1e-5  # near the cube root of float64's 2e-16, where cutting off the series and rounding cost about the same


def central_differences(
    problem: Problem, parameters: Iterable[str] | None = None, step: float = STEP
) -> dict[str, Array]:
    """(L(w + step) - L(w - step)) / (2 step) for every entry w of the parameters named (None: of all of them).

    Two forward passes an entry. Truncation and switched-off paths do not exist here: this is dL itself. Raises KeyError
    for an unknown name.
    """
    values = problem.parameters()
    return {
        name: differences_of(problem, name, values[name], step)
        for name in (values if parameters is None else parameters)
    }


def differences_of(problem: Problem, name: str, value: Array, step: float) -> Array:
    slopes = np.empty(value.shape)
    for entry in np.ndindex(value.shape):
        up, down = (moved(problem, name, value, entry, by) for by in (step, -step))
        slopes[entry] = (up - down) / (2.0 * step)
    return slopes


def moved(problem: Problem, name: str, value: Array, entry: tuple[int, ...], by: float) -> float:
    """L with one entry of one parameter moved."""
    nudged = value.copy()
    nudged[entry] += by
    return problem.with_parameters({name: nudged}).value()
