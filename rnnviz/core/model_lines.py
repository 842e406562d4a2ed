"""A model's lines and the array that each makes (row 30): reshape, the cell, two ways to take the last state."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.shapes import Structure
from rnnviz.core.stack import StackWeights, run_stack
from rnnviz.core.typed import InputError

READINGS: dict[str, str] = {
    "whole": "All windows are whole",
    "padded": "Window 2 ends early: zeros fill it",
    "packed": "The same, packed (pack_padded_sequence)",
}
WINDOWS, MISSING = 3, 2


@dataclass(frozen=True, eq=False)
class Run:
    """flat (N, L): the windows; x (N, L, 1), out (N, L, D·H), h_n (num_layers·D, N, H), with batch_first.

    lengths: of each window without its padding.
    """

    made: Structure
    flat: Array
    out: Array
    h_n: Array
    lengths: tuple[int, ...]

    @property
    def x(self) -> Array:
        """`X.reshape(X.shape[0], -1, 1)`."""
        return self.flat.reshape(len(self.flat), -1, 1)

    @property
    def last_out(self) -> Array:
        """`out[:, -1, :]`, (N, D·H)."""
        return self.out[:, -1, :]

    @property
    def last_h(self) -> Array:
        """`h_n[-1]`, (N, H)."""
        last: Array = self.h_n[-1]
        return last

    @property
    def same(self) -> bool:
        """Whether the two are one and the same array."""
        return self.last_out.shape == self.last_h.shape and np.array_equal(self.last_out, self.last_h)


def run_lines(made: Structure, weights: StackWeights, series: Array, reading: str, activation: str = "tanh") -> Run:
    """Three windows of a series (T,) through the net, all or one of them cut short. Raises InputError."""
    length = len(series) - WINDOWS + 1
    if made.input_size != 1 or length <= MISSING:
        raise InputError(f"This needs one input and at least {WINDOWS + MISSING} steps.")
    flat = np.stack([series[start : start + length] for start in range(WINDOWS)])
    lengths = tuple(length - (MISSING if reading != "whole" and row == 1 else 0) for row in range(WINDOWS))
    flat[1, lengths[1] :] = 0.0
    read = lengths if reading == "packed" else (length,) * WINDOWS
    records = [
        run_stack(made, row[:n, None], weights, activation=activation) for row, n in zip(flat, read, strict=True)
    ]
    out = np.stack([np.pad(record.out, ((0, length - len(record.out)), (0, 0))) for record in records])
    return Run(made, flat, out, np.stack([record.h_n for record in records], axis=1), lengths)


@dataclass(frozen=True)
class Layer:
    """A row of the summary that S0 prints: its output for any number of samples N (−1), and its weights."""

    name: str
    output: tuple[int, ...]
    weights: int


def summary(vocabulary: int, tokens: int, embedding: int, hidden: int, classes: int) -> tuple[Layer, ...]:
    """S0's classifier of reviews: Embedding, RNN (batch_first), Linear on the last state."""
    return (
        Layer("Embedding", (-1, tokens, embedding), vocabulary * embedding),
        Layer("RNN", (-1, tokens, hidden), hidden * (embedding + hidden + 2)),
        Layer("Linear", (-1, classes), classes * (hidden + 1)),
    )
