"""Settings as a query string: flat and readable, and only what differs from the preset.

    ?preset=latch&t=5&op=2&notation=wu&weight_hh=0.5&h0=0&clamp=f:1,i@4:0&outputs=2&softmax=1

`t`, `op`, `at` and a clamp's `@t` count from 1, as on the screen. Arrays are row by row, numbers in the shortest form
that gives the same float64 back; in a long array, `12*` stands for twelve numbers as the preset has them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rnnviz.core.cells import CELLS
from rnnviz.core.typed import InputError, shortened
from rnnviz.state.fields import Among, Group, Whole
from rnnviz.state.inputs import MAX_INPUTS, SEED, SOURCE, source_items, with_items
from rnnviz.state.link_numbers import MAX_LINK, NOT_OURS, LinkError
from rnnviz.state.settings import CODEC, MAX_HIDDEN, Settings, frame_of, natural, shared_natural, shared_preset
from rnnviz.texts import _

__all__ = ["MAX_LINK", "LinkError", "from_query", "to_query"]

DEFAULT = "worked"
SIZES = {"inputs": Whole(1, MAX_INPUTS), "hidden": Whole(1, MAX_HIDDEN)}
ARRAYS = frozenset(name for cell in CELLS.values() for name in cell.arrays)
KEYS = {"preset", "seed", *SIZES, *SOURCE.fields, *ARRAYS, "outputs", "head", "softmax"}
KEYS |= {CODEC.names[name] for name in CODEC.linked if name in CODEC.names}


def to_query(settings: Settings) -> dict[str, str]:
    """The keys and values of the link, unescaped. Raises LinkError when it would be longer than MAX_LINK characters."""
    cell, preset, seed, source = settings.cell, settings.preset, settings.seed, settings.source
    plain = shared_natural(cell, preset, seed, source)
    base = shared_natural(cell, preset, seed, source, settings.input_size, settings.hidden_size)
    recipe = {
        "preset": (preset, DEFAULT),
        "seed": (str(seed), "0"),
        "inputs": (str(settings.input_size), str(plain.input_size)),
        "hidden": (str(settings.hidden_size), str(plain.hidden_size)),
    }
    query = {key: value for key, (value, usual) in recipe.items() if value != usual}
    query |= source_items(source, shared_preset(cell, preset, seed).source)
    query |= CODEC.differing(settings, base, frame_of(settings, base))
    if sum(len(key) + len(value) for key, value in query.items()) > MAX_LINK:
        raise LinkError(_("This model has too many numbers of its own for a link: download it as a file instead."))
    return query


def from_query(cell: str, mapping: Mapping[str, str]) -> Settings:
    """The settings that a link describes. Raises LinkError, and nothing else, for a link that is wrong or cut off."""
    query = checked_query(mapping)
    if cell not in CELLS:
        raise LinkError(_("There is no page for the cell {cell}.").format(cell=shortened(str(cell))))
    try:
        base = begun(cell, query)
        frame = frame_of(base, base)
        x = CODEC.kind("x", frame).read("x", query["x"]) if "x" in query else base.x
        clamps = tuple(clamp for clamp in base.clamps if clamp.t is None or clamp.t < len(x))
        rest = {key: text for key, text in query.items() if key not in SOURCE.fields and key != "x"}
        return CODEC.with_items(replace(base, x=x, clamps=clamps), rest, replace(frame, steps=len(x)))
    except LinkError:
        raise
    except InputError as error:
        raise LinkError(str(error)) from error


def begun(cell: str, query: Mapping[str, str]) -> Settings:
    """What the link's numbers are told against: its preset with its input and sizes."""
    seed = SEED.read("seed", query.get("seed", "0"))
    start = shared_preset(cell, query.get("preset", DEFAULT), seed)
    sizes = [kind.read(name, query[name]) if name in query else None for name, kind in SIZES.items()]
    return natural(cell, start.preset, seed, with_items(start.source, query), *sizes)


def checked_query(mapping: Mapping[str, str]) -> dict[str, str]:
    """The part of the mapping that is ours; nothing else has been read when this has gone through."""
    query = dict(mapping)
    if not all(isinstance(text, str) for pair in query.items() for text in pair):
        raise LinkError(_("The link has a part that is not text."))
    if sum(len(key) + len(value) for key, value in query.items()) > MAX_LINK:
        raise LinkError(_("The link is too long: {max_link} characters are the most.").format(max_link=MAX_LINK))
    query = {key: value for key, value in query.items() if not NOT_OURS.fullmatch(key)}
    for key, value in query.items():
        if key not in KEYS:
            raise LinkError(
                _("This page does not know the part {key} of the link: it may have been cut off.").format(
                    key=shortened(key)
                )
            )
        if value == "" and key != "text":
            raise LinkError(_("The link has nothing after {key}=: it may have been cut off.").format(key=key))
    return query


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
