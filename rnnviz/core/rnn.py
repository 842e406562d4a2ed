"""The plain recurrent cell (Elman), as torch.nn.RNNCell has it."""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.core import Array
from rnnviz.core.activations import ACTIVATIONS
from rnnviz.core.weights import Weights, linear_maps


@dataclass(frozen=True, eq=False)
class RNNRecord:
    """Everything one step computed: x (I,), all else (H,). A run's record has a leading T axis on every field."""

    x: Array
    h_prev: Array
    a_ih: Array
    a_hh: Array
    a: Array
    h: Array


def rnn_step(x: Array, h_prev: Array, weights: Weights, activation: str = "tanh") -> RNNRecord:
    """h = tanh(W_ih x + b_ih + W_hh h_prev + b_hh). Raises KeyError for an activation that is not in ACTIVATIONS.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.RNNCell.html; "identity" is the slides' slip g.
    """
    a_ih, a_hh = linear_maps(x, h_prev, weights)
    a = a_ih + a_hh
    h = ACTIVATIONS[activation](a)
    return RNNRecord(x, h_prev, a_ih, a_hh, a, h)
