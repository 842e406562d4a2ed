"""From the gradient of the states to that of the parameters, as a product of two ends at every step k.

For a weight the contribution of step k is an outer product, (what arrives at its output) x (what stood at its input);
for a bias it is the first alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.cells import Record
from rnnviz.core.local import LocalDerivatives


@dataclass(frozen=True, eq=False)
class Ends:
    """arriving (T, R): dE/d(output of the linear map); standing (T, C): the map's input, or None for a bias."""

    arriving: Array
    standing: Array | None

    def each(self) -> Array:
        """Every k's contribution, (T, R, C) or (T, R)."""
        return self.arriving if self.standing is None else self.arriving[:, :, None] * self.standing[:, None, :]

    def total(self) -> Array:
        """Their sum over k: for a weight sum_k arriving_k x standing_k as one matrix product."""
        return self.arriving.sum(axis=0) if self.standing is None else self.arriving.T @ self.standing


def ends(rows: Array, dy: Array, local: LocalDerivatives, record: Record) -> dict[str, Ends]:
    """The two ends of each of PARAMETERS that the cell has, from rows dE/ds_k (T, S) and dE/dy_k (T, O)."""
    da_ih, da_hh = through_local(rows, local.ih), through_local(rows, local.hh)
    found = {
        "weight_ih": Ends(da_ih, record.x),
        "weight_hh": Ends(da_hh, record.h_prev),
        "bias_ih": Ends(da_ih, None),
        "bias_hh": Ends(da_hh, None),
        "head_weight": Ends(dy, record.h),
        "head_bias": Ends(dy, None),
    }
    return {name: end for name, end in found.items() if end.arriving.shape[1]}


def through_local(rows: Array, diagonals: Array) -> Array:
    """dE/da (T, G*H) from dE/ds (T, S) and the diagonals ds/da (T, n, G, H): sum_s dE/ds_s * ds_s/da_g."""
    steps, states, _, hidden = diagonals.shape
    da: Array = np.einsum("tsi,tsgi->tgi", rows.reshape(steps, states, hidden), diagonals)
    return da.reshape(steps, -1)
