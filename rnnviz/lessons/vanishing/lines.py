"""The third view: RNN, GRU and LSTM on the same input, and the LSTM's two kinds of paths apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.bptt import block, by_distance, state_jacobians
from rnnviz.core.bptt.record import local_derivatives
from rnnviz.core.cell import LocalDerivatives
from rnnviz.core.cells import CELLS
from rnnviz.core.spectrum import horizon, singular_values
from rnnviz.lessons.vanishing.choices import KINDS
from rnnviz.lessons.vanishing.net import problem
from rnnviz.lessons.vanishing.setup import VanishingState

EXPLODED = 100.0  # as far above 1 as the horizon's 1 % is below


@dataclass(frozen=True, eq=False)
class NormLine:
    """norm (T,): the Jacobian's largest singular value by the distance T - k, from 0 to step 1; NaN beyond float64.

    horizon: the first distance below 1 %, None if it is never.
    """

    norm: Array
    horizon: int | None

    @property
    def arriving(self) -> float:
        """What is left at step 1."""
        return float(self.norm[-1])

    @property
    def fate(self) -> str:
        """ "explodes": somewhere above EXPLODED, or beyond float64; "fades": falls below 1 %; "keeps": neither."""
        if not np.isfinite(self.norm).all() or self.norm.max() > EXPLODED:
            return "explodes"
        return "keeps" if self.horizon is None else "fades"


@dataclass(frozen=True, eq=False)
class Comparison:
    """lines: by the keys of KINDS; kept: the LSTM's mean forget gate, and the GRU's mean update gate, over the run."""

    lines: Mapping[str, NormLine]
    kept: Mapping[str, float]


def comparison(setup: VanishingState) -> Comparison:
    """All curves of the setup."""
    problems = {cell: problem(setup, cell) for cell in {kind.cell: kind for kind in KINDS.values()}}
    records = {cell: task.run() for cell, task in problems.items()}
    lines = {}
    for key, kind in KINDS.items():
        task, record = problems[kind.cell], records[kind.cell]
        local = local_derivatives(record, task.activation, task.clamps, task.form)
        steps = state_jacobians(local, task.weights.weight_hh, kind.paths)
        norm = singular_values(compared(steps, local, setup.scope))[:, 0]
        lines[key] = NormLine(norm, horizon(norm))
    keepers = {cell: gate for cell in records if (gate := CELLS[cell].keeper)}
    return Comparison(lines, {cell: float(np.mean(getattr(records[cell], gate))) for cell, gate in keepers.items()})


def compared(jacobians: Array, local: LocalDerivatives, scope: str) -> Array:
    """What is compared, (T, H, H) by distance: dh_T/dh_k, or for an LSTM in scope "memory" the whole dc_T/dc_k.

    jacobians (T, S, S): ds_t/ds_{t-1}.
    """
    by = by_distance(jacobians, len(jacobians) - 1)[:-1]
    if scope == "memory" and local.readout is not None:
        return whole_memory(by, local.readout)
    return block(by, "h", "h", local.hh.shape[-1])


def whole_memory(by: Array, readout: Array) -> Array:
    """dc_T/dc_k (T, H, H) in whole: c_k also moves h_k = o_k tanh(c_k), which the gates of later steps read.

    by (T, 2H, 2H): ds_T/ds_{T-d}; readout (T, H): dh_k/dc_k.
    """
    hidden = readout.shape[1]
    with np.errstate(over="ignore", invalid="ignore"):
        whole: Array = block(by, "c", "c", hidden) + block(by, "c", "h", hidden) * readout[::-1, None, :]
    return whole
