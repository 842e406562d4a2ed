"""What the page's address says: the source, the setting of the map, the chosen word. A link and every knob agree."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from rnnviz.maps.points import PointsError
from rnnviz.maps.project import Setting
from rnnviz.maps.sources import SOURCES

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
class Choice:
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


def from_query(query: dict[str, str]) -> Choice:
    """The choice of an address. Raises PointsError, with a sentence."""
    for name, known in PLACES.items():
        if query.get(name, known[0]) not in known:
            raise PointsError(f"The link asks for {name} that are not here: choose one of {', '.join(known)}.")
    source = query.get("points", FIRST)
    changes: dict[str, Any] = {name: query[name] for name in WORDS if name in query}
    for name in NUMBERS:
        if (text := query.get(NAMES.get(name, name))) is not None:
            changes[name] = number(name, text)
    setting = natural(source).but(**changes)
    return Choice(source, setting, query.get("colour", "kind"), query.get("word", ""), query.get("panel", "near"))


def number(name: str, text: str) -> float:
    like = getattr(Setting(), name)
    try:
        return type(like)(text)  # type: ignore[no-any-return]
    except ValueError as error:
        raise PointsError(f"The link says {name} = {text[:20]}: that is no number for it.") from error


def to_query(choice: Choice) -> dict[str, str]:
    """What differs from the source's first map."""
    usual, given = natural(choice.source), choice.setting
    said = {"points": choice.source}
    for name in (*WORDS, *NUMBERS):
        if getattr(given, name) != getattr(usual, name):
            said[NAMES.get(name, name)] = str(getattr(given, name))
    plain = Choice()
    said |= {
        name: getattr(choice, name)
        for name in ("colour", "word", "panel")
        if getattr(choice, name) != getattr(plain, name)
    }
    return said


def held() -> tuple[Choice, str]:
    """The choice in force, and what was wrong with the address. A page that is come back to shows what it showed."""
    if not st.query_params and "map_query" in st.session_state:
        st.query_params.from_dict(st.session_state["map_query"])
    try:
        choice, problem = from_query(st.query_params.to_dict()), ""
    except PointsError as error:
        choice, problem = Choice(), str(error)
    remember()
    return choice, problem


def remember() -> None:
    if st.query_params:
        st.session_state["map_query"] = st.query_params.to_dict()


def foreign() -> dict[str, str]:
    """The link's items that are a cell's settings."""
    return {name: value for name, value in st.query_params.to_dict().items() if name not in OWN}


def put(choice: Choice) -> None:
    """Another choice. For callbacks."""
    kept = {name: st.query_params[name] for name in ("cell",) if name in st.query_params} | foreign()
    st.query_params.from_dict(to_query(choice) | (kept if choice.source == "states" else {}))
    remember()


def knob(name: str, value: Any) -> dict[str, Any]:
    """The arguments that tie a widget to the choice's field `name`: it shows `value`, moving it changes the address."""
    key = f"map_{name}"
    st.session_state[key] = value
    return {"key": key, "on_change": moved, "args": (name,)}


def moved(name: str) -> None:
    """For callbacks: the widget's value into the address."""
    value = st.session_state[f"map_{name}"]
    if value is not None:
        try:
            put(changed(held()[0], name, value))
        except PointsError as error:
            st.session_state["map_problem"] = str(error)


def changed(choice: Choice, name: str, value: Any) -> Choice:
    """Another source starts with its own metric and without a chosen word. Raises PointsError."""
    if name == "source":
        first = natural(value)
        setting = choice.setting.but(metric=first.metric) if value != "states" else first
        return replace(choice, source=value, setting=setting, word="", colour="kind")
    if name in (*NUMBERS, *WORDS):
        return replace(choice, setting=choice.setting.but(**{name: value}))
    return replace(choice, **{name: value})
