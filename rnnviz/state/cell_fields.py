"""The kinds of field that a cell's settings have beside the common ones: arrays, clamps, the output layer.

They depend on a Frame: what the cell is, its sizes, and the numbers that a link is told against.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.cells import CELLS, Cell, seeded_head
from rnnviz.core.head import Head
from rnnviz.core.typed import MAX_STEPS, MAX_VALUE, InputError, counted, shortened
from rnnviz.core.weights import Weights
from rnnviz.state.fields import NONE, Field, Group, Switch, Whole, as_json
from rnnviz.state.inputs import SOURCE, Source, make_input, source_from, source_items, with_items
from rnnviz.state.link_numbers import (
    LinkError,
    identical,
    read_array,
    read_number,
    read_numbers,
    read_whole,
    write_array,
    write_number,
)
from rnnviz.state.reading import SettingsError, Span, choice, flag, items, matrix, number, part, vector, whole
from rnnviz.state.start import Clamp
from rnnviz.texts import _

MAX_WEIGHT = 100.0
MAX_OUTPUTS = 8
_CLAMP = re.compile(r"([a-z])(?:@([^:]*))?:(.*)")
_ARRAYS = frozenset(name for cell in CELLS.values() for name in cell.arrays)


@dataclass(frozen=True, eq=False)
class Frame:
    """base: every array before a number was moved, by its name, for links; JSON has none."""

    cell: Cell
    steps: int
    input_size: int
    hidden_size: int
    seed: int = 0
    base: Mapping[str, Array] | None = None

    def usual(self, name: str) -> Array | None:
        return None if self.base is None else self.base[name]


@dataclass(frozen=True, eq=False)
class Grid(Field):
    """An array: how many rows (and columns) it may have, how large its numbers may be, and what it is by itself."""

    spans: tuple[Span, ...]
    limit: float
    base: Array | None = None

    @property
    def usual(self) -> Array:
        """For links, which are told against it."""
        assert self.base is not None
        return self.base

    def read(self, name: str, text: str) -> Array:
        return np.reshape(read_array(text, name, self.usual, self.limit), self.usual.shape)

    def write(self, value: Array) -> str:
        return write_array(value, self.usual)

    def same(self, value: Array, other: Array) -> bool:
        return identical(value, other)

    def parse(self, name: str, value: object) -> Array:
        if len(self.spans) == 1:
            return vector(value, name, self.spans[0], self.limit)
        return matrix(value, name, self.spans[0], self.spans[1], self.limit)


class Inputs(Grid):
    """x: a row for each step, of which a link may have more or fewer than there are by themselves."""

    def read(self, name: str, text: str) -> Array:
        (low, high), (columns, _most) = self.spans
        numbers = read_numbers(text, name)
        if len(numbers) % columns:
            count = counted(len(numbers), "{n} number", "{n} numbers")
            raise LinkError(
                _("{name} has {count}, no whole number of steps: the link may have been cut off.").format(
                    name=name, count=count
                )
            )
        if not low <= (steps := len(numbers) // columns) <= high:
            raise LinkError(
                _("{name} has {steps} and needs {low} to {high}: it may have been cut off.").format(
                    name=name, steps=counted(steps, "{n} value", "{n} values"), low=low, high=high
                )
            )
        return np.reshape(numbers, (-1, columns))

    def write(self, value: Array) -> str:
        return ",".join(map(write_number, value.ravel().tolist()))


@dataclass(frozen=True, eq=False)
class Absent(Field):
    """What this cell does not have: no link may have it, and JSON may have anything. why: the sentence's beginning."""

    value: Array
    why: str

    def read(self, name: str, text: str) -> Array:
        raise LinkError(_("{name} is not for this page: {why}.").format(name=name, why=self.why))

    def write(self, value: Array) -> str:
        raise LinkError(f"{self.why}.")

    def same(self, value: Array, other: Array) -> bool:
        return True

    def parse(self, name: str, value: object) -> Array:
        return self.value


def state_kind(frame: Frame, name: str) -> Field:
    """The kind of h0 or c0, with as many numbers as the cell has units."""
    if name[0] not in frame.cell.states:
        return Absent(np.zeros(frame.hidden_size), _("the {title} has no cell state").format(title=frame.cell.title))
    size = frame.hidden_size
    return Grid(((size, size),), MAX_VALUE, frame.usual(name))


@dataclass(frozen=True)
class SourceItems(Group):
    """Where the input comes from. beside, of a link: the source that its preset starts with."""

    def has(self, name: str) -> bool:
        return name in SOURCE.fields

    def read(self, items: Mapping[str, str], beside: Source) -> Source:
        return with_items(beside, items)

    def write(self, value: Source, beside: Source) -> dict[str, str]:
        return source_items(value, beside)

    def parse(self, name: str, obj: object, beside: Frame) -> Source:
        found = source_from(part(obj, name))
        try:
            make_input(found, beside.input_size)
        except InputError as error:
            raise SettingsError(str(error)) from error
        return found

    def to_json(self, name: str, value: Source) -> dict[str, object]:
        return {name: asdict(value)}


