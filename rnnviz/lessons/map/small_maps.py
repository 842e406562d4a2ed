"""Several maps of the same points side by side, small and still: five seeds, or a strip of n_neighbors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from rnnviz.theme import QUANTITIES

GAP = 0.012
TITLE = 24  # px over each map
# Okabe-Ito first; beyond ten kinds colours repeat: the large map tells them apart.
KINDS = [QUANTITIES[key].colour for key in ("x", "h", "c", "f", "i", "g", "y")] + ["#B8A800", "#7F8894", "#8C510A"]
Places = npt.NDArray[np.float32]

GROUND = "#B9C0CA"


def small_maps(
    maps: Sequence[Places], titles: Sequence[str], kinds: Sequence[str] | None, columns: int, side: int = 170
) -> go.Figure:
    """maps: places (N, 2) or (N, 3), of which two are drawn; every map fills its square. kinds (N,) give the colour."""
    rows = -(-len(maps) // columns)
    height = rows * (side + TITLE)
    layout: dict[str, Any] = {
        "height": height, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}, "showlegend": False, "hovermode": False,
        "dragmode": False, "annotations": [],
    }  # fmt: skip
    traces = []
    for number, (places, title) in enumerate(zip(maps, titles, strict=True)):
        row, column = divmod(number, columns)
        name = "" if number == 0 else str(number + 1)
        left, top = column / columns, 1 - row / rows
        foot = top - 1 / rows + 2 / height
        layout |= axes(name, places, left + GAP / 2, left + 1 / columns - GAP / 2, foot, top - TITLE / height)
        layout["annotations"].append(
            {"text": title, "x": left + 0.5 / columns, "y": top, "xref": "paper", "yref": "paper", "showarrow": False,
             "xanchor": "center", "yanchor": "top", "font": {"size": 14}}
        )  # fmt: skip
        traces.append(dots(places, kinds, name))
    return go.Figure({"data": traces, "layout": layout})


def dots(places: Places, kinds: Sequence[str] | None, name: str) -> dict[str, Any]:
    colour: Any = KINDS[0]
    if kinds is not None:
        _, of, rest = kinds_of(kinds)
        colour = [GROUND if kind == rest else KINDS[kind % len(KINDS)] for kind in of]
    return {
        "type": "scattergl", "mode": "markers", "x": places[:, 0].tolist(), "y": places[:, 1].tolist(),
        "xaxis": f"x{name}", "yaxis": f"y{name}", "marker": {"size": 3.5, "color": colour, "opacity": 0.85},
    }  # fmt: skip


def axes(name: str, places: Places, left: float, right: float, bottom: float, top: float) -> dict[str, Any]:
    """A square without ticks around the places."""
    low, high = places[:, :2].min(axis=0), places[:, :2].max(axis=0)
    middle, half = (low + high) / 2, float((high - low).max()) * 0.54 or 1.0
    bare: dict[str, Any] = dict.fromkeys(("showticklabels", "showgrid", "zeroline"), False)
    bare |= {"showline": True, "mirror": True, "fixedrange": True, "linecolor": "rgba(127,136,148,0.5)"}
    ranges = [[float(at - half), float(at + half)] for at in middle]
    return {
        f"xaxis{name}": bare | {"domain": [left, right], "range": ranges[0], "anchor": f"y{name}"},
        f"yaxis{name}": bare
        | {"domain": [max(0.0, bottom), top], "range": ranges[1], "anchor": f"x{name}", "scaleanchor": f"x{name}"},
    }


MANY = 10  # kinds that have colours of their own
AT_ONCE = 7  # of many kinds: the hues that the eye tells apart


def kinds_of(kinds: Sequence[str]) -> tuple[list[str], list[int], int | None]:
    """The names in order, each point's number among them, and, of many kinds, the one that is most of the points.

    That one ("other words") is no kind to look at, but a ground for the others.
    """
    names, of, counts = np.unique(np.asarray(kinds), return_inverse=True, return_counts=True)
    rest = int(counts.argmax()) if len(names) > MANY and 3 * counts.max() > len(kinds) else None
    return names.tolist(), of.tolist(), rest


def shown_kinds(of: Sequence[int], rest: int | None) -> list[int]:
    """The kinds that have a colour: all of a few, of many the largest ones; the others are grey until one is chosen."""
    counts = np.bincount(np.asarray(of))
    if len(counts) <= MANY:
        return list(range(len(counts)))
    largest = [int(kind) for kind in np.argsort(-counts, kind="stable") if kind != rest]
    return sorted(largest[:AT_ONCE])
