"""What the page's address says: the source, the setting of the map, the chosen word. A link and every knob agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from rnnviz.maps.points import PointsError
from rnnviz.maps.setting import Setting
from rnnviz.maps.sources import SOURCES
from rnnviz.state.codec import Custom
from rnnviz.ui.page_state import PageState

FIRST = "skip-gram"
PANELS = {"near": "Neighbours", "truth": "Truth", "training": "Through training"}
OTHERS = {"run": "A run of the training lab", "states": "Hidden states of a cell", "file": "My own file"}
"""Sources beside those that come along."""
NUMBERS = ("dimensions", "n_neighbors", "min_dist", "seed", "perplexity")
WORDS = ("method", "metric")
NAMES = {"seed": "map_seed"}  # in the link of a cell, `seed` is the cell's and `source` its input's
OWN = frozenset({"points", "colour", "word", "panel", "cell"} | {NAMES.get(name, name) for name in (*NUMBERS, *WORDS)})
PLACES = {"points": [*SOURCES, *OTHERS], "panel": list(PANELS)}
METRICS = {"states": "euclidean"}  # of sources that are no vectors of words


@dataclass(frozen=True)
class MapState:
    """The source, the map's setting, what it is coloured by, the chosen label, and the panel that is open."""

    source: str = FIRST
    setting: Setting = field(default_factory=Setting)
    colour: str = "kind"
    word: str = ""
    panel: str = "near"


def natural(source: str) -> Setting:
    """The setting that a source starts with."""
    metric = SOURCES[source].metric if source in SOURCES else METRICS.get(source, "cosine")
    return Setting(metric=metric, method="pca" if source == "states" else "umap")


def from_query(query: Mapping[str, str]) -> MapState:
    """The choice of an address. Raises PointsError, with a sentence."""
    for name, known in PLACES.items():
        if query.get(name, known[0]) not in known:
            raise PointsError(f"Unknown {name} in the link: choose one of {', '.join(known)}.")
    source = query.get("points", FIRST)
    changes: dict[str, Any] = {name: query[name] for name in WORDS if name in query}
    for name in NUMBERS:
        if (text := query.get(NAMES.get(name, name))) is not None:
            changes[name] = number(name, text)
    setting = natural(source).but(**changes)
    return MapState(source, setting, query.get("colour", "kind"), query.get("word", ""), query.get("panel", "near"))


def number(name: str, text: str) -> float:
    like = getattr(Setting(), name)
    try:
        return type(like)(text)  # type: ignore[no-any-return]
    except ValueError as error:
        raise PointsError(f"The link says {name} = {text[:20]}: not a valid number.") from error


def to_query(choice: MapState) -> dict[str, str]:
    """What differs from the source's first map."""
    usual, given = natural(choice.source), choice.setting
    said = {"points": choice.source}
    for name in (*WORDS, *NUMBERS):
        if getattr(given, name) != getattr(usual, name):
            said[NAMES.get(name, name)] = str(getattr(given, name))
    plain = MapState()
    said |= {
        name: getattr(choice, name)
        for name in ("colour", "word", "panel")
        if getattr(choice, name) != getattr(plain, name)
    }
    return said


def foreign() -> dict[str, str]:
    """The link's items that are a cell's settings."""
    return {name: value for name, value in st.query_params.to_dict().items() if name not in OWN}


def beside(choice: MapState) -> dict[str, str]:
    """With another choice the cell stays, as long as its states are what is asked for."""
    cell = {name: value for name, value in st.query_params.to_dict().items() if name == "cell"}
    return cell | foreign() if choice.source == "states" else {}


def changed(choice: MapState, **values: Any) -> MapState:
    """The choice, or its setting, with other values. Raises PointsError."""
    setting = {name: value for name, value in values.items() if name in (*NUMBERS, *WORDS)}
    rest = {name: value for name, value in values.items() if name not in setting}
    return replace(choice, setting=choice.setting.but(**setting), **rest)


def with_source(choice: MapState, source: str) -> MapState:
    """Another source starts with its own metric and without a chosen word."""
    first = natural(source)
    setting = choice.setting.but(metric=first.metric) if source != "states" else first
    return replace(choice, source=source, setting=setting, word="", colour="kind")


PAGE: PageState[MapState] = PageState("map", Custom(from_query, to_query, changed), beside, comes_back=True)