@dataclass(frozen=True)
class WeightArrays(Group):
    """The arrays that the cell names, each an item of the link and of JSON."""

    def has(self, name: str) -> bool:
        return name in _ARRAYS

    def kinds(self, frame: Frame) -> dict[str, Grid]:
        shapes = frame.cell.shapes(frame.input_size, frame.hidden_size)
        return {
            name: Grid(tuple((size, size) for size in shape), MAX_WEIGHT, frame.usual(name))
            for name, shape in shapes.items()
        }

    def read(self, items: Mapping[str, str], beside: Frame) -> Weights:
        kinds = self.kinds(beside)
        for name in items:
            if name not in kinds:
                raise LinkError(
                    _("{name} is not for this page: the {title} does not have it.").format(
                        name=name, title=beside.cell.title
                    )
                )
        arrays = {name: kind.read(name, items[name]) if name in items else kind.usual for name, kind in kinds.items()}
        return beside.cell.weights(arrays)

    def write(self, value: Weights, beside: Frame) -> dict[str, str]:
        kinds, arrays = self.kinds(beside), value.arrays
        return {
            name: kind.write(arrays[name]) for name, kind in kinds.items() if not identical(arrays[name], kind.usual)
        }

    def parse(self, name: str, obj: object, beside: Frame) -> Weights:
        return beside.cell.weights({it: kind.parse(it, part(obj, it)) for it, kind in self.kinds(beside).items()})

    def to_json(self, name: str, value: Weights) -> dict[str, object]:
        return {it: as_json(array) for it, array in value.arrays.items()}


@dataclass(frozen=True)
class Clamps(Field):
    """Gates held at a value, at one step or at all."""

    cell: Cell
    steps: int

    def read(self, name: str, text: str) -> tuple[Clamp, ...]:
        return self.parse(name, [] if text == NONE else [self._piece(piece) for piece in text.split(",")])

    def _piece(self, piece: str) -> dict[str, object]:
        match = _CLAMP.fullmatch(piece.strip())
        if not match:
            raise LinkError(
                _("clamp has {piece}: it must look like f:1, or f@3:1 for step 3 alone.").format(piece=shortened(piece))
            )
        gate, t, value = match.groups()
        step = None if t is None else read_whole(t, _("The step of a clamp"), 1, self.steps) - 1
        return {"gate": gate, "t": step, "value": read_number(value, "clamp", math.inf)}

    def write(self, value: tuple[Clamp, ...]) -> str:
        return (
            ",".join(f"{it.gate}{'' if it.t is None else f'@{it.t + 1}'}:{write_number(it.value)}" for it in value)
            or NONE
        )

    def parse(self, name: str, value: object) -> tuple[Clamp, ...]:
        if value and not self.cell.clampable:
            raise SettingsError(_("The {title} has no gate to clamp.").format(title=self.cell.title))
        most = len(self.cell.clampable) * (MAX_STEPS + 1)  # each gate once for all steps and once for each
        return tuple(map(self._entry, items(value, name, (0, most))))

    def _entry(self, obj: object) -> Clamp:
        gate, t, value = (part(obj, name) for name in ("gate", "t", "value"))
        return Clamp(
            choice(gate, _("The clamped gate"), self.cell.clampable),
            None if t is None else whole(t, _("The clamped step"), 0, self.steps - 1),
            number(value, _("A clamp"), 0.0, 1.0),
        )


@dataclass(frozen=True)
class OutputLayer(Group):
    """The output layer, or None, and whether its softmax is taken: three items of a link, one object in JSON."""

    names: Collection[str] = ("outputs", "head", "softmax")

    def has(self, name: str) -> bool:
        return name in self.names

    def usual(self, outputs: int, frame: Frame) -> Array:
        head = seeded_head(outputs, frame.hidden_size, frame.seed)
        return np.append(head.weight, head.bias)

    def read(self, items: Mapping[str, str], beside: Frame) -> tuple[Head | None, bool]:
        if "outputs" not in items:
            raise LinkError(
                _("The link has an output layer and does not say its size: add outputs=1 (to {max_outputs}).").format(
                    max_outputs=MAX_OUTPUTS
                )
            )
        outputs = Whole(1, MAX_OUTPUTS).read("outputs", items["outputs"])
        values = self.usual(outputs, beside)
        if "head" in items:
            values = np.array(read_array(items["head"], "head", values, MAX_WEIGHT))
        softmax = Switch().read("softmax", items.get("softmax", "0"))
        return Head(values[:-outputs].reshape(outputs, -1), values[-outputs:]), softmax

    def write(self, value: tuple[Head | None, bool], beside: Frame) -> dict[str, str]:
        head, softmax = value
        if head is None:
            return {}
        usual, values = self.usual(len(head.bias), beside), np.append(head.weight, head.bias)
        found = {"outputs": str(len(head.bias))}
        found |= {} if identical(values, usual) else {"head": write_array(values, usual)}
        return found | ({"softmax": "1"} if softmax else {})

    def parse(self, name: str, obj: object, beside: Frame) -> tuple[Head | None, bool]:
        if (obj := part(obj, name)) is None:
            return None, False
        columns = (beside.hidden_size, beside.hidden_size)
        weight = matrix(part(obj, "weight"), _("The output layer's weight"), (1, MAX_OUTPUTS), columns, MAX_WEIGHT)
        bias = vector(part(obj, "bias"), _("The output layer's bias"), (len(weight), len(weight)), MAX_WEIGHT)
        return Head(weight, bias), flag(part(obj, "softmax"), "softmax")

    def to_json(self, name: str, value: tuple[Head | None, bool]) -> dict[str, object]:
        head, softmax = value
        return {name: head and {"weight": head.weight.tolist(), "bias": head.bias.tolist(), "softmax": softmax}}
