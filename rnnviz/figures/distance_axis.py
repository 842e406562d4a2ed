"""Distance along, size up: one pair of axes, logarithmic, that never moves, whatever is drawn on it."""

from __future__ import annotations

from typing import Any

import numpy as np

from rnnviz.core import Array

FLOOR, CEILING = 1e-16, 1e8  # what is smaller, or 0, is drawn at the floor; what is larger, or beyond float64, on top
TICKS = {1e-16: "≤10⁻¹⁶", 1e-12: "10⁻¹²", 1e-8: "10⁻⁸", 1e-4: "10⁻⁴", 1.0: "1", 1e4: "10⁴", 1e8: "≥10⁸"}
FURTHEST = 101
HEIGHT, LOW = 380, 360
LEGEND = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 14}, "itemwidth": 30}
Part = dict[str, Any]  # a trace, or a part of the layout: one dictionary for the whole figure is quickest to build


def drawn(values: Array) -> Array:
    """The values where they are drawn: between floor and ceiling, and what is NaN (beyond float64) on the ceiling."""
    inside: Array = np.clip(np.nan_to_num(values, nan=CEILING, posinf=CEILING), FLOOR, CEILING)
    return inside


def said(values: Array) -> list[str]:
    """For pointing at: the values themselves."""
    return [f"{value:.4g}" if np.isfinite(value) else "beyond float64" for value in values.tolist()]


def axis(title: str, **how: Any) -> Part:
    return {
        "title": {"text": title, "font": {"size": 15}, "standoff": 6},
        "tickfont": {"size": 14},
        "zeroline": False,
        "ticks": "outside",
    } | how


def framed(title: str, traces: list[Part], height: int, **layout: Any) -> Part:
    """The traces over the axes, which are the same whatever is drawn."""
    ticks = {"tickvals": list(TICKS), "ticktext": list(TICKS.values())}
    frame = {
        "xaxis": axis("T − k, steps back", range=[-0.7, FURTHEST], dtick=20),
        "yaxis": axis(title, type="log", range=[np.log10(FLOOR), np.log10(CEILING)], **ticks),
        "height": height, "margin": {"l": 72, "r": 8, "t": 34, "b": 48}, "legend": LEGEND,
        "hovermode": "closest", "dragmode": False,
    }  # fmt: skip
    return {"data": traces, "layout": frame | layout}
