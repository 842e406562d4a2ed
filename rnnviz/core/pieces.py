"""A long sequence read in pieces (S2's `(h0.detach(), c0.detach())`; row 31): what is passed on, and what is cut."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.bptt import state_jacobians
from rnnviz.core.bptt.record import local_derivatives
from rnnviz.core.cells import CELLS, NO_CLAMPS, Record, quantities, run
from rnnviz.core.weights import Weights

ENOUGH = 1e-12  # two readings are the same up to here


@dataclass(frozen=True, eq=False)
class PiecewiseRun:
    """One way to read a sequence. starts: the steps, from 0, at which a piece begins.

    h (T, H): the hidden states. reach (T,): the norm of d(sum of h_T) / ds_t, s_t the state after step t: how much of
    the gradient of the last output arrives there.
    """

    starts: tuple[int, ...]
    h: Array
    reach: Array


def in_pieces(
    cell: str, x: Array, weights: Weights, h0: Array, c0: Array, activation: str, *, length: int, carry: bool, cut: bool
) -> PiecewiseRun:
    """x (T, I) read in pieces of `length` steps. carry: a piece starts from the last one's (h, c), else from h0, c0;
    cut: what is carried is detached, so that no gradient passes on to the piece before.
    """
    starts = tuple(range(0, len(x), length))
    states, records = (h0, c0), []
    for start in starts:
        records.append(piece(cell, x[start : start + length], weights, states, activation))
        if carry:
            states = records[-1].h[-1], getattr(records[-1], "c", np.zeros((1, len(c0))))[-1]
    whole = joined(records)
    jacobians = state_jacobians(local_derivatives(whole, activation, NO_CLAMPS, "right"), weights.weight_hh)
    stop = starts[-1] if cut or not carry else 0
    return PiecewiseRun(starts, whole.h, reach(jacobians, len(h0), stop))


def whole(cell: str, x: Array, weights: Weights, h0: Array, c0: Array, activation: str) -> PiecewiseRun:
    """The same read in one go."""
    return in_pieces(cell, x, weights, h0, c0, activation, length=len(x), carry=True, cut=False)


def piece(cell: str, x: Array, weights: Weights, states: tuple[Array, Array], activation: str) -> Record:
    h, c = states
    return run(cell, x, weights, h, c if "c" in CELLS[cell].states else None, activation=activation)


def joined(records: list[Record]) -> Record:
    """The pieces' records as one."""
    parts = [quantities(record) for record in records]
    return type(records[0])(**{name: np.concatenate([part[name] for part in parts]) for name in parts[0]})


def reach(jacobians: Array, hidden: int, stop: int) -> Array:
    """From d(sum of h_T) / ds_T back to step `stop`; before it nothing arrives."""
    row = np.zeros(jacobians.shape[-1])
    row[:hidden] = 1.0
    norms = np.zeros(len(jacobians))
    for t in range(len(jacobians) - 1, stop - 1, -1):
        norms[t] = np.linalg.norm(row)
        row = row @ jacobians[t]
    return norms


def differing(one: PiecewiseRun, other: PiecewiseRun) -> tuple[bool, bool]:
    """Whether the states differ, and whether the gradients do."""
    return bool(np.abs(one.h - other.h).max() > ENOUGH), bool(np.abs(one.reach - other.reach).max() > ENOUGH)
