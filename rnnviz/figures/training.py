"""A run while it trains: loss, score and gradients against the epochs, up to four runs in the same axes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

import plotly.graph_objects as go

from rnnviz.texts import _
from rnnviz.theme import HUES, NEUTRAL

HEIGHT = 230
MOST_MARKS = 60  # epochs up to which each has a mark of its own: a run's news are drawn while it trains
MOST_OF_THREE = 1.7  # decades with three ticks each: six lines of 12 px
MOST_TICKS = 7
LONG = 5e-4  # the least number that a logarithmic axis says in digits
FAR = 20  # times its least: such a loss stands on a logarithmic axis
COLOURS = tuple(HUES[name]["light"] for name in ("blue", "vermilion", "green", "purple"))  # of the runs, in turn
SYMBOLS = ("circle", "square", "diamond", "triangle-up")
DASHES = ("solid", "dash", "dot", "dashdot")
LAYERS = tuple(hue["light"] for hue in HUES.values())
LEVELS = ("dash", "dashdot", "longdash")
LEGEND = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 12}}
Part = dict[str, Any]
Points = tuple[Sequence[float], Sequence[float | None]]


@dataclass(frozen=True)
class Curves:
    """A run's curves, each as epochs and values: `running` loss of the last steps, and what each epoch ended with.

    `gradients`: the norm of each layer's gradient before clipping. `ranges`: of several seeds the least and the most of
    "validation" and "score", whose curves are then means.
    """

    name: str
    running: Points
    loss: Points
    validation: Points
    score: Points
    trained_score: Points
    gradients: dict[str, Points] = field(default_factory=dict)
    ranges: dict[str, tuple[Points, Points]] = field(default_factory=dict)


def line(points: Points, name: str, colour: str, dash: str = "solid", width: float = 2.6, symbol: str = "") -> Part:
    """`symbol`: of the mark at each point, where there are not too many."""
    marks = bool(symbol) and len(points[0]) <= MOST_MARKS
    return {
        "type": "scatter", "x": list(points[0]), "y": list(points[1]), "name": name,
        "mode": "lines+markers" if marks else "lines",
        "marker": {"size": 5 if symbol == "circle" else 7, "color": colour, "symbol": symbol or "circle"},
        "line": {"color": colour, "dash": dash, "width": width},
        "hovertemplate": _("{name}: %{{y:.4g}} after %{{x:.3g}} epochs<extra></extra>").format(name=name),
    }  # fmt: skip


def band(run: Curves, what: str, colour: str) -> list[Part]:
    """From the least to the most of several seeds, as a strip; nothing of one run."""
    if what not in run.ranges:
        return []
    low, high = run.ranges[what]
    edge = {"width": 0, "color": colour}
    return [
        line(low, _("{name}: least").format(name=run.name), colour) | {"line": edge, "showlegend": False},
        line(high, _("{name}: most").format(name=run.name), colour)
        | {"line": edge, "showlegend": False, "fill": "tonexty", "opacity": 0.5},
    ]


def loss_figure(runs: Sequence[Curves], marker: int | None = None) -> go.Figure:
    """Training loss dotted, validation loss solid; on a logarithmic axis once it has fallen far.

    `marker`: the epoch that is looked back at. Several runs have their legend outside.
    """
    traces = []
    for colour, symbol, run in zip(COLOURS, SYMBOLS, runs, strict=False):
        who = f"{run.name}: " if len(runs) > 1 else ""
        traces.append(
            line(
                run.running,
                _("{who}last steps").format(who=who),
                colour,
                "solid",
                0.8,
                "" if len(run.running[0]) > 1 else "circle",
            )
            | {"opacity": 0.45, "showlegend": False}
        )
        alone = {"showlegend": len(runs) == 1}
        traces += band(run, "validation", colour)
        traces.append(line(run.loss, who + _("train"), colour, "dot", 2.0) | alone)
        traces.append(line(run.validation, who + _("validation"), colour, symbol=symbol) | alone)
    figure = framed(_("loss"), traces, marker)
    if spans(traces):
        figure.update_yaxes(logarithmic(traces))
    return figure


def spans(traces: Sequence[Part]) -> bool:
    """Whether the losses fell so far that a linear axis would show a flat line."""
    seen = [value for trace in traces for value in trace["y"] if value]
    return bool(seen) and max(seen) > FAR * min(seen)


def score_figure(
    runs: Sequence[Curves], metric: str, levels: dict[str, float] | None = None, marker: int | None = None
) -> go.Figure:
    """The task's metric, validation solid. `levels`: what costs nothing, by name, as dashed lines (slips k and m)."""
    traces = []
    for colour, symbol, run in zip(COLOURS, SYMBOLS, runs, strict=False):
        who, alone = f"{run.name}: " if len(runs) > 1 else "", {"showlegend": len(runs) == 1}
        traces += band(run, "score", colour)
        if any(value is not None for value in run.trained_score[1]):
            traces.append(line(run.trained_score, who + _("train"), colour, "dot", 2.0) | alone)
        traces.append(line(run.score, who + _("validation"), colour, symbol=symbol) | alone)
    last = max((run.score[0][-1] for run in runs if run.score[0]), default=1.0)
    for dash, (name, level) in zip(cycle(LEVELS), (levels or {}).items(), strict=False):
        traces.append(line(([0, last], [level, level]), f"{name} {level:.3f}", NEUTRAL, dash, 2.0))
    return framed(metric, traces, marker)


