"""Derivatives inside one step: of the state by the state before it, past the linear maps, and by the linear maps.

Everything a cell does after its linear maps is element by element, so each of these derivatives is a diagonal and is
stored as one: (T, n, ..., H) with n the number of states (h; or h, c).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.cells import Clamps, GRURecord, LSTMRecord, Record, RNNRecord

# phi'(a), written with what the forward pass already has: f(a, phi(a)). As torch has it, relu's is 0 at 0.
DERIVATIVES: dict[str, Callable[[Array, Array], Array]] = {
    "tanh": lambda a, h: 1.0 - h**2,
    "relu": lambda a, h: (a > 0).astype(np.float64),
    "identity": lambda a, h: np.ones_like(a),
    "sigmoid": lambda a, s: s * (1.0 - s),
}


@dataclass(frozen=True, eq=False)
class LocalDerivatives:
    """One step's own derivatives, as diagonals. n: states, G: blocks of weights (gates), H: units.

    through (T, n, n, H): state s by state r of the step before, past the linear maps (LSTM: c by c_prev is f; GRU: z).
    ih (T, n, G, H): state s by block g of a_ih; hh (T, n, G, H): by block g of a_hh (they differ in the GRU's n only).
    readout (T, H): the LSTM's h_t by c_t within the step, o (1 - tanh^2 c); None for the cells without c.
    """

    through: Array
    ih: Array
    hh: Array
    readout: Array | None = None


def local_derivatives(record: Record, activation: str, clamps: Clamps, form: str) -> LocalDerivatives:
    """The diagonals of a run's record, with the activation, clamps and form it was run with."""
    if isinstance(record, LSTMRecord):
        return lstm_local(record, clamps, form)
    if isinstance(record, GRURecord):
        return gru_local(record, clamps)
    return rnn_local(record, activation)


def rnn_local(record: RNNRecord, activation: str) -> LocalDerivatives:
    """h = phi(a_ih + a_hh): phi'(a), (T, 1, 1, H)."""
    slope = DERIVATIVES[activation](record.a, record.h)[:, None, None]
    return LocalDerivatives(np.zeros_like(slope), slope, slope)


def lstm_local(record: LSTMRecord, clamps: Clamps, form: str) -> LocalDerivatives:
    """States h, c; blocks i f g o. c = f c_prev + i g and h = o tanh(c): but for o, h's are c's through `readout`.

    Form "swapped" keeps with i and writes with f; form "lagging" reads tanh(c_prev), so that h_t misses c_t altogether.
    """
    lagging, swapped = form == "lagging", form == "swapped"
    d_i, d_f, d_g, d_o = gate_slopes(record, "ifgo", clamps)
    keep, write = (record.i, record.f) if swapped else (record.f, record.i)
    d_keep, d_write = (d_i, d_f) if swapped else (d_f, d_i)
    by_keep, by_write, by_g = record.c_prev * d_keep, record.g * d_write, write * d_g
    by_i, by_f = (by_keep, by_write) if swapped else (by_write, by_keep)
    read = record.o * DERIVATIVES["tanh"](record.c_prev if lagging else record.c, record.tanh_c)
    zero = np.zeros_like(read)
    readout, h_by_c_prev = (zero, read) if lagging else (read, read * keep)
    gates = stacked([readout * by_i, readout * by_f, readout * by_g, record.tanh_c * d_o], [by_i, by_f, by_g, zero])
    return LocalDerivatives(stacked([zero, h_by_c_prev], [zero, keep]), gates, gates, readout)


def gru_local(record: GRURecord, clamps: Clamps) -> LocalDerivatives:
    """h = z h_prev + (1 - z) n, n = tanh(a_ih + r a_hh) in block n; blocks r z n."""
    d_r, d_z, d_n = gate_slopes(record, "rzn", clamps)
    by_n = (1.0 - record.z) * d_n
    by_r = by_n * np.split(record.a_hh, 3, axis=-1)[2] * d_r
    by_z = (record.h_prev - record.n) * d_z
    through = record.z[:, None, None]
    return LocalDerivatives(through, stacked([by_r, by_z, by_n]), stacked([by_r, by_z, by_n * record.r]))


def gate_slopes(record: LSTMRecord | GRURecord, gates: str, clamps: Clamps) -> list[Array]:
    """Each gate by its own pre-activation, (T, H): sigma' or, for g and n, tanh'; zero where it is clamped."""
    slopes = []
    for gate, a in zip(gates, np.split(record.a, len(gates), axis=-1), strict=True):
        slope = DERIVATIVES["tanh" if gate in "gn" else "sigmoid"](a, getattr(record, gate))
        slopes.append(np.where(np.isnan(clamps[gate])[:, None], slope, 0.0) if gate in clamps else slope)
    return slopes


def stacked(*states: list[Array]) -> Array:
    """Lists of (T, H), one list a state, into (T, states, entries, H)."""
    return np.stack([np.stack(entries, axis=1) for entries in states], axis=1)
