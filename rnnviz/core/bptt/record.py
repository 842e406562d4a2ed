"""The backward pass: what it is about, and one frozen record with every factor of backpropagation through time.

Indices t and k count from 0. The record is kept by E_t (one row a loss), because L = sum_t E_t makes all of it add up.
For a weight the contribution of step k is an outer product, (what arrives at its output) x (what stood at its input);
for a bias it is the first alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from rnnviz.core import Array
from rnnviz.core.bptt.jacobians import BOTH_PATHS, signals, state_jacobians, to_start
from rnnviz.core.cell import Clamps, How, LocalDerivatives, Record
from rnnviz.core.cells import NO_CLAMPS, Weights, cell_of, run
from rnnviz.core.head import Head, apply_head
from rnnviz.core.losses import Loss

# Of every cell that has them; `Problem.parameters` are those of one.
PARAMETERS = ("weight_ih", "weight_hh", "bias_ih", "bias_hh", "head_weight", "head_bias")


@dataclass(frozen=True, eq=False)
class Problem:
    """The arguments of `core.cells.run`, a head and a loss. c0 None: zeros for the LSTM."""

    cell: str
    x: Array
    weights: Weights
    head: Head
    loss: Loss
    h0: Array
    c0: Array | None = None
    activation: str = "tanh"
    clamps: Clamps = field(default_factory=lambda: NO_CLAMPS)
    form: str = "right"

    def run(self) -> Record:
        """The forward pass. Raises ValueError as `core.cells.run` does."""
        how = {"activation": self.activation, "form": self.form}
        return run(self.cell, self.x, self.weights, self.h0, self.c0, clamps=self.clamps, **how)

    def value(self) -> float:
        """L, from a forward pass of its own. Raises InputError if the targets do not fit."""
        return float(self.loss.values(apply_head(self.head, self.run().h).y).sum())

    def parameters(self) -> dict[str, Array]:
        """Those of PARAMETERS that the cell has, in that order."""
        return self.weights.arrays | {"head_weight": self.head.weight, "head_bias": self.head.bias}

    def with_parameters(self, values: Mapping[str, Array]) -> Problem:
        """The same problem with the parameters named in `values` replaced; KeyError for one that it does not have."""
        now = self.parameters()
        unknown = set(values) - set(now)
        if unknown:
            raise KeyError(f"no parameter {', '.join(sorted(unknown))}; there are {', '.join(now)}")
        new = now | dict(values)
        head = Head(new.pop("head_weight"), new.pop("head_bias"))
        return replace(self, weights=replace(self.weights, **new), head=head)


def local_derivatives(record: Record, activation: str, clamps: Clamps, form: str) -> LocalDerivatives:
    """The diagonals of a run's record, with the activation, clamps and form it was run with."""
    return cell_of(record).local(record, How(activation, clamps, form))


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


@dataclass(frozen=True, eq=False)
class GradientRecord:
    """Every factor of one backward pass. T steps, H units, G gates, S = n H with n states (h; or h, c), O outputs.

    forward: the forward pass's record. y (T, O); errors (T,): E_t; dy (T, O): dE_t/dy_t, both zero where there is no
    loss. local: each step's own diagonals; jacobians (T, S, S): ds_t/ds_{t-1}, with `paths` applied.
    signals (T, T, S): [t, k] = dE_t/ds_k; its c half is what reaches c_k from later steps, with h_k held still.
    start (T, S): dE_t/ds at the initial state.
    dh (T, H), dc (T, H) or None: total dL/dh_k, dL/dc_k, the latter with the path through h_k; dh0, dc0 (H,) likewise.
    gradients: dL/d(parameter), by PARAMETERS. paths, window: what was asked for.
    """

    problem: Problem
    forward: Record
    y: Array
    errors: Array
    dy: Array
    local: LocalDerivatives
    jacobians: Array
    signals: Array
    start: Array
    dh: Array
    dc: Array | None
    dh0: Array
    dc0: Array | None
    gradients: Mapping[str, Array]
    paths: Mapping[str, bool]
    window: int | None

    @property
    def value(self) -> float:
        """L, the sum of the E_t."""
        return float(self.errors.sum())

    @property
    def hidden_size(self) -> int:
        return self.problem.weights.hidden_size

    def reaches(self, t: int, k: int) -> bool:
        """Whether E_t's gradient gets back to step k: k <= t, and nearer than the window."""
        return 0 <= k <= t < len(self.y) and (self.window is None or t - k < self.window)


