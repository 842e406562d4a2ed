"""The slides' expansions of a gradient, term for term with numbers, and slip f beside the right one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.bptt.paths import Factor, chain, product, running_products
from rnnviz.core.bptt.record import GradientRecord

# The parameters the slides expand by, and their names there (S3; S0 writes W_xh and W_hh).
SLIDE_NAMES: dict[str, str] = {"head_weight": "W_0", "weight_hh": "W_h", "weight_ih": "W_x"}


@dataclass(frozen=True, eq=False)
class Term:
    """One product of the sum: the path through step k (from 0). value: the product, in its last factor's shape."""

    k: int
    factors: tuple[Factor, ...]
    value: Array


@dataclass(frozen=True, eq=False)
class Expansion:
    """dE_t/d(parameter) as a sum of terms. total: their sum in the parameter's shape; None if they do not add up."""

    t: int
    parameter: str
    terms: tuple[Term, ...]
    total: Array | None


def expansion(gradient: GradientRecord, t: int, parameter: str) -> Expansion:
    """dE_t/d(parameter) with one term a step, the longest path first as on the slides (the head's: one term).

    Steps beyond the record's window have no term. Raises KeyError or ValueError as `chain` does.
    Source: slides 003, "Back Propagation Through Time", "Updating W_0" and "Updating W_h".
    """
    nearest = t if parameter.startswith("head") else 0
    steps = [k for k in range(nearest, t + 1) if gradient.reaches(t, k)]
    return expanded(
        t, parameter, [term(k, chain(gradient, t, k, parameter)) for k in steps], shape_of(gradient, parameter)
    )


def expansions(gradient: GradientRecord, parameter: str, count: int = 3) -> list[Expansion]:
    """E_1 to E_count, as the slides have it (count = 3), as far as the run goes; only those E_t that the loss has."""
    steps = range(*gradient.problem.loss.steps(len(gradient.y)).indices(len(gradient.y)))
    return [expansion(gradient, t, parameter) for t in steps if t < count]


def term(k: int, factors: list[Factor]) -> Term:
    return Term(k, tuple(factors), product(factors))


def shape_of(gradient: GradientRecord, parameter: str) -> tuple[int, ...]:
    return gradient.problem.parameters()[parameter].shape


def expanded(t: int, parameter: str, terms: list[Term], shape: tuple[int, ...]) -> Expansion:
    """The terms and their sum, if every one of them has as many numbers as the parameter."""
    size = int(np.prod(shape))
    adds_up = all(each.value.size == size for each in terms)
    total = np.sum([each.value.ravel() for each in terms], axis=0).reshape(shape) if adds_up else None
    return Expansion(t, parameter, tuple(terms), total)


@dataclass(frozen=True, eq=False)
class SlipF:
    """Slip f of the slides (S0) for dE_3/d(parameter), with dE_3/dh_3 as its first factor throughout.

    right: ... + dh_3/dh_2 dh_2/dh_1 dh_1/dW. unfinished: the last term stops at dh_2/dh_1, a row of S numbers that can
    only be added to the others where S happens to be the parameter's size. repeated: dh_3/dh_2 twice, dh_2/dh_1 never.
    """

    right: Expansion
    unfinished: Expansion
    repeated: Expansion

    def gap(self, form: str) -> float | None:
        """max |slide's total - right total| of the form "unfinished" or "repeated"; None where the slide's has none."""
        wrong, right = getattr(self, form).total, self.right.total
        return None if wrong is None or right is None else float(np.abs(wrong - right).max())


def slip_f(gradient: GradientRecord, parameter: str = "weight_ih") -> SlipF:
    """Slip f in both of its forms, and the right one; the slides' order of terms, the shortest path first.

    Raises ValueError where the slide's formula has no E_3 (fewer than three steps, a window below 3, or no loss there),
    or for a parameter of the head.
    """
    steps = len(gradient.y)
    if parameter.startswith("head") or not gradient.reaches(2, 0) or gradient.problem.loss.steps(steps).start > 2:
        raise ValueError(f"the slide expands E_3 by a weight of the cell; got {steps} steps and {parameter}")
    chains = [joined(chain(gradient, 2, k, parameter)) for k in (2, 1, 0)]
    error, last, before, direct = chains[2]
    short = [term(2, chains[0]), term(1, chains[1])]
    forms = [[error, last, before, direct], [error, last, before], [error, last, last, direct]]
    shape = shape_of(gradient, parameter)
    return SlipF(*(expanded(2, parameter, [*short, term(0, factors)], shape) for factors in forms))


def joined(factors: list[Factor]) -> list[Factor]:
    """The chain with dE_t/dy_t and dy_t/dh_t made one factor, dE_t/dh_t."""
    error, head = factors[:2]
    matrix = running_products(factors[:2])[-1]
    name = f"∂E_{error.of_step + 1}/∂{head.by}_{error.of_step + 1}"
    pieces = {"dE/dy": error.matrix, "weight": head.pieces["weight"]}
    whole = Factor(name, "error_by_state", matrix, "E", head.by, error.of_step, head.by_step, head.by_shape, pieces)
    return [whole, *factors[2:]]
