"""Temperatures: a forecast over the truth, and steps ahead after a window; where the time jumps, a line says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import plotly.graph_objects as go

from rnnviz.core import Array
from rnnviz.core.windows import Gap, Index, TimeStep
from rnnviz.figures.axes import as_text, breaks
from rnnviz.figures.training import COLOURS, LEGEND, Part
from rnnviz.texts import _
from rnnviz.theme import NEUTRAL
from rnnviz.ui.plain import plain

HEIGHT = 300


@dataclass(frozen=True)
class Axes:
    """What lies between two points, and the unit of the values."""

    step: TimeStep = field(default_factory=TimeStep)
    unit: str = "°C"


def forecast_figure(
    y: Sequence[float],
    y_hat: Sequence[float],
    last: Sequence[float],
    ahead: int = 1,
    axes: Axes | None = None,
    gaps: Sequence[Gap] = (),
) -> go.Figure:
    """Validation values, the net's forecast `ahead` steps ahead, and the last value that it had read by then."""
    axes = readable(axes or Axes())
    steps, distance = list(range(1, len(y) + 1)), axes.step.counted(ahead)
    traces = [
        curve(steps, y, _("truth"), axes.unit, NEUTRAL, "solid", 4.0),
        curve(steps, last, _("same as {distance} before").format(distance=distance), axes.unit, NEUTRAL, "dot", 1.4),
        curve(steps, y_hat, _("the net, {distance} ahead").format(distance=distance), axes.unit, COLOURS[0]),
    ]
    return framed(traces, axes, gaps, 1)


def ahead_figure(
    window: Array, made: Array, truth: Array, axes: Axes | None = None, gaps: Sequence[Gap] = ()
) -> go.Figure:
    """The window (lag,) that is read, the values made from it (n,) and, as far as it is known, the truth (m,)."""
    axes = readable(axes or Axes())
    read, ahead = np.arange(1 - len(window), 1), np.arange(0, len(made) + 1)
    known = np.concatenate([window[-1:], truth])
    traces = [
        curve(read, window, "read", axes.unit, NEUTRAL, "solid", 3.0),
        curve(ahead[: len(truth) + 1], known, _("truth"), axes.unit, NEUTRAL, "dot"),
        curve(
            ahead, np.concatenate([window[-1:], made]), _("the net, fed with itself"), axes.unit, COLOURS[0], width=3.0
        ),
    ]
    return framed(traces, axes, gaps, 1 - len(window))


def in_unit(number: str, unit: str) -> str:
    """A number with the unit of a file's own header, as Markdown; a column may have none."""
    return f"{number} {plain(unit)}".strip()


def readable(axes: Axes) -> Axes:
    """The unit is that of a file's own header."""
    return replace(axes, unit=as_text(axes.unit))


def curve(
    x: Sequence[int] | Index,
    y: Sequence[float] | Array,
    name: str,
    unit: str,
    colour: str,
    dash: str = "solid",
    width: float = 2.2,
) -> Part:
    return {
        "type": "scatter", "x": list(x), "y": list(y), "name": name, "mode": "lines",
        "line": {"color": colour, "dash": dash, "width": width},
        "hovertemplate": f"{name}: %{{y:.2f}} {unit}<extra></extra>",
    }  # fmt: skip


def framed(traces: list[Part], axes: Axes, gaps: Sequence[Gap], first: int) -> go.Figure:
    """`first`: where on the axis the gaps' row 0 is."""
    layout = {
        "height": HEIGHT, "margin": {"l": 56, "r": 8, "t": 34, "b": 40}, "legend": LEGEND, "dragmode": False,
        "xaxis": {"title": {"text": axes.step.axis, "standoff": 4}}, "yaxis": {"title": {"text": axes.unit}},
        "hovermode": "x",
    } | breaks(gaps, first)  # fmt: skip
    return go.Figure({"data": traces, "layout": layout})
