"""The map as a Streamlit component: points that move to their places, and, sent by itself, what is marked on them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import streamlit as st

from rnnviz.core.typed import visible
from rnnviz.lessons.map.small_maps import kinds_of, shown_kinds
from rnnviz.maps.points import Points, Vectors
from rnnviz.stage.chart import library
from rnnviz.stage.stub import stub
from rnnviz.texts import _

# Room from the start, so that nothing jumps when the script has come.
HTML = '<div class="scatter" style="min-height: 380px"></div>'
COUNTED = ("count", "counts", "freq", "frequency", "times", "seen", "occurrences")
DIGITS = 5  # of the widest coordinate

_scatter = st.components.v2.component("scatter", html=HTML, js=stub("map/scatter.js"), isolate_styles=False)
_marks = st.components.v2.component("scatter_marks", html="<i hidden></i>", js=stub("map/scatter.js", "mark"))


def scatter(
    key: str, geometry: Mapping[str, Any], alt: str, on_pick: Callable[[], None], on_alone: Callable[[], None]
) -> None:
    """Draw `geometry_of`'s map. alt: what it shows, in a sentence.

    What the learner does there arrives in st.session_state[key]: "pick" {"row", "space"} when a point is chosen,
    "alone" {"rows", "space"} when the points that are shown shall have a map of their own.
    """
    _scatter(
        key=key,
        data={"name": key, "geometry": dict(geometry), "alt": alt, "library": library()},
        default={"pick": None, "alone": None},
        on_pick_change=on_pick,
        on_alone_change=on_alone,
    )


def marks(
    key: str,
    of: str,
    space: str,
    *,
    chosen: int | None = None,
    neighbours: Sequence[tuple[int, str]] = (),
    marked: Sequence[int] = (),
    trails: Sequence[int] = (),
    said: str = "",
) -> None:
    """Mark rows of the points `space` on the map with the key `of`: one with lines to others, rings, trails.

    `said`: what a screen reader says of it.
    """
    data = {
        "name": of, "space": space, "chosen": chosen, "neighbours": [list(it) for it in neighbours],
        "marks": list(marked), "trails": list(trails), "said": said,
    }  # fmt: skip
    _marks(key=key, data=data, height=0)


def geometry_of(
    points: Points,
    slices: Sequence[Vectors],
    names: Sequence[str] = ("",),
    *,
    rev: str,
    start: Vectors | None = None,
    colour: str = "",
) -> dict[str, Any]:
    """What the browser needs of a map: places (N, d) at each moment, labels, colours; `start`: where points come from.

    `rev`: another one whenever anything of this is another. `colour`: "kind", the name of one of the points' values, or
    none.
    """
    return {
        "rev": rev,
        "space": points.key,
        "labels": list(map(visible, points.labels)),
        "slices": [columns(it) for it in slices],
        "names": list(names),
        "start": None if start is None else columns(start),
        "colour": colours(points, colour),
        "path": points.path is not None,
        "file": f"rnnviz-map-{''.join(letter if letter.isalnum() else '-' for letter in points.name)[:40]}",
    }


def columns(places: Vectors) -> list[list[float]]:
    """(N, d) as d lists, rounded to the digits that a picture needs."""
    largest = float(np.abs(places).max()) or 1.0
    decimals = DIGITS - 1 - math.floor(math.log10(largest))
    rounded: list[list[float]] = np.round(places.astype(np.float64).T, decimals).tolist()
    return rounded


def colours(points: Points, by: str) -> dict[str, Any] | None:
    """A class for each point, or a number or None.

    `rest`: of many kinds, the one that is most of the points: a ground. `shown`: those that are told apart.
    """
    if by == "kind" and points.kinds:
        names, of, rest = kinds_of(points.kinds)
        return {"names": list(map(visible, names)), "of": of, "rest": rest, "shown": shown_kinds(of, rest)}
    if by in points.values:
        values: npt.NDArray[np.float64] = points.values[by].astype(np.float64)
        known = values[np.isfinite(values)]
        low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
        made = {
            "title": visible(_(by)),
            "of": [None if np.isnan(it) else it for it in values.tolist()],
            "low": low,
            "high": high,
        }
        return made | {"log": True, "ticks": decades(low, high)} if known.size and counts(by, known) else made
    return None


def counts(by: str, values: npt.NDArray[np.float64]) -> bool:
    """Whether these are how often something is seen, whole and over a decade or more: a log scale shows them."""
    named = any(word in by.lower().replace("_", " ").split() for word in COUNTED)
    whole = bool((values == np.round(values)).all())
    return named and whole and values.min() >= 1 and values.max() >= 10 * values.min()


def decades(low: float, high: float) -> list[float]:
    """1, 10, 100 … within, at least three ticks: of less than two decades 2 and 5 too."""
    steps = (1,) if math.log10(high / low) >= 2 else (1, 2, 5)
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    return [float(k * 10**n) for n in range(first, last + 1) for k in steps if low <= k * 10**n <= high]
