"""The parts of a link: written as (value, usual value), and read back with form and counts checked."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import fields, replace

import numpy as np

from rnnviz.core import Array
from rnnviz.core.cells import CELLS, seeded_head
from rnnviz.core.hours import HOURS
from rnnviz.core.typed import counted, shortened
from rnnviz.state.inputs import MAX_STEPS, Source, fitted
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
from rnnviz.state.settings import MAX_OUTPUTS, MAX_SEED, Clamp, Settings

# A link's key and the field of Source that it holds; "noise" is the seed of the noise, "seed" that of the weights.
SOURCE_KEYS = {"source": "kind", "noise": "seed"} | {
    field.name: field.name for field in fields(Source) if field.name not in ("kind", "seed")
}
ARRAYS = ("h0", "c0", "weight_ih", "weight_hh", "bias_ih", "bias_hh")
PLAIN = ("activation", "slip", "notation")
HEAD_KEYS = {"outputs", "head", "softmax"}
_CLAMP = re.compile(r"([a-z])(?:@([^:]*))?:(.*)")


def source_written(source: Source, start: Source) -> dict[str, tuple[str, str]]:
    usual = usual_source(start, source.kind)
    written = {
        key: (field_written(field, getattr(source, field)), field_written(field, getattr(usual, field)))
        for key, field in SOURCE_KEYS.items()
    }
    return written | {"source": (source.kind, start.kind)}


def source_read(query: Mapping[str, str], start: Source) -> Source:
    usual = usual_source(start, query.get("source", start.kind))
    given = {field: field_read(key, query[key]) for key, field in SOURCE_KEYS.items() if key in query}
    return replace(usual, **given)  # type: ignore[arg-type]


def usual_source(start: Source, kind: str) -> Source:
    """What a link's source is where it says nothing: the preset's, brought within the ranges of its kind."""
    return start if kind == start.kind else fitted(replace(start, kind=kind))


def field_written(field: str, value: str | bool | int | float) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, str):
        return value
    return write_number(value + 1 if field == "at" else value)


def field_read(key: str, text: str) -> str | bool | int | float:
    if key in ("source", "text"):
        return text
    if key == "standardise":
        return read_whole(text, key, 0, 1) == 1
    if key == "period":
        return read_number(text, key, math.inf)
    if key == "at":
        return read_whole(text, key, 1, MAX_STEPS) - 1
    low, high = {"start": (0, len(HOURS) - 1), "steps": (1, MAX_STEPS)}.get(key, (0, MAX_SEED))
    return read_whole(text, key, low, high)


def arrays_written(settings: Settings, base: Settings) -> dict[str, tuple[str, str]]:
    """Each array against the base's: "" (as usual) where every number is the same."""
    moved = "" if identical(settings.x, base.x) else ",".join(map(write_number, settings.x.ravel().tolist()))
    written = {"x": (moved, "")}
    for name in ARRAYS:
        values, usual = array(settings, name), array(base, name)
        written[name] = ("" if identical(values, usual) else write_array(values, usual), "")
    return written


def arrays_read(query: Mapping[str, str], base: Settings) -> dict[str, object]:
    cell = CELLS[base.cell]
    for name in ARRAYS[2:]:
        if name in query and name not in cell.arrays:
            raise LinkError(f"{name} is not for this page: the {cell.title} does not have it.")
    if "c0" in query and "c" not in cell.states:
        raise LinkError(f"c0 is not for this page: the {cell.title} has no cell state.")
    return {
        name: np.reshape(read_array(query[name], name, array(base, name)), array(base, name).shape).tolist()
        for name in ARRAYS
        if name in query
    }


def array(settings: Settings, name: str) -> Array:
    values: Array = getattr(settings if name in ("h0", "c0") else settings.weights, name)
    return values


def inputs_read(text: str, input_size: int) -> Array:
    numbers = read_numbers(text, "x")
    if len(numbers) % input_size:
        raise LinkError(
            f"x has {counted(len(numbers), 'number')}, no whole number of steps: the link may have been cut off."
        )
    return np.reshape(numbers, (-1, input_size))


def clamps_written(clamps: tuple[Clamp, ...]) -> str:
    pieces = [
        f"{clamp.gate}{'' if clamp.t is None else f'@{clamp.t + 1}'}:{write_number(clamp.value)}" for clamp in clamps
    ]
    return ",".join(pieces) or "none"


def clamps_read(text: str, steps: int) -> list[dict[str, object]]:
    return [] if text == "none" else [clamp_read(piece, steps) for piece in text.split(",")]


def clamp_read(piece: str, steps: int) -> dict[str, object]:
    match = _CLAMP.fullmatch(piece.strip())
    if not match:
        raise LinkError(f"clamp has {shortened(piece)}: it must look like f:1, or f@3:1 for step 3 alone.")
    gate, t, value = match.groups()
    step = None if t is None else read_whole(t, "The step of a clamp", 1, steps) - 1
    return {"gate": gate, "t": step, "value": read_number(value, "clamp", math.inf)}


def head_written(settings: Settings) -> dict[str, tuple[str, str]]:
    head = settings.head
    if head is None:
        return {}
    usual = seeded_head(len(head.bias), settings.hidden_size, settings.seed)
    values, base = (np.append(layer.weight, layer.bias) for layer in (head, usual))
    return {
        "outputs": (str(len(head.bias)), ""),
        "head": ("" if identical(values, base) else write_array(values, base), ""),
        "softmax": (str(int(settings.softmax)), "0"),
    }


def head_read(query: Mapping[str, str], base: Settings) -> dict[str, object] | None:
    if not HEAD_KEYS & query.keys():
        return None
    if "outputs" not in query:
        raise LinkError(f"The link has an output layer and does not say its size: add outputs=1 (to {MAX_OUTPUTS}).")
    outputs = read_whole(query["outputs"], "outputs", 1, MAX_OUTPUTS)
    usual = seeded_head(outputs, base.hidden_size, base.seed)
    values = np.append(usual.weight, usual.bias)
    if "head" in query:
        values = np.array(read_array(query["head"], "head", values))
    softmax = read_whole(query.get("softmax", "0"), "softmax", 0, 1) == 1
    return {
        "weight": values[:-outputs].reshape(outputs, -1).tolist(),
        "bias": values[-outputs:].tolist(),
        "softmax": softmax,
    }
