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
    rows, bound = CELLS[cell].blocks * hidden_size, 1.0 / np.sqrt(hidden_size)
    shapes = ((rows, input_size), (rows, hidden_size), (rows,), (rows,))
    return Weights(*(random.uniform(-bound, bound, shape) for shape in shapes))


def seeded_head(outputs: int, hidden_size: int, seed: int) -> Head:
    """An output layer, uniform between -1/sqrt(hidden_size) and 1/sqrt(hidden_size): torch.nn.Linear's distribution."""
    random = np.random.default_rng([seed, outputs])
    bound = 1.0 / np.sqrt(hidden_size)
    return Head(random.uniform(-bound, bound, (outputs, hidden_size)), random.uniform(-bound, bound, outputs))


def resized_weights(weights: Weights, cell: str, input_size: int, hidden_size: int, seed: int) -> Weights:
    """The seeded weights of the new sizes, with what the old and the new sizes share taken over, gate by gate."""
    fresh = seeded_weights(cell, input_size, hidden_size, seed)
    blocks = CELLS[cell].blocks
    return Weights(
        overlaid(fresh.weight_ih, weights.weight_ih, blocks),
        overlaid(fresh.weight_hh, weights.weight_hh, blocks),
        overlaid(fresh.bias_ih, weights.bias_ih, blocks),
        overlaid(fresh.bias_hh, weights.bias_hh, blocks),
    )


def overlaid(fresh: Array, old: Array, blocks: int = 1) -> Array:
    """`fresh` with the overlap of `old` written over it, in each of `blocks` equal blocks of rows; of fresh's shape."""
    new = fresh.reshape(blocks, -1, *fresh.shape[1:]).copy()
    kept = old.reshape(blocks, -1, *old.shape[1:])
    overlap = tuple(slice(min(sizes)) for sizes in zip(new.shape, kept.shape, strict=True))
    new[overlap] = kept[overlap]
    return new.reshape(fresh.shape)
