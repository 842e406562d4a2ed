"""The same words or hours in two orders: what a bag of inputs makes of them, and what an RNN does, step by step.

The words: sentences that say good or bad by their order alone, so that a bag of them cannot tell.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product

import numpy as np

from rnnviz.core import Array
from rnnviz.core.activations import softmax
from rnnviz.core.cells import run
from rnnviz.core.hours import HOURS
from rnnviz.core.small import store
from rnnviz.core.typed import typed_words
from rnnviz.texts import _

PRAISE = ("good", "funny", "kind", "great")
BLAME = ("bad", "dull", "rude", "awful")
SUBJECTS = ("it is", "the film is", "the food is", "he is")
SHAPES = (
    "{s} {a} not {b}",
    "{s} not {b} but {a}",
    "{s} {a} and never {b}",
    "{s} never {b} but {a}",
    "not {b} but {a} {s}",
)
OPINION_WORDS = tuple(dict.fromkeys(" ".join((*SUBJECTS, *PRAISE, *BLAME, "not but and never")).split()))
OPINIONS = ("negative", "positive")
EVERY = 5
LONGEST = 10
HOURS_READ = 12
LAST_START = 11  # the slides' first day goes on without a jump for as long
MIDDLE, SPREAD = 10.0, 10.0  # °C, that the hours' nets were trained with


def opinions(held_out: bool) -> list[tuple[tuple[str, ...], int]]:
    """Sentences and 1 for praise, 0 for blame. Each stands beside its twin: the same words, and the other opinion.

    Held out is each fifth pair of words, so that no twin of a held-out sentence was learned from.
    """
    found = []
    for place, (good, bad) in enumerate(product(PRAISE, BLAME)):
        if (place % EVERY == 2) is held_out:
            for shape, subject in product(SHAPES, SUBJECTS):
                found.append((tuple(shape.format(s=subject, a=good, b=bad).split()), 1))
                found.append((tuple(shape.format(s=subject, a=bad, b=good).split()), 0))
    return found


def read_opinion(text: str) -> tuple[str, ...]:
    """The words of a typed sentence. Raises InputError."""
    few = _("There is only one word. Type two or more, for example it is good not bad.")
    return typed_words(text, OPINION_WORDS, 2, LONGEST, few)


@dataclass(frozen=True, eq=False)
class OrderedRun:
    """One order: the pieces as they come, the RNN's states (T, H), what it would say after each (T,), and the bag.

    Of words, both say the probability of praise; of hours, the next one's temperature in °C.
    """

    pieces: tuple[str, ...]
    h: Array
    said: Array
    bag: float


def shuffled(count: int, seed: int) -> tuple[int, ...]:
    """A seeded order of so many pieces, another than the first; seed 0 leaves them as they are."""
    order = tuple(range(count))
    if seed == 0:
        return order
    rng = np.random.default_rng(seed)
    while count > 1 and order == tuple(range(count)):
        order = tuple(int(k) for k in rng.permutation(count))
    return order


def words(pieces: tuple[str, ...]) -> OrderedRun:
    """A sentence of `opinions.WORDS`."""
    x = np.eye(len(OPINION_WORDS))[[OPINION_WORDS.index(piece) for piece in pieces]]
    h, y = states("opinion", x)
    head, _ = store.bag("opinion.bag")
    counts = x.sum(axis=0)  # whole numbers: no order in which they could be added changes them
    return OrderedRun(pieces, h, softmax(y)[:, 1], float(softmax((head.weight @ counts + head.bias)[None])[0, 1]))


def hours(values: Array) -> OrderedRun:
    """Temperatures (T,) in °C."""
    h, y = states("hours", (values[:, None] - MIDDLE) / SPREAD)
    head, _ = store.bag("hours.bag")
    mean = math.fsum(values.tolist()) / len(values)  # exact before it is rounded, so the same in every order
    bag = float(head.weight[0, 0]) * (mean - MIDDLE) / SPREAD + float(head.bias[0])
    return OrderedRun(tuple(f"{value:.1f}" for value in values), h, y[:, 0] * SPREAD + MIDDLE, bag * SPREAD + MIDDLE)


def window(start: int) -> tuple[Array, float]:
    """The slides' temperatures from this hour on, and the one that came next."""
    return HOURS[start : start + HOURS_READ, 0].copy(), float(HOURS[start + HOURS_READ, 0])


def states(name: str, x: Array) -> tuple[Array, Array]:
    """The states (T, H) of the net called so, and its head's numbers (T, O) after every step."""
    net = store.net(name)
    assert net.head is not None
    h = run(net.cell, x, net.weights, np.zeros(net.weights.hidden_size)).h
    return h, h @ net.head.weight.T + net.head.bias
