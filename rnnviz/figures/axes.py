"""What several figures share: panels over one axis of time, its breaks, distance along and size up, text from outside.

The panels have the layout of plotly's make_subplots, without its objects: a figure is one dictionary, which is
quickest to build.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from rnnviz.core import Array
from rnnviz.core.typed import visible
from rnnviz.core.windows import Gap
from rnnviz.texts import _
from rnnviz.theme import NEUTRAL

Part = dict[str, Any]
NAMED = 4  # gaps whose dates have room
FLOOR, CEILING = 1e-16, 1e8  # what is smaller, or 0, is drawn at the floor; what is larger, or beyond float64, on top
TICKS = {1e-16: "≤10⁻¹⁶", 1e-12: "10⁻¹²", 1e-8: "10⁻⁸", 1e-4: "10⁻⁴", 1.0: "1", 1e4: "10⁴", 1e8: "≥10⁸"}
FURTHEST = 101
HEIGHT, LOW = 380, 360
LEGEND = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 14}, "itemwidth": 30}


def panels(titles: list[str], time: str, spacing: float) -> Part:
    """A layout's axes, the first panel on top. titles: of the panels; time: of the axis under the last one.

    spacing: between two panels, as a share of the whole height.
    """
    count, layout = len(titles), Part()
    height = (1 - spacing * (count - 1)) / count
    for row, title in enumerate(titles):
        low = (count - 1 - row) * (height + spacing)
        layout[numbered("yaxis", row)] = {
            "anchor": numbered("x", row),
            "domain": [low, low + height],
            "title": {"text": title},
        }
        shared = {"matches": numbered("x", count - 1), "showticklabels": False} if row < count - 1 else {}
        layout[numbered("xaxis", row)] = {
            "anchor": numbered("y", row),
            "domain": [0.0, 1.0],
            "zeroline": False,
        } | shared
    layout[numbered("xaxis", count - 1)] |= {"title": {"text": time}}
    return layout


def numbered(name: str, row: int) -> str:
    """What plotly calls the axis of a panel: the first has no number."""
    return name if row == 0 else f"{name}{row + 1}"


def breaks(gaps: Sequence[Gap], first: int) -> Part:
    """A layout's shapes and annotations. `first`: where on the axis the gaps' row 0 is."""
    places = [(first + gap.after + 0.5, gap) for gap in gaps]
    return {
        "shapes": [break_at(x) for x, _ in places],
        "annotations": [dates_at(x, gap) for x, gap in places] if len(places) <= NAMED else [],
    }


def break_at(x: float) -> Part:
    line = {"color": NEUTRAL, "width": 1.4, "dash": "dash"}
    return {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "line": line}


def dates_at(x: float, gap: Gap) -> Part:
    return {
        "x": x, "y": 0, "yref": "paper", "yanchor": "bottom", "text": f"{gap.ends} | {gap.begins}", "showarrow": False,
        "font": {"size": 12},
    }  # fmt: skip


def drawn(values: Array) -> Array:
    """The values where they are drawn: between floor and ceiling, and what is NaN (beyond float64) on the ceiling."""
    inside: Array = np.clip(np.nan_to_num(values, nan=CEILING, posinf=CEILING), FLOOR, CEILING)
    return inside


def hover_texts(values: Array) -> list[str]:
    """For pointing at: the values themselves."""
    return [f"{value:.4g}" if np.isfinite(value) else _("beyond float64") for value in values.tolist()]


def labelled_axis(title: str, **how: Any) -> Part:
    return {
        "title": {"text": title, "font": {"size": 15}, "standoff": 6},
        "tickfont": {"size": 14},
        "zeroline": False,
        "ticks": "outside",
    } | how


def distance_figure(title: str, traces: list[Part], height: int, **layout: Any) -> Part:
    """The traces over the axes, which are the same whatever is drawn."""
    ticks = {"tickvals": list(TICKS), "ticktext": list(TICKS.values())}
    frame = {
        "xaxis": labelled_axis(_("T − k, steps back"), range=[-0.7, FURTHEST], dtick=20),
        "yaxis": labelled_axis(title, type="log", range=[np.log10(FLOOR), np.log10(CEILING)], **ticks),
        "height": height, "margin": {"l": 72, "r": 8, "t": 34, "b": 48}, "legend": LEGEND,
        "hovermode": "closest", "dragmode": False,
    }  # fmt: skip
    return {"data": traces, "layout": frame | layout}


@lru_cache(maxsize=2000)  # the same labels stand along every curve
def as_text(text: str) -> str:
    """`text` as Plotly shows it letter for letter."""
    return visible(text).replace("&", "&amp;").replace("<", "&lt;").replace("%{", "%&#123;")
