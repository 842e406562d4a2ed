"""Random problems for the tests of backpropagation through time: all cells, activations, forms, losses, clamps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rnnviz.core.bptt import Problem
from rnnviz.core.cells import CELLS, Weights
from rnnviz.core.head import Head
from rnnviz.core.losses import AT, LOSSES, Loss
from tests.oracles import uniform_weights

ACTIVATIONS = ("tanh", "relu", "identity")


def random_problem(cell: str, seed: int, *, clamped: bool = True, **how: object) -> Problem:
    """I 1..4, H 1..6, T 1..10, O 1..3; the losses and the RNN's activations take turns."""
    rng = np.random.default_rng([seed, ord(cell[0])])
    inputs, hidden, steps, outputs = (int(n) for n in rng.integers(1, [5, 7, 11, 4]))
    kind, at = list(LOSSES)[seed % 2], list(AT)[seed // 2 % 2]
    problem = Problem(
        cell,
        rng.normal(size=(steps, inputs)),
        random_weights(rng, cell, inputs, hidden),
        Head(rng.normal(size=(outputs, hidden)), rng.normal(size=outputs)),
        random_loss(rng, kind, at, steps, outputs),
        rng.normal(size=hidden),
        rng.normal(size=hidden),
        activation=ACTIVATIONS[seed % 3] if cell == "rnn" else "tanh",
        clamps=random_clamps(rng, cell, steps) if clamped else {},
    )
    return replace(problem, **how)


def random_weights(rng: np.random.Generator, cell: str, inputs: int, hidden: int) -> Weights:
    return uniform_weights(rng, cell, inputs, hidden, rng.uniform(0.5, 2.0) / np.sqrt(hidden))


def random_loss(rng: np.random.Generator, kind: str, at: str, steps: int, outputs: int) -> Loss:
    rows = 1 if at == "last" else steps
    numbers = rng.normal(size=(rows, outputs)) if kind == "squared" else rng.integers(0, outputs, rows).astype(float)
    return Loss(kind, numbers, at)


def random_clamps(rng: np.random.Generator, cell: str, steps: int) -> dict[str, np.ndarray]:
    """One gate in four is clamped, at about half of the steps."""
    chosen = [gate for gate in CELLS[cell].clampable if rng.random() < 0.25]
    return {gate: rng.choice([np.nan, np.nan, 0.0, 0.5, 1.0], steps) for gate in chosen}


def plain_problem(cell: str, seed: int = 0, *, steps: int = 5, hidden: int = 3, **how: object) -> Problem:
    """Free gates, squared error at every step on 2 outputs, 2 inputs."""
    rng = np.random.default_rng(seed)
    x, weights = rng.normal(size=(steps, 2)), random_weights(rng, cell, 2, hidden)
    head, loss = Head(rng.normal(size=(2, hidden)), np.zeros(2)), random_loss(rng, "squared", "every", steps, 2)
    return replace(Problem(cell, x, weights, head, loss, np.zeros(hidden), rng.normal(size=hidden)), **how)
