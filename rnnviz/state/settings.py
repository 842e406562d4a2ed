"""The settings of a cell page and everything that makes them: from a preset, or from JSON that a browser sent."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rnnviz.core import Array
from rnnviz.core.activations import ACTIVATIONS
from rnnviz.core.cells import CELLS, Cell
from rnnviz.core.head import Head
from rnnviz.core.hours import HOURS
from rnnviz.core.slips import SLIPS, Outcome
from rnnviz.core.typed import MAX_TEXT, MAX_VALUE
from rnnviz.core.weights import Weights
from rnnviz.state.inputs import MAX_INPUTS, MAX_PERIOD, MAX_STEPS, SOURCES, InputError, Source, make_input
from rnnviz.state.presets import PRESETS, Clamp
from rnnviz.state.reading import SettingsError, choice, flag, items, matrix, number, part, text, vector, whole
from rnnviz.state.table import MAX_HIDDEN, MAX_OUTPUTS, NOTATIONS, Settings, from_preset, natural

__all__ = ["MAX_HIDDEN", "MAX_OUTPUTS", "MAX_SEED", "MAX_WEIGHT", "NOTATIONS", "Clamp", "Outcome", "Settings"]
__all__ += ["SettingsError", "Source", "from_json", "from_preset", "natural"]

MAX_WEIGHT = 100.0
MAX_SEED = 2**31 - 1


def from_json(obj: object) -> Settings:
    """The settings that `Settings.to_json` wrote, whoever may have changed them since.

    Checks every type, length and range: |weight| <= 100, |x|, |h0|, |c0| <= 1e6, T <= 64, at most 4 inputs, 32 units
    and 8 outputs. Keys it does not know are left aside; c0 of a cell without c is 0. Raises SettingsError.
    """
    cell = CELLS[choice(part(obj, "cell"), "cell", CELLS)]
    seed = whole(part(obj, "seed"), "seed", 0, MAX_SEED)
    source = source_from(part(obj, "source"))
    x = matrix(part(obj, "x"), "x", (1, MAX_STEPS), (1, MAX_INPUTS), MAX_VALUE)
    h0 = vector(part(obj, "h0"), "h0", (1, MAX_HIDDEN), MAX_VALUE)
    steps, hidden = len(x), len(h0)
    check_source(source, x.shape[1])
    head, softmax = head_from(part(obj, "head"), hidden)
    slip = part(obj, "slip")
    return Settings(
        cell=cell.name,
        preset=choice(part(obj, "preset"), "preset", PRESETS[cell.name]),
        seed=seed,
        source=source,
        x=x,
        h0=h0,
        c0=vector(part(obj, "c0"), "c0", (hidden, hidden), MAX_VALUE) if "c" in cell.states else np.zeros(hidden),
        weights=weights_from(obj, cell, x.shape[1], hidden),
        activation=choice(part(obj, "activation"), "activation", ACTIVATIONS),
        clamps=clamps_from(part(obj, "clamps"), cell, steps),
        head=head,
        softmax=softmax,
        slip=None if slip is None else choice(slip, "slip", [s.letter for s in SLIPS.values() if cell.name in s.cells]),
        notation=choice(part(obj, "notation"), "notation", NOTATIONS),
        t=whole(part(obj, "t"), "t", 0, steps - 1),
        op=whole(part(obj, "op"), "op", 0, len(cell.ops) - 1),
    )


def source_from(obj: object) -> Source:
    seed = obj.get("seed", 0) if isinstance(obj, Mapping) else 0
    return Source(
        kind=choice(part(obj, "kind"), "The kind of input", SOURCES),
        start=whole(part(obj, "start"), "The first hour", 0, len(HOURS) - 1),
        steps=whole(part(obj, "steps"), "The number of steps", 1, MAX_STEPS),
        standardise=flag(part(obj, "standardise"), "standardise"),
        period=number(part(obj, "period"), "The period", 1.0, MAX_PERIOD),
        at=whole(part(obj, "at"), "The step where it happens", 0, MAX_STEPS - 1),
        text=text(part(obj, "text"), "The typed input", MAX_TEXT),
        seed=whole(seed, "The seed of the noise", 0, MAX_SEED),
    )


def check_source(source: Source, input_size: int) -> None:
    try:
        make_input(source, input_size)
    except InputError as error:
        raise SettingsError(str(error)) from error


def weights_from(obj: object, cell: Cell, input_size: int, hidden_size: int) -> Weights:
    def read(name: str, shape: tuple[int, ...]) -> Array:
        rows, *columns = ((size, size) for size in shape)
        return (
            matrix(part(obj, name), name, rows, columns[0], MAX_WEIGHT)
            if columns
            else vector(part(obj, name), name, rows, MAX_WEIGHT)
        )

    return cell.weights({name: read(name, shape) for name, shape in cell.shapes(input_size, hidden_size).items()})


def clamps_from(obj: object, cell: Cell, steps: int) -> tuple[Clamp, ...]:
    if obj and not cell.clampable:
        raise SettingsError(f"The {cell.title} has no gate to clamp.")
    most = len(cell.clampable) * (MAX_STEPS + 1)  # each gate once for all steps and once for each
    return tuple(clamp_from(entry, cell, steps) for entry in items(obj, "clamps", (0, most)))


def clamp_from(obj: object, cell: Cell, steps: int) -> Clamp:
    gate, t, value = (part(obj, name) for name in ("gate", "t", "value"))
    return Clamp(
        choice(gate, "The clamped gate", cell.clampable),
        None if t is None else whole(t, "The clamped step", 0, steps - 1),
        number(value, "A clamp", 0.0, 1.0),
    )


def head_from(obj: object, hidden_size: int) -> tuple[Head | None, bool]:
    if obj is None:
        return None, False
    columns = (hidden_size, hidden_size)
    weight = matrix(part(obj, "weight"), "The output layer's weight", (1, MAX_OUTPUTS), columns, MAX_WEIGHT)
    bias = vector(part(obj, "bias"), "The output layer's bias", (len(weight), len(weight)), MAX_WEIGHT)
    return Head(weight, bias), flag(part(obj, "softmax"), "softmax")