def gradient_figure(runs: Sequence[Curves], marker: int | None = None) -> go.Figure:
    """The norm of each layer's gradient on a logarithmic axis; other runs dashed or dotted."""
    traces = []
    for dash, run in zip(DASHES, runs, strict=False):
        for colour, (name, points) in zip(LAYERS * 2, run.gradients.items(), strict=False):
            traces.append(line(points, name, colour, dash, 1.8) | {"showlegend": dash == "solid"})
    figure = framed(_("gradient norm"), traces, marker)
    figure.update_yaxes(logarithmic(traces))
    if not any(trace["y"] for trace in traces):
        figure.update_yaxes(range=[-2, 0])  # while a run starts: Plotly's own would be seven decades
    return figure


def logarithmic(traces: Sequence[Part]) -> Part:
    """An axis whose numbers are short enough to leave its title room: powers of ten once 0.0001 is needed."""
    least, ticks = min((value for trace in traces for value in trace["y"] if value), default=1.0), decades(traces)
    said = {"exponentformat": "power"} if least < LONG and ticks != "D2" else {"tickformat": ".1g"}
    return {"type": "log", "dtick": ticks} | said


def decades(traces: Sequence[Part]) -> str | int:
    """Where a logarithmic axis has ticks: at 1, 2 and 5 over two decades, at whole ones over more, at most seven."""
    seen = [value for trace in traces for value in trace["y"] if value]
    wide = math.log10(max(seen) / min(seen)) if seen else 0.0
    return "D2" if wide <= MOST_OF_THREE else math.ceil((wide + 1) / MOST_TICKS)


def framed(title: str, traces: list[Part], marker: int | None = None) -> go.Figure:
    shapes = []
    if marker is not None:
        mark = {"color": NEUTRAL, "width": 3}
        shapes = [{"type": "line", "x0": marker, "x1": marker, "y0": 0, "y1": 1, "yref": "paper", "line": mark}]
    layout = {
        "height": HEIGHT, "margin": {"l": 56, "r": 8, "t": 34, "b": 40}, "legend": LEGEND, "dragmode": False,
        "xaxis": {"title": {"text": _("epoch"), "standoff": 4}, "rangemode": "tozero"},
        "yaxis": {"title": {"text": title}}, "shapes": shapes,
    }  # fmt: skip
    return go.Figure({"data": traces, "layout": layout})
