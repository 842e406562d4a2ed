"""Derivatives inside one step: of the state by the state before it, past the linear maps, and by the linear maps.

Everything a cell does after its linear maps is element by element, so each of these derivatives is a diagonal and is
stored as one: (T, n, ..., H) with n the number of states (h; or h, c). Each cell has its own in its file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array

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
    ih (T, n, G, H): state s by block g of a_ih; hh (T, n, G', H): by block g of a_hh, for the gates that read h (they
    differ in the GRU's n; G' is 0 where no gate reads h).
    readout (T, H): the LSTM's h_t by c_t within the step, o (1 - tanh^2 c); None for the cells without c.
    """

    through: Array
    ih: Array
    hh: Array
    readout: Array | None = None


def gate_slopes(squash: Mapping[str, str], a: Array, values: object, clamps: Mapping[str, Array]) -> list[Array]:
    """Each gate by its own pre-activation, (T, H), from a (T, G*H) and a record with the gates; 0 where it is clamped.

    squash: the gates in the order of a's blocks, each with its key in DERIVATIVES.
    """
    slopes = []
    for (gate, key), block in zip(squash.items(), np.split(a, len(squash), axis=-1), strict=True):
        slope = DERIVATIVES[key](block, getattr(values, gate))
        slopes.append(np.where(np.isnan(clamps[gate])[:, None], slope, 0.0) if gate in clamps else slope)
    return slopes


def stacked(*states: list[Array]) -> Array:
    """Lists of (T, H), one list a state, into (T, states, entries, H)."""
    return np.stack([np.stack(entries, axis=1) for entries in states], axis=1)
