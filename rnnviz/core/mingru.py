"""The minimal gated recurrent unit: a GRU whose gate and candidate read the input alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.activations import sigmoid
from rnnviz.core.cell import FREE, Cell, Code, How, LocalDerivatives, Op, Record, clamped, gate_slopes, stacked
from rnnviz.core.weights import Weights
from rnnviz.texts import _


@dataclass(frozen=True, eq=False)
class MinGRURecord(Record):
    """Everything one step computed: x (I,); a_ih (2H,) in blocks z n; all else (H,).

    kept = (1 - z) * h_prev, written = z * n, h = kept + written. A run's record has a leading T axis on every field.
    """

    x: Array
    h_prev: Array
    a_ih: Array
    z: Array
    n: Array
    kept: Array
    written: Array
    h: Array


def mingru_step(x: Array, h_prev: Array, weights: Weights, clamps: Mapping[str, float] = FREE) -> MinGRURecord:
    """h = (1 - z) * h_prev + z * n with z = sigma(a_ih) in block z and n = a_ih in block n; z may be clamped.

    In PyTorch's GRU z keeps; here, as in the paper, it writes. Source: Feng et al. 2024, "Were RNNs All We Needed?",
    arXiv 2410.01201, section 3.1; the form in logarithms, for training in parallel, is left out.
    """
    a_ih = weights.weight_ih @ x + weights.bias_ih
    a_z, n = np.split(a_ih, 2)
    z = clamped("z", sigmoid(a_z), clamps)
    kept = (1.0 - z) * h_prev
    written = z * n
    return MinGRURecord(x, h_prev, a_ih, z, n, kept, written, kept + written)


def mingru_local(record: MinGRURecord, how: How) -> LocalDerivatives:
    """h = (1 - z) h_prev + z n: by h_prev 1 - z, and nothing through a gate; blocks z n."""
    d_z, d_n = gate_slopes(MINGRU.squash, record.a_ih, record, how.clamps)
    through = 1.0 - record.z
    ih = stacked([(record.n - record.h_prev) * d_z, record.z * d_n])
    return LocalDerivatives(through[:, None, None], ih, np.zeros((len(through), 1, 0, through.shape[1])))


MINGRU = Cell(
    name="mingru",
    title=_("minGRU"),
    arrays={"weight_ih": ("z", "n"), "bias_ih": ("z", "n")},
    squash={"z": "sigmoid", "n": "identity"},
    states=("h",),
    ops=(
        Op("linear", _("linear map"), ("a_ih",)),
        Op("gate", _("gate"), ("z",)),
        Op("candidate", _("candidate"), ("n",)),
        Op("blend", _("blend"), ("kept", "written", "h")),
    ),
    record=MinGRURecord,
    step=lambda x, prev, weights, how: mingru_step(x, prev["h"], weights, how.clamps),
    local=mingru_local,
    code=Code(
        gates=("a_z, n = F.linear(x_t, weight_ih, bias_ih).chunk(2)", "z = a_z.sigmoid()"),
        ends={"right": ("h = (1 - z) * h + z * n",)},
    ),
    accent="z",
    bounded=False,
)
