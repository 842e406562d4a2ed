"""The gated recurrent unit, as torch.nn.GRUCell has it (the reset gate acts after the linear map)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.activations import sigmoid, tanh
from rnnviz.core.cell import FREE, Cell, Code, How, LocalDerivatives, Op, Record, both, clamped, gate_slopes, stacked
from rnnviz.core.weights import Weights, linear_maps
from rnnviz.texts import _


@dataclass(frozen=True, eq=False)
class GRURecord(Record):
    """Everything one step computed: x (I,); a_ih, a_hh, a (3H,) in blocks r z n; all else (H,).

    a is what enters sigma, sigma and tanh: a_ih + a_hh for r and z, a_ih + reset for n. reset = r * (block n of a_hh),
    kept = z * h_prev, written = (1 - z) * n, h = kept + written. A run's record has a leading T axis on every field.
    """

    x: Array
    h_prev: Array
    a_ih: Array
    a_hh: Array
    r: Array
    z: Array
    reset: Array
    a: Array
    n: Array
    kept: Array
    written: Array
    h: Array


def gru_step(x: Array, h_prev: Array, weights: Weights, clamps: Mapping[str, float] = FREE) -> GRURecord:
    """h = z * h_prev + (1 - z) * n with n = tanh(a_ih + r * a_hh) in block n; r, z may be clamped to a number.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.GRUCell.html.
    """
    a_ih, a_hh = linear_maps(x, h_prev, weights)
    ih_r, ih_z, ih_n = np.split(a_ih, 3)
    hh_r, hh_z, hh_n = np.split(a_hh, 3)
    a_r, a_z = ih_r + hh_r, ih_z + hh_z
    r = clamped("r", sigmoid(a_r), clamps)
    z = clamped("z", sigmoid(a_z), clamps)
    reset = r * hh_n
    a_n = ih_n + reset
    n = tanh(a_n)
    kept = z * h_prev
    written = (1.0 - z) * n
    return GRURecord(
        x, h_prev, a_ih, a_hh, r, z, reset, np.concatenate([a_r, a_z, a_n]), n, kept, written, kept + written
    )


def gru_local(record: GRURecord, how: How) -> LocalDerivatives:
    """h = z h_prev + (1 - z) n, n = tanh(a_ih + r a_hh) in block n; blocks r z n."""
    d_r, d_z, d_n = gate_slopes(GRU.squash, record.a, record, how.clamps)
    by_n = (1.0 - record.z) * d_n
    by_r = by_n * np.split(record.a_hh, 3, axis=-1)[2] * d_r
    by_z = (record.h_prev - record.n) * d_z
    through = record.z[:, None, None]
    return LocalDerivatives(through, stacked([by_r, by_z, by_n]), stacked([by_r, by_z, by_n * record.r]))


GRU = Cell(
    name="gru",
    title=_("GRU"),
    arrays=both("r", "z", "n"),
    squash={"r": "sigmoid", "z": "sigmoid", "n": "tanh"},
    states=("h",),
    ops=(
        Op("linear", _("linear maps"), ("a_ih", "a_hh")),
        Op("gates", _("gates"), ("r", "z")),
        Op("reset", _("reset"), ("reset",)),
        Op("candidate", _("candidate"), ("n",)),
        Op("blend", _("blend"), ("kept", "written", "h")),
    ),
    record=GRURecord,
    step=lambda x, prev, weights, how: gru_step(x, prev["h"], weights, how.clamps),
    local=gru_local,
    code=Code(
        gates=(
            "ih_r, ih_z, ih_n = F.linear(x_t, weight_ih, bias_ih).chunk(3)",
            "hh_r, hh_z, hh_n = F.linear(h, weight_hh, bias_hh).chunk(3)",
            "r, z = (ih_r + hh_r).sigmoid(), (ih_z + hh_z).sigmoid()",
        ),
        ends={"right": ("n = (ih_n + r * hh_n).tanh()", "h = (1 - z) * n + z * h")},
    ),
    module="GRU",
    accent="n",
    keeper="z",
)
