"""How a state depends on the states before it: step by step, and over any distance.

The state s_t is h_t (H,), or h_t and c_t on end (2H,) for the LSTM; S is its size. In an LSTM's Jacobian h and c of the
earlier step move apart from each other: ds_t/dh_k holds c_k still. Blocks: `block(jacobian, "h", "c", H)` is dh_t/dc_k.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from rnnviz.core import Array
from rnnviz.core.cell import LocalDerivatives

# "cell": straight from state to state (LSTM: c_prev by f; GRU: h_prev by z). "gates": from h_prev through W_hh.
BOTH_PATHS: Mapping[str, bool] = MappingProxyType({"cell": True, "gates": True})


def state_jacobians(local: LocalDerivatives, weight_hh: Array, paths: Mapping[str, bool] = BOTH_PATHS) -> Array:
    """ds_t/ds_{t-1}, (T, S, S); entry 0 is by the initial state. A path that is off counts as a constant.

    Block (s, r) = diag(through[s, r]) + [r is h] sum_g diag(hh[s, g]) W_hh[g]; for the RNN diag(phi'(a_t)) W_hh.
    """
    steps, states, gates, hidden = local.hh.shape
    jacobians = np.zeros((steps, states, hidden, states, hidden))
    if paths["gates"]:
        weight = weight_hh.reshape(gates, hidden, hidden)
        jacobians[:, :, :, 0] = np.einsum("tsgi,gij->tsij", local.hh, weight, optimize=True)
    if paths["cell"]:
        units = np.arange(hidden)
        jacobians[:, :, units, :, units] += local.through.transpose(3, 0, 1, 2)
    return jacobians.reshape(steps, states * hidden, states * hidden)


def by_distance(jacobians: Array, t: int) -> Array:
    """ds_t/ds_{t-d} for d = 0 .. t + 1, (t + 2, S, S): the last entry is by the initial state.

    A running product from the left, J_t J_{t-1} ... J_{t-d+1}. An explosion beyond float64 gives inf or NaN.
    """
    products = np.empty((t + 2, *jacobians.shape[1:]))
    products[0] = np.eye(jacobians.shape[-1])
    with np.errstate(over="ignore", invalid="ignore"):
        for d in range(t + 1):
            products[d + 1] = products[d] @ jacobians[t - d]
    return products


def signals(seeds: Array, jacobians: Array, window: int | None = None) -> Array:
    """dE_t/ds_k for every t and k, (T, T, S), from seeds dE_t/ds_t (T, S): zero for k > t, and for t - k >= window.

    dE_t/ds_k = dE_t/ds_{k+1} J_{k+1}, the rows of every t that reaches k under each other.
    """
    steps = len(seeds)
    rows = np.zeros((steps, *seeds.shape))
    with np.errstate(over="ignore", invalid="ignore"):
        for k in range(steps - 1, -1, -1):
            rows[k, k] = seeds[k]
            if k + 1 < steps:
                stop = reach(steps, k, window)
                rows[k + 1 : stop, k] = rows[k + 1 : stop, k + 1] @ jacobians[k + 1]
    return rows


def to_start(rows: Array, jacobians: Array, window: int | None = None) -> Array:
    """dE_t/ds at the initial state, (T, S), from `signals`."""
    start = np.zeros((len(rows), rows.shape[-1]))
    stop = reach(len(rows), -1, window)
    with np.errstate(over="ignore", invalid="ignore"):
        start[:stop] = rows[:stop, 0] @ jacobians[0]
    return start


def reach(steps: int, k: int, window: int | None) -> int:
    """One past the last E_t whose gradient gets back to the state after step k (-1: the initial state)."""
    return steps if window is None else max(0, min(steps, k + window))


def block(jacobian: Array, of: str, by: str, hidden_size: int) -> Array:
    """The (..., H, H) block of (..., S, S) for two of the states "h" and "c"."""
    at = {"h": slice(0, hidden_size), "c": slice(hidden_size, 2 * hidden_size)}
    return jacobian[..., at[of], at[by]]
