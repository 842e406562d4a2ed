"""The long short-term memory cell, as torch.nn.LSTMCell has it, and two of the slides' slips."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.activations import sigmoid, tanh
from rnnviz.core.clamps import FREE, held
from rnnviz.core.weights import Weights, linear_maps


@dataclass(frozen=True, eq=False)
class LSTMRecord:
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
    i = held("i", sigmoid(a_i), clamps)
    f = held("f", sigmoid(a_f), clamps)
    g = tanh(a_g)
    o = held("o", sigmoid(a_o), clamps)
    keep, write = (i, f) if form == "swapped" else (f, i)
    kept = keep * c_prev
    written = write * g
    c = kept + written
    tanh_c = tanh(c_prev if form == "lagging" else c)
    h = o * tanh_c
    return LSTMRecord(x, h_prev, c_prev, a_ih, a_hh, a, i, f, g, o, kept, written, c, tanh_c, h)
