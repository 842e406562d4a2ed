"""Grids of numbers as grounds: cells, scales from 0 to 1 and around 0, and the frame around them."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from rnnviz.core import Array

Scale = list[list[float | str]]
SHARE: Scale = [[0.0, "rgba(0,114,178,0.04)"], [1.0, "rgba(0,114,178,1)"]]
SOFT: Scale = [[0.0, "rgba(0,114,178,0.04)"], [1.0, "rgba(0,114,178,0.6)"]]  # numbers stand on it
AROUND_ZERO: Scale = [[0.0, "#2166AC"], [0.5, "rgba(127,136,148,0.06)"], [1.0, "#D6604D"]]


def grid(
    z: Array, rows: Sequence[str], columns: Sequence[str], hover: str, scale: Scale,
    ends: tuple[float, float], height: int,
) -> go.Figure:  # fmt: skip
    cells = {
        "type": "heatmap", "z": z, "x": list(columns), "y": list(rows), "hovertemplate": hover, "colorscale": scale,
        "zmin": ends[0], "zmax": ends[1], "showscale": False, "xgap": 1, "ygap": 1 if len(rows) < 40 else 0,
    }  # fmt: skip
    return go.Figure({"data": [cells], "layout": frame(height)})


def frame(height: int) -> dict[str, object]:
    return {
        "height": height, "margin": {"l": 10, "r": 8, "t": 10, "b": 10}, "dragmode": False,
        "xaxis": {"automargin": True, "type": "category", "showgrid": False},
        "yaxis": {"automargin": True, "showgrid": False},
    }  # fmt: skip
