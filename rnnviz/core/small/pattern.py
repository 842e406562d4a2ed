"""A pattern in a window, + + −, that two small nets learned to find at its first places alone ("no shared features").

The dense net has a weight for every place of the window; the recurrent one has the same weights at every step, and its
answer is the largest of its answers after each step.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from rnnviz.core import Array
from rnnviz.core.small import store

STEPS = 12
PATTERN = (1.0, 1.0, -1.0)
OTHERS = ((1.0, -1.0, 1.0), (-1.0, 1.0, 1.0))
PLACES = STEPS - len(PATTERN) + 1
LEARNED = 4  # the first so many places are those of the training windows
NOISE = 0.1
TRIED, SEED, FOUND = 400, 1, 0.9


def drawn(count: int, places: tuple[int, ...], rng: np.random.Generator) -> tuple[Array, Array]:
    """Windows (N, STEPS) of noise, at one of these places the pattern or another order of it; 1.0 (N,) for the pattern.

    It stands in half of them.
    """
    x = rng.normal(0.0, NOISE, (count, STEPS))
    shapes = np.array([PATTERN, PATTERN, *OTHERS])
    kinds, begins = rng.integers(len(shapes), size=count), rng.choice(places, count)
    for row, kind, begin in zip(x, kinds, begins, strict=True):
        row[begin : begin + len(PATTERN)] += shapes[kind]
    return x, (kinds < 2).astype(np.float64)


def clean(place: int) -> Array:
    """The window (STEPS,) without noise, the pattern at this place, from 0."""
    x = np.zeros(STEPS)
    x[place : place + len(PATTERN)] = PATTERN
    return x


def dense(x: Array) -> Array:
    """The dense net's probability of the pattern for windows (N, STEPS)."""
    (first, _), (second, _) = store.bag("pattern.first"), store.bag("pattern.dense")
    hidden = np.tanh(x @ first.weight.T + first.bias)
    return probability((hidden @ second.weight.T + second.bias)[:, 0])


def recurrent(x: Array) -> Array:
    """The recurrent net's: it reads a window step by step, and the largest of its answers counts."""
    net = store.net("pattern")
    assert net.head is not None
    weights, h, answers = net.weights, np.zeros((len(x), net.weights.hidden_size)), []
    for value in x.T:  # all windows at once
        h = np.tanh(np.outer(value, weights.weight_ih) + weights.bias_ih + h @ weights.weight_hh.T + weights.bias_hh)
        answers.append(h @ net.head.weight[0] + net.head.bias[0])
    return probability(np.max(answers, axis=0))


def probability(logit: Array) -> Array:
    p: Array = 1.0 / (1.0 + np.exp(-logit))
    return p


@dataclass(frozen=True, eq=False)
class Scores:
    """At each place (PLACES,), the share of new windows that each net tells rightly."""

    dense: Array
    recurrent: Array

    def finds(self, place: int) -> tuple[bool, bool]:
        """Whether the dense net, and the recurrent one, still tell the pattern there."""
        return bool(self.dense[place] >= FOUND), bool(self.recurrent[place] >= FOUND)


@cache
def scores() -> Scores:
    """Both nets on windows that neither has seen."""
    rng, found = np.random.default_rng(SEED), []
    for place in range(PLACES):
        x, y = drawn(TRIED, (place,), rng)
        found.append([((net(x) > 0.5) == (y > 0.5)).mean() for net in (dense, recurrent)])
    return Scores(*np.array(found).T)
