"""Temperatures: a forecast over the truth, and hours ahead after a window."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from rnnviz.core import Array
from rnnviz.core.windows import Index
from rnnviz.figures.training import COLOURS, LEGEND, Part
from rnnviz.theme import NEUTRAL

HEIGHT = 300


def forecast_figure(y: Sequence[float], y_hat: Sequence[float]) -> go.Figure:
    """Held-out hours in °C, the net's forecast one hour ahead, and "the same as the last hour"."""
    hours = list(range(1, len(y) + 1))
    return framed(
        [
            curve(hours, y, "truth", NEUTRAL, "solid", 4.0),
            curve(hours[1:], y[:-1], "same as the last hour", NEUTRAL, "dot", 1.4),
            curve(hours, y_hat, "the net", COLOURS[0]),
        ]
    )


def ahead_figure(window: Array, made: Array, truth: Array) -> go.Figure:
    """The window (lag,) that is read, the hours made from it (n,) and, as far as it is known, the truth (m,), in °C."""
    read, ahead = np.arange(1 - len(window), 1), np.arange(0, len(made) + 1)
    return framed(
        [
            curve(read, window, "read", NEUTRAL, "solid", 3.0),
            curve(ahead[: len(truth) + 1], np.concatenate([window[-1:], truth]), "truth", NEUTRAL, "dot"),
            curve(ahead, np.concatenate([window[-1:], made]), "the net, fed with itself", COLOURS[0], "solid", 3.0),
        ]
    )


def curve(
    x: Sequence[int] | Index,
    y: Sequence[float] | Array,
    name: str,
    colour: str,
    dash: str = "solid",
    width: float = 2.2,
) -> Part:
    return {
        "type": "scatter", "x": list(x), "y": list(y), "name": name, "mode": "lines",
        "line": {"color": colour, "dash": dash, "width": width},
        "hovertemplate": f"{name}: %{{y:.2f}} °C<extra></extra>",
    }  # fmt: skip


def framed(traces: list[Part]) -> go.Figure:
    layout = {
        "height": HEIGHT, "margin": {"l": 56, "r": 8, "t": 34, "b": 40}, "legend": LEGEND, "dragmode": False,
        "xaxis": {"title": {"text": "hour", "standoff": 4}}, "yaxis": {"title": {"text": "°C"}}, "hovermode": "x",
    }  # fmt: skip
    return go.Figure({"data": traces, "layout": layout})