def backward(
    problem: Problem,
    record: Record | None = None,
    *,
    paths: Mapping[str, bool] = BOTH_PATHS,
    window: int | None = None,
) -> GradientRecord:
    """Every factor of dL/d(parameters). `record` is `problem.run()` where the caller has it already.

    paths: {"cell": bool, "gates": bool}; a path that is off passes no gradient from step to step, as if detached.
    window: truncated BPTT; each E_t reaches the steps t, t - 1, ..., t - window + 1 alone (None: all of them).
    Raises InputError if the targets do not fit, ValueError if the window is not at least 1 or other shapes do not fit.
    Source: slides 003, "Back Propagation Through Time"; Werbos 1990, doi:10.1109/5.58337.
    """
    if window is not None and window < 1:
        raise ValueError(f"window must be at least 1, got {window}")
    record = problem.run() if record is None else record
    with np.errstate(over="ignore", invalid="ignore"):
        return swept(problem, record, paths, window)


def swept(problem: Problem, record: Record, paths: Mapping[str, bool], window: int | None) -> GradientRecord:
    """`backward`, once its arguments are checked: errors, local derivatives, then the sweep and its sums."""
    y = apply_head(problem.head, record.h).y
    errors, dy = problem.loss.values(y), problem.loss.gradients(y)
    local = local_derivatives(record, problem.activation, problem.clamps, problem.form)
    jacobians = state_jacobians(local, problem.weights.weight_hh, paths)
    rows = signals(seeds(dy, problem.head, jacobians.shape[-1]), jacobians, window)
    start = to_start(rows, jacobians, window)
    dh, dc = totals(rows.sum(axis=0), local)
    dh0, dc0 = initial(start.sum(axis=0), problem.weights.hidden_size)
    gradients = {name: end.total() for name, end in ends(rows.sum(axis=0), dy, local, record).items()}
    before = (problem, record, y, errors, dy, local, jacobians, rows, start)
    return GradientRecord(*before, dh, dc, dh0, dc0, gradients, dict(paths), window)


def seeds(dy: Array, head: Head, size: int) -> Array:
    """dE_t/ds_t from the step's own loss, (T, S): dE_t/dy_t W_y for h, zeros for c (the output does not read c)."""
    rows = np.zeros((len(dy), size))
    rows[:, : head.weight.shape[1]] = dy @ head.weight
    return rows


def totals(rows: Array, local: LocalDerivatives) -> tuple[Array, Array | None]:
    """dE/dh_k and the whole dE/dc_k (with the path c_k -> h_k), (T, H) each, from dE/ds_k (T, S)."""
    if local.readout is None:
        return rows, None
    dh, carried = np.split(rows, 2, axis=-1)
    return dh, carried + dh * local.readout


def initial(start: Array, hidden_size: int) -> tuple[Array, Array | None]:
    """dL/dh_0 and dL/dc_0, (H,) each, from dL/ds at the initial state (S,)."""
    return start[:hidden_size], start[hidden_size:] if len(start) > hidden_size else None


def of_states(gradient: GradientRecord, of: int | None = None) -> dict[str, Array]:
    """The sweep of one loss E_of, or of L (None): {"h": dE/dh_k (T, H)} and, for the LSTM, "c": dE/dc_k in whole."""
    rows = gradient.signals.sum(axis=0) if of is None else gradient.signals[of]
    dh, dc = totals(rows, gradient.local)
    return {"h": dh} if dc is None else {"h": dh, "c": dc}


def ends_of(gradient: GradientRecord, of: int | None = None) -> dict[str, Ends]:
    """The two ends of every parameter's contributions to dE_of, or to dL (None)."""
    if of is None:
        rows, dy = gradient.signals.sum(axis=0), gradient.dy
    else:
        rows, dy = gradient.signals[of], np.zeros_like(gradient.dy)
        dy[of] = gradient.dy[of]
    return ends(rows, dy, gradient.local, gradient.forward)


def contributions(gradient: GradientRecord, parameter: str, of: int | None = None) -> Array:
    """Every step k's part of dE_of/d(parameter), or of dL/d(parameter) (None): (T, *shape); their sum is the gradient.

    Step k's part goes through the direct derivative at k, with the states before it held. Raises KeyError for a name
    not in PARAMETERS. For an LSTM's weight_hh with T = 100, H = 32: 3 MB.
    """
    return ends_of(gradient, of)[parameter].each()


def gradients_of(gradient: GradientRecord, of: int | None = None) -> dict[str, Array]:
    """dE_of/d(parameter) for each of PARAMETERS; of None: dL, which is `gradient.gradients`."""
    if of is None:
        return dict(gradient.gradients)
    return {name: end.total() for name, end in ends_of(gradient, of).items()}
