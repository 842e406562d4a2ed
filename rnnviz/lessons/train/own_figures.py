"""A learner's data before a run: a series with its gaps and repeats; the sizes of classes, the lengths of texts."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from rnnviz.figures.axes import as_text
from rnnviz.figures.training import LEGEND
from rnnviz.learn.data.outline import Outline
from rnnviz.texts import _
from rnnviz.theme import HUES

HEIGHT = 230
ROW = 20  # px of a class
MOST_BINS = 30
FEW = 12  # lengths that have a tick each


def series_figure(found: Outline, unit: str) -> go.Figure:
    """The values against time; a gap is a band, a time that comes again a hollow mark."""
    blue, orange = HUES["blue"]["light"], HUES["vermilion"]["light"]
    line = {
        "type": "scatter", "x": found.times, "y": found.values, "mode": "lines", "name": "read",
        "line": {"color": blue, "width": 1.5}, "connectgaps": False, "hovertemplate": "%{x}: %{y:.4g}<extra></extra>",
    }  # fmt: skip
    again = {
        "type": "scatter",
        "x": found.repeated_times,
        "y": found.repeated_values,
        "mode": "markers",
        "name": _("time comes again ({repeats})").format(repeats=found.repeats),
        "hovertemplate": "%{x}: %{y:.4g}<extra></extra>",
        "marker": {"color": orange, "symbol": "circle-open", "size": 9, "line": {"width": 2}},
    }
    bands = {
        "type": "bar", "x": [None], "y": [None], "name": _("gap ({gaps})").format(gaps=found.gaps),
        "marker": {"color": orange, "opacity": 0.3},
    }  # fmt: skip
    shapes = [
        {"type": "rect", "x0": begin, "x1": end, "y0": 0, "y1": 1, "yref": "paper", "fillcolor": orange, "opacity": 0.3,
         "line": {"width": 1, "color": orange}}
        for begin, end in found.bands
    ]  # fmt: skip
    layout = {
        "height": HEIGHT, "margin": {"l": 56, "r": 8, "t": 34, "b": 34}, "dragmode": False, "legend": LEGEND,
        "yaxis": {"title": {"text": as_text(unit)}}, "shapes": shapes, "showlegend": True,
        "xaxis": {"type": "date"} if found.timed else {"title": {"text": "row", "standoff": 4}},
    }  # fmt: skip
    parts = [line, *([again] if found.repeats else []), *([bands] if found.gaps else [])]
    return go.Figure({"data": parts, "layout": layout})


def counts_figure(counts: Sequence[tuple[str, int]]) -> go.Figure:
    """How many texts each class has, the largest on top."""
    labels = [as_text(label) for label, _ in counts]
    bars = {
        "type": "bar", "orientation": "h", "x": [count for _, count in counts], "y": list(range(len(counts))),
        "marker": {"color": HUES["blue"]["light"]}, "customdata": labels,
        "hovertemplate": "%{customdata}: %{x}<extra></extra>",
    }  # fmt: skip
    rows = {"tickvals": list(range(len(counts))), "ticktext": [short(it) for it in labels], "autorange": "reversed"}
    layout = {
        "height": max(HEIGHT, 60 + ROW * len(counts)), "margin": {"l": 8, "r": 8, "t": 8, "b": 40}, "dragmode": False,
        "xaxis": {"title": {"text": _("how many"), "standoff": 4}, "rangemode": "tozero"},
        "yaxis": {**rows, "automargin": True},
    }  # fmt: skip
    return go.Figure({"data": [bars], "layout": layout})


def short(label: str) -> str:
    return label if len(label) <= 14 else f"{label[:13]}…"


def lengths_figure(lengths: Sequence[int], pieces: str) -> go.Figure:
    """How many texts are so long."""
    size = max(1, math.ceil((max(lengths) - min(lengths) + 1) / MOST_BINS))
    bins = {"start": min(lengths) - 0.5, "end": max(lengths) + size, "size": size}
    bars = {
        "type": "histogram", "x": np.array(lengths), "xbins": bins, "autobinx": False,
        "marker": {"color": HUES["blue"]["light"]}, "hovertemplate": "%{x}: %{y}<extra></extra>",
    }  # fmt: skip
    whole = {"dtick": 1} if max(lengths) - min(lengths) < FEW else {}
    layout = {
        "height": HEIGHT, "margin": {"l": 8, "r": 8, "t": 8, "b": 40}, "dragmode": False, "bargap": 0.05,
        "xaxis": {"title": {"text": _("{pieces} of a text").format(pieces=pieces), "standoff": 4}, **whole},
        "yaxis": {"title": {"text": _("texts"), "standoff": 4}, "automargin": True},
    }  # fmt: skip
    return go.Figure({"data": [bars], "layout": layout})
