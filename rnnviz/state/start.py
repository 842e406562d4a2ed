"""What a preset starts a cell from: an input, weights, initial states, clamps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.weights import Weights
from rnnviz.state.inputs import Source

RAW = "raw"  # the preset that reads the slides' hours as they are
DAY = Source("temperature", steps=24, standardise=True)
PULSE = Source("impulse", steps=24, at=1)
SET_AND_RESET = Source("impulse", steps=24, at=4)  # with two inputs: a pulse on each, at the 5th and the 17th step
PULSES = Source("typed", text="0 1 0 0 1 1 0 1 0 0 0 1 1 1 0 0 1 0 0 1")


@dataclass(frozen=True)
class Clamp:
    """A gate held at `value` (0 to 1), at step t (from 0) or, if t is None, at every step."""

    gate: str
    t: int | None
    value: float


@dataclass(frozen=True, eq=False)
class Start:
    """weights and source must agree on the number of inputs; h0 and c0 are (H,), c0 zeros where the cell has no c."""

    source: Source
    weights: Weights
    h0: Array
    c0: Array
    activation: str = "tanh"
    clamps: tuple[Clamp, ...] = ()


@dataclass(frozen=True)
class CellPreset:
    """A ready-made model: `look_for` is one sentence; `make` takes the seed, which only random weights use."""

    key: str
    title: str
    look_for: str
    make: Callable[[int], Start]


def weights(
    weight_ih: Sequence[Sequence[float]],
    weight_hh: Sequence[Sequence[float]],
    bias_ih: Sequence[float],
    bias_hh: Sequence[float] = (),
) -> Weights:
    """Weights from lists; no bias_hh means zeros."""
    return Weights(
        np.array(weight_ih, dtype=np.float64),
        np.array(weight_hh, dtype=np.float64),
        np.array(bias_ih, dtype=np.float64),
        np.array(list(bias_hh) or [0.0] * len(bias_ih), dtype=np.float64),
    )


def begin(
    source: Source,
    parameters: Weights,
    *,
    h0: Sequence[float] = (),
    c0: Sequence[float] = (),
    activation: str = "tanh",
    clamps: tuple[Clamp, ...] = (),
) -> Start:
    """A start; no h0 or c0 means zeros."""
    zeros = [0.0] * parameters.hidden_size
    states = [np.array(state or zeros, dtype=np.float64) for state in (list(h0), list(c0))]
    return Start(source, parameters, states[0], states[1], activation, clamps)


def clamp_arrays(clamps: Iterable[Clamp], steps: int) -> dict[str, Array]:
    """The clamps as `cells.run` takes them: gate -> (T,), NaN where free; of two for one step the later one holds."""
    arrays: dict[str, Array] = {}
    for clamp in clamps:
        values = arrays.setdefault(clamp.gate, np.full(steps, np.nan))
        values[slice(None) if clamp.t is None else clamp.t] = clamp.value
    return arrays
