"""The live check: the record's gradients beside another's (torch's autograd), with the largest difference of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.bptt.record import GradientRecord, contributions, gradients_of, initial, of_states

TOLERANCE = 1e-10


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
