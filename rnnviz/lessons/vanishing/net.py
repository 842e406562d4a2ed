"""The nets of the vanishing page: square matrices of a wanted spectral radius, an input, and a task to fail at."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from rnnviz.core import Array
from rnnviz.core.bptt import Problem
from rnnviz.core.cells import CELLS, Weights
from rnnviz.core.head import Head
from rnnviz.core.losses import Loss
from rnnviz.core.spectrum import with_forget_bias, with_radius
from rnnviz.lessons.vanishing.setup import Setup

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
    "random": Matrix("Random", "Every unit listens to every other.", gaussian),
    "orthogonal": Matrix("Orthogonal", "A rotation: it keeps all lengths, times the radius.", orthogonal),
    "chain": Matrix("One-way chain", "Every unit listens to itself and to the next one.", chain),
}


@dataclass(frozen=True)
class Input:
    """A kind of input, of standard deviation or height 1: `make` gives x (T,)."""

    title: str
    make: Callable[[np.random.Generator, int], Array]


INPUTS: dict[str, Input] = {
    "noise": Input("Noise", lambda random, steps: random.standard_normal(steps)),
    "sine": Input("Sine", lambda random, steps: np.cos(2 * math.pi / PERIOD * np.arange(steps))),
    "impulse": Input("One impulse", lambda random, steps: np.eye(1, steps)[0]),
    "silence": Input("Silence", lambda random, steps: np.zeros(steps)),
}


def input_of(setup: Setup) -> Array:
    """x (T, 1), the same for the three cells; a longer run of the same seed begins as a shorter one."""
    return INPUTS[setup.source].make(np.random.default_rng([setup.seed, 0]), setup.steps)[:, None]


def weights_of(setup: Setup, cell: str) -> Weights:
    """One input. Every block of W_hh is of the setup's kind and radius, W_ih normal with its strength, biases 0."""
    hidden, blocks = setup.hidden, CELLS[cell].blocks
    random = np.random.default_rng([setup.seed, blocks])
    weight_hh = np.concatenate([MATRICES[setup.matrix].make(random, hidden) for _ in range(blocks)])
    weight_ih = setup.strength * np.random.default_rng([setup.seed, blocks, 1]).standard_normal((blocks * hidden, 1))
    zeros = np.zeros(blocks * hidden)
    weights = with_radius(Weights(weight_ih, weight_hh, zeros, zeros), setup.radius)
    if cell == "lstm":
        return with_forget_bias(weights, setup.forget)
    return with_update_bias(weights, setup.update) if cell == "gru" else weights


def with_update_bias(weights: Weights, bias: float) -> Weights:
    """A GRU's weights with b_iz = `bias` in every unit: sigma(bias) of the old h stays where the gate reads nothing."""
    first = CELLS["gru"].gates.index("z") * weights.hidden_size
    bias_ih = weights.bias_ih.copy()
    bias_ih[first : first + weights.hidden_size] = bias
    return replace(weights, bias_ih=bias_ih)


def problem(setup: Setup, cell: str = "rnn") -> Problem:
    """The net asked to say the first input: at the last step, or at every step, by squared error on one output."""
    x, hidden = input_of(setup), setup.hidden
    random = np.random.default_rng([setup.seed, 9])
    head = Head(random.standard_normal((1, hidden)) / math.sqrt(hidden), np.zeros(1))
    target = np.full((1 if setup.at == "last" else setup.steps, 1), x[0, 0])
    zeros = np.zeros(hidden)
    loss = Loss("squared", target, setup.at)
    return Problem(cell, x, weights_of(setup, cell), head, loss, zeros, zeros, activation=setup.activation)
