"""What the page's address says: the source, the setting of the map, the chosen word. A link and every knob agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from rnnviz.core.cells import CELLS
from rnnviz.maps.neighbours import METRICS
from rnnviz.maps.setting import LIMITS, METHODS, Setting
from rnnviz.maps.sources import SOURCES
from rnnviz.state.codec import Codec
from rnnviz.state.fields import Among, Group, Real, Typed, Whole, declared
from rnnviz.state.link import OfCell, to_query
from rnnviz.state.settings import Settings, from_preset
from rnnviz.texts import _
from rnnviz.ui.lead import is_open
from rnnviz.ui.page_state import PageState

FIRST, FIRST_CELL = "skip-gram", "lstm"
NET = "net"
PANELS = {"near": _("Neighbours"), "truth": _("Truth"), "training": _("Through training")}
OTHERS = {"run": _("A run of the training lab"), "states": _("Hidden states of a cell"), "file": _("My own file")}
"""Sources beside those that come along."""
MOST_LABEL = 1000  # characters
NEIGHBOURS, SEED = (Whole(*map(int, LIMITS[name])) for name in ("n_neighbors", "seed"))
DISTANCE, PERPLEXITY = (Real(*LIMITS[name]) for name in ("min_dist", "perplexity"))


def first_example(cell: str) -> Settings:
    return from_preset(cell, "worked")


@dataclass(frozen=True)
class StatesOf(Group):
    """The cell whose states are points, or None for the net of the training lab."""

    cell: OfCell

    def has(self, name: str) -> bool:
        return self.cell.has(name)

    def read(self, items: Mapping[str, str], beside: Any) -> Settings | None:
        name = Among((*self.cell.cells, NET)).read("cell", items.get("cell", FIRST_CELL))
        return None if name == NET else self.cell.read(items, beside)

    def write(self, value: Settings | None, beside: Any) -> dict[str, str]:
        if beside.points != "states" or value == first_example(FIRST_CELL):
            return {}
        return {"cell": value.cell} | to_query(value) if value else {"cell": NET}


@dataclass(frozen=True)
class MapState:
    """points: the source; the map's setting; what it is coloured by, the chosen label, and the panel that is open;
    states: the cell whose states are the points of that source, None for the lab's net. In the link of a cell `seed` is
    the cell's and `source` its input's."""

    points: str = FIRST
    method: str = declared(Among(METHODS), "umap")
    dimensions: int = declared(Whole(2, 3), 2)
    n_neighbors: int = declared(NEIGHBOURS, 15)
    min_dist: float = declared(DISTANCE, 0.1)
    metric: str = declared(Among(METRICS), "cosine")
    seed: int = declared(SEED, 0, "map_seed")
    perplexity: float = declared(PERPLEXITY, 30.0)
    colour: str = declared(Typed(MOST_LABEL), "kind")
    word: str = declared(Typed(MOST_LABEL), "")
    panel: str = declared(Among(PANELS), "near")
    states: Settings | None = declared(StatesOf(OfCell((FIRST_CELL, *CELLS), first_example)), first_example(FIRST_CELL))

    @property
    def setting(self) -> Setting:
        """What the map is made by."""
        return Setting(
            self.method, self.dimensions, self.n_neighbors, self.min_dist, self.metric, self.seed, self.perplexity
        )


def natural(source: str) -> MapState:
    """What a source starts with."""
    if source == "states":  # no vectors of words
        return MapState(source, method="pca", metric="euclidean")
    return MapState(source, metric=SOURCES[source].metric if source in SOURCES else "cosine")


def changed(now: MapState, **values: Any) -> MapState:
    """With other values; another source starts with its own metric and without a chosen word."""
    new = replace(now, **values)
    if "points" not in values:
        return new
    first = natural(new.points)
    base = first if new.points == "states" else replace(new, metric=first.metric)
    return replace(base, word="", colour="kind", panel=new.panel, states=new.states)


BEGUN = {name: natural(name) for name in (FIRST, *SOURCES, *OTHERS)}
CODEC = Codec(MapState, BEGUN, "points", shown=True, changed=changed)
PAGE: PageState[MapState] = PageState("map", CODEC, comes_back=True)


def part(draw: Callable[..., None]) -> Callable[..., Any]:
    """What is drawn anew without the rest of the page; beside a lead, whose card checks what is clicked, it belongs to
    the fragment of both."""
    return draw if is_open("map") else st.fragment(draw)
