"""Settings as a query string: flat and readable, and only what differs from the preset.

    ?preset=latch&t=5&op=2&notation=wu&weight_hh=0.5&h0=0&clamp=f:1,i@4:0&outputs=2&softmax=1

`t`, `op`, `at` and a clamp's `@t` count from 1, as on the screen. Arrays are row by row, numbers in the shortest form
that gives the same float64 back; in a long array, `12*` stands for twelve numbers as the preset has them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from rnnviz.core.cells import CELLS
from rnnviz.core.typed import shortened
from rnnviz.state.fields import Among, Group
from rnnviz.state.inputs import MAX_INPUTS, InputError
from rnnviz.state.link_numbers import (
    LinkError,
    read_step,
    read_whole,
)
from rnnviz.state.link_parts import (
    ARRAYS,
    HEAD_KEYS,
    PLAIN,
    SOURCE_KEYS,
    arrays_read,
    arrays_written,
    clamps_read,
    clamps_written,
    head_read,
    head_written,
    inputs_read,
    source_read,
    source_written,
)
from rnnviz.state.settings import MAX_HIDDEN, MAX_SEED, Settings, from_json, from_preset, natural

__all__ = ["MAX_LINK", "LinkError", "from_query", "to_query"]

MAX_LINK = 60_000
DEFAULT = "worked"
KEYS = {*SOURCE_KEYS, *ARRAYS, *PLAIN, *HEAD_KEYS} | {"preset", "seed", "inputs", "hidden", "x", "clamp", "t", "op"}
NOT_OURS = re.compile(r"utm_\w+|fbclid|gclid|embed|embed_options|theme")  # what others hang on to a link they pass on


def to_query(settings: Settings) -> dict[str, str]:
    """The keys and values of the link, unescaped. Raises LinkError when it would be longer than MAX_LINK characters."""
    cell, preset, seed, source = settings.cell, settings.preset, settings.seed, settings.source
    start = from_preset(cell, preset, seed)
    plain = natural(cell, preset, seed, source)
    base = natural(cell, preset, seed, source, settings.input_size, settings.hidden_size)
    written = {
        "preset": (preset, DEFAULT),
        "seed": (str(seed), "0"),
        **source_written(source, start.source),
        "inputs": (str(settings.input_size), str(plain.input_size)),
        "hidden": (str(settings.hidden_size), str(plain.hidden_size)),
        **arrays_written(settings, base),
        "activation": (settings.activation, base.activation),
        "clamp": (clamps_written(settings.clamps), clamps_written(base.clamps)),
        **head_written(settings),
        "slip": (settings.slip or "", ""),
        "notation": (settings.notation, base.notation),
        "t": (str(settings.t + 1), "1"),
        "op": (str(settings.op + 1), str(len(CELLS[cell].ops))),
    }
    query = {key: value for key, (value, usual) in written.items() if value != usual}
    if sum(len(key) + len(value) for key, value in query.items()) > MAX_LINK:
        raise LinkError("This model has too many numbers of its own for a link: download it as a file instead.")
    return query


def from_query(cell: str, mapping: Mapping[str, str]) -> Settings:
    """The settings that a link describes. Raises LinkError, and nothing else, for a link that is wrong or cut off."""
    query = checked_query(mapping)
    if cell not in CELLS:
        raise LinkError(f"There is no page for the cell {shortened(str(cell))}.")
    try:
        return from_json(described(cell, query))
    except LinkError:
        raise
    except InputError as error:
        raise LinkError(str(error)) from error


def checked_query(mapping: Mapping[str, str]) -> dict[str, str]:
    """The part of the mapping that is ours; nothing else has been read when this has gone through."""
    query = dict(mapping)
    if not all(isinstance(text, str) for pair in query.items() for text in pair):
        raise LinkError("The link has a part that is not text.")
    if sum(len(key) + len(value) for key, value in query.items()) > MAX_LINK:
        raise LinkError(f"The link is too long: {MAX_LINK} characters are the most.")
    query = {key: value for key, value in query.items() if not NOT_OURS.fullmatch(key)}
    for key, value in query.items():
        if key not in KEYS:
            raise LinkError(f"This page does not know the part {shortened(key)} of the link: it may have been cut off.")
        if value == "" and key != "text":
            raise LinkError(f"The link has nothing after {key}=: it may have been cut off.")
    return query


def described(cell: str, query: Mapping[str, str]) -> dict[str, object]:
    """The link's settings as JSON, not yet checked beyond their form."""
    seed = read_whole(query.get("seed", "0"), "seed", 0, MAX_SEED)
    start = from_preset(cell, query.get("preset", DEFAULT), seed)
    sizes = [
        read_whole(query[key], key, 1, most) if key in query else None
        for key, most in (("inputs", MAX_INPUTS), ("hidden", MAX_HIDDEN))
    ]
    base = natural(cell, start.preset, seed, source_read(query, start.source), *sizes)
    obj = base.to_json() | arrays_read(query, base) | {key: query[key] for key in PLAIN if key in query}
    x = inputs_read(query["x"], base.input_size) if "x" in query else base.x
    obj["x"] = x.tolist()
    if "clamp" in query:
        obj["clamps"] = clamps_read(query["clamp"], len(x))
    obj["head"] = head_read(query, base)
    obj["t"] = read_step(query.get("t", "1"), "t", len(x))
    obj["op"] = read_whole(query.get("op", str(base.op + 1)), "op", 1, len(CELLS[cell].ops)) - 1
    return obj


@dataclass(frozen=True)
class OfCell(Group):
    """A cell's settings among the items of another page.

    cells: the names that its item `cell` may have, the first if it has none; first: the example that stands where there
    is no other item, or none but those of `alone`; aside: items that are none of its; fit: what the page has of the
    settings; brief: the very first example is not written.
    """

    cells: Collection[str]
    first: Callable[[str], Settings]
    alone: Collection[str] = ()
    aside: Collection[str] = ()
    fit: Callable[[Settings], Settings] = lambda settings: settings
    brief: bool = False

    def has(self, name: str) -> bool:
        return name == "cell" or (name in KEYS and name not in self.aside)

    def read(self, items: Mapping[str, str], beside: Any) -> Settings:
        cell = Among(self.cells).read("cell", items.get("cell", next(iter(self.cells))))
        rest = {name: text for name, text in items.items() if name != "cell"}
        return self.fit(from_query(cell, rest) if rest.keys() - set(self.alone) else self.first(cell))

    def write(self, value: Settings, beside: Any) -> dict[str, str]:
        if self.brief and value == self.first(next(iter(self.cells))):
            return {}
        own = {name: text for name, text in to_query(value).items() if self.has(name)}
        return {"cell": value.cell, "preset": value.preset} | own
