"""Finite differences at some weights of a large net: all of them would take a forward pass for each, twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.bptt import Problem
from rnnviz.core.bptt.differences import STEP, moved

TOLERANCE = 1e-6
MOST_STEPS = 4000  # time steps to run in all: some 150 ms


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
    return TOLERANCE * max(1.0, loss, *(float(np.abs(value).max()) for value in gradients.values()))
