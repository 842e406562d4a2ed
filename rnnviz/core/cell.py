"""What a kind of cell is, all of it in one value; what its step is told; and the derivatives within a step.

Everything a cell does after its linear maps is element by element, so each of these derivatives is a diagonal and is
stored as one: (T, n, ..., H) with n the number of states (h; or h, c). Each cell has its own in its file.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np

from rnnviz.core import Array
from rnnviz.core.weights import Weights

# phi'(a), written with what the forward pass already has: f(a, phi(a)). As torch has it, relu's is 0 at 0.
DERIVATIVES: dict[str, Callable[[Array, Array], Array]] = {
    "tanh": lambda a, h: 1.0 - h**2,
    "relu": lambda a, h: (a > 0).astype(np.float64),
    "identity": lambda a, h: np.ones_like(a),
    "sigmoid": lambda a, s: s * (1.0 - s),
}
FREE: Mapping[str, float] = MappingProxyType({})
Clamps = Mapping[str, Array]
NO_CLAMPS: Clamps = MappingProxyType({})


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


def clamped(gate: str, value: Array, clamps: Mapping[str, float]) -> Array:
    """The gate's value (H,), or the number it is clamped to at this step (NaN: free)."""
    clamp = clamps.get(gate, np.nan)
    return value if np.isnan(clamp) else np.full_like(value, clamp)


class Record:
    """What every cell's record has: x (I,), h_prev, h (H,), the input's share a_ih (G*H,), and fields of its own."""

    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]]
    x: Array
    h_prev: Array
    a_ih: Array
    h: Array


@dataclass(frozen=True)
class How:
    """What a step, or a run, needs to know beside numbers: an RNN's activation; an LSTM's form; the gates clamped at
    this step (numbers), or over the run (T,)."""

    activation: str
    clamps: Mapping[str, Any]
    form: str


@dataclass(frozen=True)
class Op:
    """One operation inside a step and the record's fields that it computes."""

    key: str
    name: str
    quantities: tuple[str, ...]


@dataclass(frozen=True)
class Code:
    """The step in torch's primitives, line by line, from x_t, the states and the weight arrays, by their names.

    gates: up to the gates, which may then be held; ends: from there to the states, by form.
    """

    gates: tuple[str, ...]
    ends: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Cell:
    """One kind of cell: everything that is keyed by it below the layers of torch, LaTeX and presets.

    arrays: its weight arrays by name and, of each, the gates that have a block of H rows in it, in order; "" is the
    block of a cell without gates. squash: its gates, in torch's order, each with its key in DERIVATIVES.
    step, local: one step's record, and the derivatives of a whole run's. code: the step in torch.
    module: its class in torch.nn, None where torch has none; accent: the quantity whose colour it has beside other
    cells; activated: whether an activation can be chosen;
    bounded: whether h stays between -1 and 1 (with tanh); keeper: the gate that says how much of the memory stays;
    drawn: the gates in the order in which they are drawn, where it is not torch's.
    """

    name: str
    title: str
    arrays: Mapping[str, tuple[str, ...]]
    squash: Mapping[str, str]
    states: tuple[str, ...]
    ops: tuple[Op, ...]
    record: type[Record]
    step: Callable[[Array, Mapping[str, Array], Weights, How], Record]
    local: Callable[[Any, How], LocalDerivatives]
    code: Code
    module: str | None = None
    accent: str = "h"
    activated: bool = False
    bounded: bool = True
    keeper: str | None = None
    drawn: tuple[str, ...] = ()
    forms: tuple[str, ...] = ("right",)

    @property
    def gates(self) -> tuple[str, ...]:
        """Its blocks of weights; none for the RNN."""
        return tuple(self.squash)

    @property
    def clampable(self) -> tuple[str, ...]:
        """The gates that are sigmoids."""
        return tuple(gate for gate, squash in self.squash.items() if squash == "sigmoid")

    def call(self, x: str) -> str:
        """The line of Python that steps torch's own module: h, c = cell(x_t, (h, c))."""
        states = ", ".join(self.states)
        return f"{states} = cell({x}, {states if len(self.states) == 1 else f'({states})'})"

    @property
    def blocks(self) -> int:
        """How many blocks of hidden_size rows weight_ih has."""
        return len(self.arrays["weight_ih"])

    def to_json(self) -> dict[str, object]:
        """What the browser must know to hold its numbers: gates (as drawn), arrays, states, and what bounds them."""
        return {
            "arrays": {name: list(gates) for name, gates in self.arrays.items()},
            "squash": dict(self.squash),
            "drawn": list(self.drawn or self.gates),
            "clampable": list(self.clampable),
            "states": list(self.states),
            "activated": self.activated,
            "bounded": self.bounded,
        }

    def shapes(self, input_size: int, hidden_size: int) -> dict[str, tuple[int, ...]]:
        """The shape of each of its weight arrays: (rows, I), (rows, H) or, for a bias, (rows,)."""
        columns = {"weight_ih": (input_size,), "weight_hh": (hidden_size,)}
        return {name: (len(gates) * hidden_size, *columns.get(name, ())) for name, gates in self.arrays.items()}

    def weights(self, arrays: Mapping[str, Array]) -> Weights:
        """Its weights from its arrays by name. Raises KeyError for one that is missing, ValueError if they misfit."""
        given = {name: arrays[name] for name in self.arrays}
        hidden = len(given["weight_ih"]) // self.blocks
        return Weights(**({"weight_hh": np.zeros((0, hidden)), "bias_hh": np.zeros(0)} | given))


def both(*gates: str) -> dict[str, tuple[str, ...]]:
    """The four arrays of a cell whose gates all read x and h, as torch has them."""
    return dict.fromkeys(("weight_ih", "weight_hh", "bias_ih", "bias_hh"), gates)
