"""Breaks in an axis of time: a dashed line through all panels where the time jumps, and both dates at its foot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rnnviz.core.windows import Gap
from rnnviz.theme import NEUTRAL

NAMED = 4  # gaps whose dates have room
Part = dict[str, Any]


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
        "font": {"size": 11},
    }  # fmt: skip
