"""The cells in one table; `run`, which unrolls any of them over a sequence; and random parameters from a seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import TypeVar

import numpy as np

from rnnviz.core import Array
from rnnviz.core.activations import ACTIVATIONS
from rnnviz.core.cell import NO_CLAMPS, Cell, Clamps, How, Op, Record
from rnnviz.core.gru import GRU, GRURecord, gru_step
from rnnviz.core.head import Head
from rnnviz.core.lstm import LSTM, LSTMRecord, lstm_step
from rnnviz.core.mingru import MINGRU
from rnnviz.core.rnn import RNN, RNNRecord, rnn_step
from rnnviz.core.weights import Weights

__all__ = ["CELLS", "IN_TORCH", "NO_CLAMPS", "Array", "Cell", "Clamps", "GRURecord", "LSTMRecord", "Op", "RNNRecord"]
__all__ += ["Record", "Weights", "cell_of", "gru_step", "lstm_step", "quantities", "rnn_step", "run"]

R = TypeVar("R", bound=Record)

CELLS: dict[str, Cell] = {cell.name: cell for cell in (RNN, LSTM, GRU, MINGRU)}
IN_TORCH: dict[str, Cell] = {name: cell for name, cell in CELLS.items() if cell.module}
"""Those that torch has as a layer, so that they can be stacked, trained and compared with it."""


def cell_of(record: Record) -> Cell:
    """The cell that made a record."""
    return next(cell for cell in CELLS.values() if isinstance(record, cell.record))


def run(
    cell: str,
    x: Array,
    weights: Weights,
    h0: Array,
    c0: Array | None = None,
    *,
    activation: str = "tanh",
    clamps: Clamps = NO_CLAMPS,
    form: str = "right",
) -> Record:
    """Unroll a cell over x (T, I) from h0 (H,) and, for the LSTM, c0 (H,) or None (zeros). Every field is (T, ...).

    `activation` is the RNN's; c0 and `form` ("right", or slip a "swapped", slip b "lagging") are the LSTM's; the other
    cells ignore activation and c0. `clamps` maps a gate to (T,) numbers, NaN where it is free. A state that grows
    beyond float64 is recorded as inf or NaN, without a warning: exploding is something to look at.
    Raises ValueError, with the shapes it got, when something does not fit.
    """
    kind = checked(cell, x, weights, h0, c0, activation, clamps, form)
    state = {"h": h0, "c": np.zeros_like(h0) if c0 is None else c0}
    records: list[Record] = []
    with np.errstate(over="ignore", invalid="ignore"):
        for t in range(len(x)):
            how = How(activation, {gate: float(values[t]) for gate, values in clamps.items()}, form)
            records.append(kind.step(x[t], state, weights, how))
            state = {name: getattr(records[-1], name) for name in kind.states}
    return stack(records)


def quantities(record: Record) -> dict[str, Array]:
    """A record's fields by name, in the order of its class."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def stack(records: Sequence[R]) -> R:
    """Records of single steps into one record with a leading T axis on every field."""
    steps = [quantities(record) for record in records]
    return type(records[0])(**{name: np.stack([step[name] for step in steps]) for name in steps[0]})


def checked(
    cell: str, x: Array, weights: Weights, h0: Array, c0: Array | None, activation: str, clamps: Clamps, form: str
) -> Cell:
    """The cell of that name, once all of `run`'s arguments fit it; ValueError as `run` says."""
    kind = CELLS[known("cell", cell, CELLS)]
    known("activation", activation, ACTIVATIONS)
    known(f"form of {cell}", form, kind.forms)
    check_shapes(kind, x, weights, {"h0": h0, "c0": c0 if "c" in kind.states else None})
    check_clamps(kind, clamps, len(x))
    return kind


def known(what: str, key: str, choices: Mapping[str, object] | Sequence[str]) -> str:
    if key not in choices:
        raise ValueError(f"{what} must be one of {', '.join(choices)}, got {key!r}")
    return key


def check_shapes(cell: Cell, x: Array, weights: Weights, states: Mapping[str, Array | None]) -> None:
    rows, inputs, hidden = weights.rows, weights.input_size, weights.hidden_size
    if rows != cell.blocks * hidden:
        got = f"{weights.weight_hh.shape}: {rows} rows for H = {hidden}"
        raise ValueError(f"{cell.name} needs weight_hh ({cell.blocks}*H, H), got {got}")
    if set(weights.arrays) != set(cell.arrays):
        raise ValueError(f"{cell.name} needs {', '.join(cell.arrays)}, got {', '.join(weights.arrays)}")
    if np.ndim(x) != 2 or len(x) == 0 or x.shape[1] != inputs:
        raise ValueError(f"x must be (T, {inputs}) with T >= 1, got {np.shape(x)}")
    for name, state in states.items():
        if state is not None and np.shape(state) != (hidden,):
            raise ValueError(f"{name} must be ({hidden},), got {np.shape(state)}")


def check_clamps(cell: Cell, clamps: Clamps, steps: int) -> None:
    for gate, values in clamps.items():
        if gate not in cell.clampable:
            choices = ", ".join(cell.clampable) or "none"
            raise ValueError(f"{cell.name} has no gate {gate!r} to clamp; it has: {choices}")
        if np.shape(values) != (steps,):
            raise ValueError(f"clamp of {gate} must be ({steps},), one number a step, got {np.shape(values)}")


def seeded_weights(cell: str, input_size: int, hidden_size: int, seed: int) -> Weights:
    """A cell's parameters, every one uniform between -1/sqrt(hidden_size) and 1/sqrt(hidden_size).

    The distribution is torch's own (reset_parameters of RNNCell, LSTMCell and GRUCell); the stream of random numbers is
    NumPy's, so torch.manual_seed with the same seed gives other numbers.
    """
    random = np.random.default_rng(seed)
    kind, bound = CELLS[cell], 1.0 / np.sqrt(hidden_size)
    shapes = kind.shapes(input_size, hidden_size)
    return kind.weights({name: random.uniform(-bound, bound, shape) for name, shape in shapes.items()})


def seeded_head(outputs: int, hidden_size: int, seed: int) -> Head:
    """An output layer, uniform between -1/sqrt(hidden_size) and 1/sqrt(hidden_size): torch.nn.Linear's distribution."""
    random = np.random.default_rng([seed, outputs])
    bound = 1.0 / np.sqrt(hidden_size)
    return Head(random.uniform(-bound, bound, (outputs, hidden_size)), random.uniform(-bound, bound, outputs))


def resized_weights(weights: Weights, cell: str, input_size: int, hidden_size: int, seed: int) -> Weights:
    """The seeded weights of the new sizes, with what the old and the new sizes share taken over, gate by gate."""
    fresh, old = seeded_weights(cell, input_size, hidden_size, seed).arrays, weights.arrays
    kind = CELLS[cell]
    return kind.weights({name: overlaid(fresh[name], old[name], len(gates)) for name, gates in kind.arrays.items()})


def overlaid(fresh: Array, old: Array, blocks: int = 1) -> Array:
    """`fresh` with the overlap of `old` written over it, in each of `blocks` equal blocks of rows; of fresh's shape."""
    new = fresh.reshape(blocks, -1, *fresh.shape[1:]).copy()
    kept = old.reshape(blocks, -1, *old.shape[1:])
    overlap = tuple(slice(min(sizes)) for sizes in zip(new.shape, kept.shape, strict=True))
    new[overlap] = kept[overlap]
    return new.reshape(fresh.shape)
