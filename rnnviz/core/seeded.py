"""Random parameters from a seed, and fitting parameters to other sizes."""

from __future__ import annotations

import numpy as np

from rnnviz.core import Array
from rnnviz.core.cells import CELLS
from rnnviz.core.head import Head
from rnnviz.core.weights import Weights


def seeded_weights(cell: str, input_size: int, hidden_size: int, seed: int) -> Weights:
    """A cell's parameters, every one uniform between -1/sqrt(hidden_size) and 1/sqrt(hidden_size).

    The distribution is torch's own (reset_parameters of RNNCell, LSTMCell and GRUCell); the stream of random numbers is
    NumPy's, so torch.manual_seed with the same seed gives other numbers.
    """
    random = np.random.default_rng(seed)
    kind, bound = CELLS[cell], 1.0 / np.sqrt(hidden_size)
    shapes = kind.shapes(input_size, hidden_size)
    return kind.weights({name: random.uniform(-bound, bound, shape) for name, shape in shapes.items()})


def seeded_head(outputs: int, hidden_size: int, seed: int) -> Head:
    """An output layer, uniform between -1/sqrt(hidden_size) and 1/sqrt(hidden_size): torch.nn.Linear's distribution."""
    random = np.random.default_rng([seed, outputs])
    bound = 1.0 / np.sqrt(hidden_size)
    return Head(random.uniform(-bound, bound, (outputs, hidden_size)), random.uniform(-bound, bound, outputs))


def resized_weights(weights: Weights, cell: str, input_size: int, hidden_size: int, seed: int) -> Weights:
    """The seeded weights of the new sizes, with what the old and the new sizes share taken over, gate by gate."""
    fresh, old = seeded_weights(cell, input_size, hidden_size, seed).arrays, weights.arrays
    kind = CELLS[cell]
    return kind.weights({name: overlaid(fresh[name], old[name], len(gates)) for name, gates in kind.arrays.items()})


def overlaid(fresh: Array, old: Array, blocks: int = 1) -> Array:
    """`fresh` with the overlap of `old` written over it, in each of `blocks` equal blocks of rows; of fresh's shape."""
    new = fresh.reshape(blocks, -1, *fresh.shape[1:]).copy()
    kept = old.reshape(blocks, -1, *old.shape[1:])
    overlap = tuple(slice(min(sizes)) for sizes in zip(new.shape, kept.shape, strict=True))
    new[overlap] = kept[overlap]
    return new.reshape(fresh.shape)
