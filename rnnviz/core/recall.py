"""A test of long memory: say at the last step what the first one was, over steps of noise (row 35)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.texts import _

NOISE = 0.5  # standard deviation of every step but the first
GUESSING = 0.5
LEARNED = 0.95  # accuracy from which a run counts as learned
SHORTEST, LONGEST = 2, 60
SEEDS = (0, 1, 2)


@dataclass(frozen=True)
class Contestant:
    """A net that takes the test. orthogonal: W_hh starts as a rotation; forget: the forget gate's bias_ih."""

    title: str
    cell: str
    orthogonal: bool = False
    forget: float | None = None


CONTESTANTS: dict[str, Contestant] = {
    "rnn": Contestant("RNN", "rnn"),
    "rotation": Contestant(_("RNN, W_hh starts as a rotation"), "rnn", orthogonal=True),
    "lstm": Contestant("LSTM", "lstm"),
    "open": Contestant(_("LSTM, forget gate starts open (bias 2)"), "lstm", forget=2.0),
}
"""The first and the third as torch makes them."""

Scores = Mapping[str, Sequence[float]]
"""Accuracies from 0 to 1, one a seed, by the keys of CONTESTANTS."""


def examples(random: np.random.Generator, count: int, steps: int) -> tuple[Array, Array]:
    """x (N, T, 1), whose first number is −1 or 1 and all others noise, and y (N,): 0 or 1 for that first number."""
    y = random.integers(0, 2, count).astype(np.float64)
    x = NOISE * random.standard_normal((count, steps, 1))
    x[:, 0, 0] = 2 * y - 1
    return x, y


def learned(scores: Scores) -> dict[str, int]:
    """How many of each net's runs have learned the task."""
    return {key: sum(score >= LEARNED for score in found) for key, found in scores.items()}


def verdict(scores: Scores) -> str:
    """What these runs say to “RNN cannot model long term dependencies but LSTM does.”"""
    found = learned(scores)
    rnn, lstm, runs = found["rnn"], found["lstm"], len(scores["rnn"])
    if rnn == 0 and lstm == runs:
        return _("At this length the claim holds: no RNN learned it, every LSTM did.")
    if rnn == runs and lstm == runs:
        return _("At this length both learn it: the claim says too much about the RNN.")
    if rnn == runs and lstm == 0:
        return _("At this length it is the other way round: every RNN learned it, no LSTM did.")
    return _(
        "At this length the claim is not clear: {rnn} of {runs} RNNs and {lstm} of {runs} LSTMs learned it."
    ).format(rnn=rnn, runs=runs, lstm=lstm)


def remedy(scores: Scores) -> str:
    """What the two nets with another start add, where they do."""
    found = learned(scores)
    said = [
        _("{title}: {with_it} of {n_scores} learned it, {without} without that.").format(
            title=CONTESTANTS[other].title, with_it=found[other], n_scores=len(scores[other]), without=found[plain]
        )
        for plain, other in (("rnn", "rotation"), ("lstm", "open"))
        if found[other] > found[plain]
    ]
    return " ".join(said)


def moves(states: Array, start: Array) -> Array:
    """How far a state (T, H) that starts at (H,) moves at each step, (T,): the largest change of a unit."""
    largest: Array = np.abs(np.diff(states, axis=0, prepend=start[None])).max(axis=1)
    return largest
