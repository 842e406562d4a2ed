"""What the page gives to choose from: kinds of W_hh, of input, and of curves to compare."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.bptt import BOTH_PATHS
from rnnviz.texts import _

PERIOD = 12  # steps of the sine
CHAIN = 0.5  # how strongly a unit of the chain listens to the next one, beside itself at 1


@dataclass(frozen=True)
class Matrix:
    """A kind of W_hh: its name and note on screen; `make` draws one (H, H), which is then rescaled."""

    title: str
    note: str
    make: Callable[[np.random.Generator, int], Array]


def gaussian(random: np.random.Generator, hidden: int) -> Array:
    """Independent normal entries with variance 1/H: the eigenvalues fill the disc of radius 1 as H grows."""
    return random.standard_normal((hidden, hidden)) / math.sqrt(hidden)


def orthogonal(random: np.random.Generator, hidden: int) -> Array:
    """A rotation or reflection: every eigenvalue and every singular value has size 1."""
    q, r = np.linalg.qr(random.standard_normal((hidden, hidden)))
    turned: Array = q * np.sign(np.diag(r))
    return turned


def chain(random: np.random.Generator, hidden: int) -> Array:
    """Every unit listens to itself and half as much to the next one: all eigenvalues are 1, but sigma_max is above."""
    return np.eye(hidden) + CHAIN * np.eye(hidden, k=1)


MATRICES: dict[str, Matrix] = {
    "random": Matrix(_("Random"), _("Every unit reads every unit."), gaussian),
    "orthogonal": Matrix(_("Orthogonal"), _("A rotation: it multiplies every norm by the radius."), orthogonal),
    "chain": Matrix(_("One-way chain"), _("Every unit reads itself and the next one."), chain),
}


@dataclass(frozen=True)
class Input:
    """A kind of input, of standard deviation or height 1: `make` gives x (T,)."""

    title: str
    make: Callable[[np.random.Generator, int], Array]


INPUTS: dict[str, Input] = {
    "noise": Input(_("Noise"), lambda random, steps: random.standard_normal(steps)),
    "sine": Input(_("Sine"), lambda random, steps: np.cos(2 * math.pi / PERIOD * np.arange(steps))),
    "impulse": Input(_("One impulse"), lambda random, steps: np.eye(1, steps)[0]),
    "silence": Input(_("Silence"), lambda random, steps: np.zeros(steps)),
}


CELL_ALONE: Mapping[str, bool] = {"cell": True, "gates": False}
GATES_ALONE: Mapping[str, bool] = {"cell": False, "gates": True}


@dataclass(frozen=True)
class Kind:
    """One curve: its name, the cell, and the paths that may carry the gradient from step to step."""

    title: str
    cell: str
    paths: Mapping[str, bool]


KINDS: dict[str, Kind] = {
    "rnn": Kind("RNN", "rnn", BOTH_PATHS),
    "gru": Kind("GRU", "gru", BOTH_PATHS),
    "lstm": Kind(_("LSTM, all paths"), "lstm", BOTH_PATHS),
    "cell": Kind(_("LSTM, cell state alone"), "lstm", CELL_ALONE),
    "gates": Kind(_("LSTM, gates alone"), "lstm", GATES_ALONE),
}
JUDGED = "lstm"  # the curve that the verdict is about
