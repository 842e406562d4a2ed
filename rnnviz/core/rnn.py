"""The plain recurrent cell (Elman), as torch.nn.RNNCell has it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.activations import ACTIVATIONS
from rnnviz.core.cell import DERIVATIVES, Cell, Code, How, LocalDerivatives, Op, Record, both
from rnnviz.core.weights import Weights, linear_maps
from rnnviz.texts import _


@dataclass(frozen=True, eq=False)
class RNNRecord(Record):
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


def rnn_local(record: RNNRecord, how: How) -> LocalDerivatives:
    """h = phi(a_ih + a_hh): phi'(a), (T, 1, 1, H)."""
    slope = DERIVATIVES[how.activation](record.a, record.h)[:, None, None]
    return LocalDerivatives(np.zeros_like(slope), slope, slope)


RNN = Cell(
    name="rnn",
    title=_("RNN"),
    arrays=both(""),
    squash={},
    states=("h",),
    ops=(
        Op("linear", _("linear maps"), ("a_ih", "a_hh")),
        Op("sum", _("sum"), ("a",)),
        Op("activation", _("activation"), ("h",)),
    ),
    record=RNNRecord,
    step=lambda x, prev, weights, how: rnn_step(x, prev["h"], weights, how.activation),
    local=rnn_local,
    code=Code(
        gates=("a = F.linear(x_t, weight_ih, bias_ih) + F.linear(h, weight_hh, bias_hh)",),
        ends={"right": ("h = a",)},  # written out where torch's own cell will not do: without an activation
    ),
    module="RNN",
    activated=True,
)
