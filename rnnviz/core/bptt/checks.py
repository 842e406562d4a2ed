"""Is the gradient right? Beside torch's autograd, and with no calculus: move a weight a little and see what L does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.bptt.record import GradientRecord, Problem, contributions, gradients_of, initial, of_states

STEP = 1e-5  # near the cube root of float64's 2e-16, where cutting off the series and rounding cost about the same
ALLOWED = 1e-6
MOST_STEPS = 4000  # time steps to run in all: some 150 ms
TOLERANCE = 1e-10


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


@dataclass(frozen=True, eq=False)
class Sampled:
    """slopes: by parameter, in its shape, NaN where it was not looked at, or where a loss beside it is beyond float64.

    looked: how many weights were looked at, of `total`.
    """

    slopes: Mapping[str, Array]
    looked: int
    total: int


def sampled_differences(problem: Problem, most_steps: int = MOST_STEPS) -> Sampled:
    """Central differences (`bptt.central_differences`) at all weights, or at as many, evenly spread, as time allows."""
    values = problem.parameters()
    places = [(name, entry) for name, value in values.items() for entry in np.ndindex(value.shape)]
    most = max(1, most_steps // (2 * len(problem.x)))
    picked = places if len(places) <= most else [places[int(n)] for n in np.linspace(0, len(places) - 1, most)]
    slopes = {name: np.full(value.shape, np.nan) for name, value in values.items()}
    with np.errstate(over="ignore", invalid="ignore"):
        for name, entry in picked:
            up, down = (moved(problem, name, values[name], entry, by) for by in (STEP, -STEP))
            slopes[name][entry] = (up - down) / (2.0 * STEP)
    return Sampled(slopes, len(picked), len(places))


def largest_difference(gradients: Mapping[str, Array], sampled: Sampled) -> float:
    """max |gradient - slope| over the weights that have a slope."""
    gaps = [np.abs(gradients[name] - slope)[~np.isnan(slope)] for name, slope in sampled.slopes.items()]
    return float(np.concatenate(gaps).max(initial=0.0))


def allowed(gradients: Mapping[str, Array], loss: float) -> float:
    """How far the two may be apart: 1e-6, times the largest of 1, the gradient's entries and the loss."""
    return ALLOWED * max(1.0, loss, *(float(np.abs(value).max()) for value in gradients.values()))


@dataclass(frozen=True)
class Check:
    """max_abs_diff and what is allowed, by name; ok: every difference is within what is allowed.

    allowed = TOLERANCE * max(1, largest entry of the reference): float64 has 16 digits, and gradients may explode.
    """

    max_abs_diff: Mapping[str, float]
    allowed: Mapping[str, float]

    @property
    def ok(self) -> bool:
        return not self.wrong

    @property
    def wrong(self) -> tuple[str, ...]:
        """The names that differ by more than is allowed (NaN against a number does)."""
        return tuple(name for name, diff in self.max_abs_diff.items() if not diff <= self.allowed[name])


def check(
    gradient: GradientRecord, reference: Mapping[str, Array], of: int | None = None, tolerance: float = TOLERANCE
) -> Check:
    """Every parameter's gradient, the sum of its paths, and every dL/dh_k and dL/dc_k against a reference.

    The reference has the names of `compared` (`learn.autograd.gradients` gives them, for the same `of`); every one is
    compared. Raises KeyError if it lacks one, ValueError if a shape differs.
    """
    found = compared(gradient, of)
    diffs = {name: max(difference(value, reference[name], name) for value in values) for name, values in found.items()}
    allowed = {name: tolerance * max(1.0, size(reference[name])) for name in found}
    return Check(diffs, allowed)


def compared(gradient: GradientRecord, of: int | None = None) -> dict[str, list[Array]]:
    """What is compared under each name: gradients (as one product, and as the sum of every step's part) and states."""
    found = {
        name: [value, contributions(gradient, name, of).sum(axis=0)]
        for name, value in gradients_of(gradient, of).items()
    }
    found |= {f"d{name}": [value] for name, value in of_states(gradient, of).items()}
    start = gradient.start.sum(axis=0) if of is None else gradient.start[of]
    for name, value in zip(("dh0", "dc0"), initial(start, gradient.hidden_size), strict=True):
        if value is not None:
            found[name] = [value]
    return found


def difference(value: Array, reference: Array, name: str) -> float:
    """max |value - reference|; two equal infinities, and two NaN, do not differ."""
    if value.shape != np.shape(reference):
        raise ValueError(f"{name} is {value.shape}, but the reference has {np.shape(reference)}")
    same = (value == reference) | (np.isnan(value) & np.isnan(reference))
    with np.errstate(invalid="ignore"):
        return float(np.where(same, 0.0, np.abs(value - reference)).max())


def size(reference: Array) -> float:
    """The largest finite |entry|."""
    finite = np.abs(reference[np.isfinite(reference)])
    return float(finite.max(initial=0.0))
