"""Two orders of the same pieces: what an RNN says after each of them, and what a bag of them says."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from rnnviz.core.small.order import OrderedRun
from rnnviz.figures.axes import as_text
from rnnviz.figures.training import COLOURS, LEGEND, Part
from rnnviz.theme import NEUTRAL

HEIGHT = 212  # the page fits 720 px


def order_figure(
    readings: Sequence[OrderedRun], names: Sequence[str], title: str, bounds: tuple[float, float] | None
) -> go.Figure:
    """A line of the RNN for each order, words written along it, and the bag's answers as levels. bounds: of words."""
    traces, last = [], len(readings[0].pieces)
    for colour, reading, name, first in zip(COLOURS, readings, names, (True, False), strict=False):
        line = spoken(reading, name, colour, first)
        if bounds:
            other = readings[1 if first else 0]
            line |= {"mode": "lines+markers+text", "textposition": sides(reading, other, first)}
        traces += [line, level(reading, name, colour, first, last)]
    axis: Part = {"title": {"text": title}} | ({"range": list(bounds), "tickvals": [0, 0.5, 1]} if bounds else {})
    layout = {
        "height": HEIGHT, "margin": {"l": 60, "r": 24, "t": 40, "b": 44}, "legend": LEGEND, "dragmode": False,
        "xaxis": {"title": {"text": "pieces read", "standoff": 4}, "dtick": 1, "range": [0.5, last + 0.5]},
        "yaxis": axis,
    }  # fmt: skip
    return go.Figure({"data": traces, "layout": layout})


def sides(reading: OrderedRun, other: OrderedRun, first: bool) -> list[str]:
    """The higher line's words stand above it and the lower one's below; of equals the first's above."""
    apart = (mine - its for mine, its in zip(reading.said, other.said, strict=True))
    return ["top center" if gap > 0 or (first and gap == 0) else "bottom center" for gap in apart]


def spoken(reading: OrderedRun, name: str, colour: str, first: bool) -> Part:
    """What the RNN says after each piece."""
    return {
        "type": "scatter", "x": list(range(1, len(reading.pieces) + 1)), "y": reading.said.tolist(),
        "text": list(map(as_text, reading.pieces)), "mode": "lines+markers",
        "name": f"RNN, {name}", "cliponaxis": False, "textfont": {"size": 13},
        "line": {"color": colour, "width": 2.8, "dash": "solid" if first else "dash"},
        "marker": {"size": 8, "color": colour},
        "hovertemplate": f"after %{{text}}, {name}: %{{y:.3f}}<extra></extra>",
    }  # fmt: skip


def level(reading: OrderedRun, name: str, colour: str, first: bool, last: int) -> Part:
    """The bag's one answer: broad and grey for the first order, so that the second's shows on it."""
    line = {"color": NEUTRAL, "width": 7} if first else {"color": colour, "width": 2, "dash": "dash"}
    return {
        "type": "scatter", "x": [1, last], "y": [reading.bag, reading.bag], "mode": "lines", "line": line,
        "name": f"bag, {name}", "opacity": 0.45 if first else 1.0,
        "hovertemplate": f"the bag, {name}: %{{y:.3f}}<extra></extra>",
    }  # fmt: skip
