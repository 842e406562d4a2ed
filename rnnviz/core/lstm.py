"""The long short-term memory cell, as torch.nn.LSTMCell has it, and two of the slides' slips."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.activations import sigmoid, tanh
from rnnviz.core.cell import (
    DERIVATIVES,
    FREE,
    Cell,
    Code,
    How,
    LocalDerivatives,
    Op,
    Record,
    both,
    clamped,
    gate_slopes,
    stacked,
)
from rnnviz.core.weights import Weights, linear_maps
from rnnviz.texts import _


@dataclass(frozen=True, eq=False)
class LSTMRecord(Record):
    """Everything one step computed: x (I,); a_ih, a_hh, a (4H,) in blocks i f g o; all else (H,).

    kept = f * c_prev, written = i * g, c = kept + written. A run's record has a leading T axis on every field.
    """

    x: Array
    h_prev: Array
    c_prev: Array
    a_ih: Array
    a_hh: Array
    a: Array
    i: Array
    f: Array
    g: Array
    o: Array
    kept: Array
    written: Array
    c: Array
    tanh_c: Array
    h: Array


def lstm_step(
    x: Array,
    h_prev: Array,
    c_prev: Array,
    weights: Weights,
    clamps: Mapping[str, float] = FREE,
    form: str = "right",
) -> LSTMRecord:
    """c = f * c_prev + i * g, h = o * tanh(c); i, f, o may be clamped to a number.

    form "swapped" (slip a): c = f * g + i * c_prev. "lagging" (slip b): h = o * tanh(c_prev), which tanh_c then holds.
    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTMCell.html.
    """
    a_ih, a_hh = linear_maps(x, h_prev, weights)
    a = a_ih + a_hh
    a_i, a_f, a_g, a_o = np.split(a, 4)
    i = clamped("i", sigmoid(a_i), clamps)
    f = clamped("f", sigmoid(a_f), clamps)
    g = tanh(a_g)
    o = clamped("o", sigmoid(a_o), clamps)
    keep, write = (i, f) if form == "swapped" else (f, i)
    kept = keep * c_prev
    written = write * g
    c = kept + written
    tanh_c = tanh(c_prev if form == "lagging" else c)
    h = o * tanh_c
    return LSTMRecord(x, h_prev, c_prev, a_ih, a_hh, a, i, f, g, o, kept, written, c, tanh_c, h)


def lstm_local(record: LSTMRecord, how: How) -> LocalDerivatives:
    """States h, c; blocks i f g o. c = f c_prev + i g and h = o tanh(c): but for o, h's are c's through `readout`.

    Form "swapped" keeps with i and writes with f; form "lagging" reads tanh(c_prev), so that h_t misses c_t altogether.
    """
    lagging, swapped = how.form == "lagging", how.form == "swapped"
    d_i, d_f, d_g, d_o = gate_slopes(LSTM.squash, record.a, record, how.clamps)
    keep, write = (record.i, record.f) if swapped else (record.f, record.i)
    d_keep, d_write = (d_i, d_f) if swapped else (d_f, d_i)
    by_keep, by_write, by_g = record.c_prev * d_keep, record.g * d_write, write * d_g
    by_i, by_f = (by_keep, by_write) if swapped else (by_write, by_keep)
    read = record.o * DERIVATIVES["tanh"](record.c_prev if lagging else record.c, record.tanh_c)
    zero = np.zeros_like(read)
    readout, h_by_c_prev = (zero, read) if lagging else (read, read * keep)
    gates = stacked([readout * by_i, readout * by_f, readout * by_g, record.tanh_c * d_o], [by_i, by_f, by_g, zero])
    return LocalDerivatives(stacked([zero, h_by_c_prev], [zero, keep]), gates, gates, readout)


LSTM = Cell(
    name="lstm",
    title=_("LSTM"),
    arrays=both("i", "f", "g", "o"),
    squash={"i": "sigmoid", "f": "sigmoid", "g": "tanh", "o": "sigmoid"},
    states=("h", "c"),
    ops=(
        Op("linear", _("linear maps"), ("a_ih", "a_hh", "a")),
        Op("gates", _("gates"), ("i", "f", "g", "o")),
        Op("forget", _("forget"), ("kept",)),
        Op("write", _("write"), ("written",)),
        Op("cell", _("cell state"), ("c",)),
        Op("output", _("output"), ("tanh_c", "h")),
    ),
    record=LSTMRecord,
    step=lambda x, prev, weights, how: lstm_step(x, prev["h"], prev["c"], weights, how.clamps, how.form),
    local=lstm_local,
    code=Code(
        gates=(
            "a = F.linear(x_t, weight_ih, bias_ih) + F.linear(h, weight_hh, bias_hh)",
            "a_i, a_f, a_g, a_o = a.chunk(4)",
            "i, f, g, o = a_i.sigmoid(), a_f.sigmoid(), a_g.tanh(), a_o.sigmoid()",
        ),
        ends={
            "right": ("c = f * c + i * g", "h = o * c.tanh()"),
            "swapped": ("c = f * g + i * c", "h = o * c.tanh()"),
            "lagging": ("h, c = o * c.tanh(), f * c + i * g",),
        },
    ),
    module="LSTM",
    accent="c",
    keeper="f",
    drawn=("f", "i", "g", "o"),
    forms=("right", "swapped", "lagging"),
)
