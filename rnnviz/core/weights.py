"""The parameters of one cell, in torch's layout, and the two linear maps that every cell starts with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array


@dataclass(frozen=True, eq=False)
class Weights:
    """A cell's parameters, gate blocks stacked by row as torch stacks them (RNN: one block; LSTM: i f g o; GRU: r z n).

    weight_ih (G*H, I), weight_hh (G*H, H), bias_ih (G*H,), bias_hh (G*H,) for G blocks, H units, I inputs; in a cell
    whose gates do not read h weight_hh is (0, H) and bias_hh (0,), and `arrays` has neither.
    Raises ValueError if the shapes do not fit each other.
    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTMCell.html (and RNNCell, GRUCell).
    """

    weight_ih: Array
    weight_hh: Array
    bias_ih: Array
    bias_hh: Array

    def __post_init__(self) -> None:
        shapes = {name: np.shape(value) for name, value in vars(self).items()}
        said = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        if [len(shape) for shape in shapes.values()] != [2, 2, 1, 1]:
            raise ValueError(f"weights must be matrices and biases vectors, got {said}")
        rows, read = {len(self.weight_ih), len(self.bias_ih)}, {len(self.weight_hh), len(self.bias_hh)}
        if len(rows) != 1 or read not in (rows, {0}):
            raise ValueError(f"weights and biases must have as many rows as each other, got {said}")
        if 0 in (*self.weight_ih.shape, self.hidden_size) or self.rows % self.hidden_size:
            raise ValueError(f"weight_hh must be (blocks*H, H) with H >= 1, and weight_ih (blocks*H, I), got {said}")

    @property
    def arrays(self) -> dict[str, Array]:
        """The arrays that the cell has, by name."""
        return {name: array for name, array in vars(self).items() if array.size}

    @property
    def rows(self) -> int:
        """Blocks times hidden size."""
        return int(self.weight_ih.shape[0])

    @property
    def input_size(self) -> int:
        """I, the length of one x."""
        return int(self.weight_ih.shape[1])

    @property
    def hidden_size(self) -> int:
        """H, the number of units."""
        return int(self.weight_hh.shape[1])


def linear_maps(x: Array, h_prev: Array, weights: Weights) -> tuple[Array, Array]:
    """a_ih = W_ih x + b_ih and a_hh = W_hh h_prev + b_hh, each (G*H,)."""
    a_ih = weights.weight_ih @ x + weights.bias_ih
    a_hh = weights.weight_hh @ h_prev + weights.bias_hh
    return a_ih, a_hh
