"""The nets of the vanishing page: of a wanted spectral radius, with an input, and a task to fail at."""

from __future__ import annotations

import math

import numpy as np

from rnnviz.core import Array
from rnnviz.core.bptt import Problem
from rnnviz.core.cells import CELLS, Weights
from rnnviz.core.head import Head
from rnnviz.core.losses import Loss
from rnnviz.core.spectrum import with_gate_bias, with_radius
from rnnviz.lessons.vanishing.choices import INPUTS, MATRICES
from rnnviz.lessons.vanishing.setup import VanishingState


def input_of(setup: VanishingState) -> Array:
    """x (T, 1), the same for the three cells; a longer run of the same seed begins as a shorter one."""
    return INPUTS[setup.source].make(np.random.default_rng([setup.seed, 0]), setup.steps)[:, None]


def weights_of(setup: VanishingState, cell: str) -> Weights:
    """One input. Every block of W_hh is of the setup's kind and radius, W_ih normal with its strength, biases 0.

    But for that of the gate that keeps: sigma(bias) of the old memory stays where the gate reads nothing.
    """
    hidden, blocks = setup.hidden, CELLS[cell].blocks
    random = np.random.default_rng([setup.seed, blocks])
    weight_hh = np.concatenate([MATRICES[setup.matrix].make(random, hidden) for _ in range(blocks)])
    weight_ih = setup.strength * np.random.default_rng([setup.seed, blocks, 1]).standard_normal((blocks * hidden, 1))
    zeros = np.zeros(blocks * hidden)
    weights = with_radius(Weights(weight_ih, weight_hh, zeros, zeros), setup.radius)
    keeper, biases = CELLS[cell].keeper, {"f": setup.forget, "z": setup.update}
    return with_gate_bias(weights, CELLS[cell], keeper, biases[keeper]) if keeper else weights


def problem(setup: VanishingState, cell: str = "rnn") -> Problem:
    """The net asked to say the first input: at the last step, or at every step, by squared error on one output."""
    x, hidden = input_of(setup), setup.hidden
    random = np.random.default_rng([setup.seed, 9])
    head = Head(random.standard_normal((1, hidden)) / math.sqrt(hidden), np.zeros(1))
    target = np.full((1 if setup.at == "last" else setup.steps, 1), x[0, 0])
    zeros = np.zeros(hidden)
    loss = Loss("squared", target, setup.at)
    return Problem(cell, x, weights_of(setup, cell), head, loss, zeros, zeros, activation=setup.activation)
