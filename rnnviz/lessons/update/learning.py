"""One learning step: every weight before and after it and by how much it moves, and the loss from step to step."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from rnnviz.core import Array
from rnnviz.figures.axes import LEGEND, Part, labelled_axis
from rnnviz.texts import _
from rnnviz.theme import NEUTRAL, QUANTITIES

HEIGHT = 335
MOST_BARS = 48
FLOOR = 1e-16  # a loss of 0 is drawn there
UP, DOWN = "#B2182B", "#2166AC"  # the ends of the diverging scale that stand out on light and on dark
AFTER = QUANTITIES["h"].colour


def largest(change: Array, most: int = MOST_BARS) -> Array:
    """The places, in their order, of the `most` largest |changes| of (N,)."""
    places: Array = np.sort(np.argsort(-np.abs(change), kind="stable")[:most])
    return places


def ceiling(values: Array) -> float:
    """The least of 1, 2, 5, 10, ... times a power of ten that no |value| is above: axes that seldom move."""
    most = float(np.abs(values).max(initial=0.0))
    if most == 0.0:
        return 1.0
    decade = 10.0 ** math.floor(math.log10(most))
    return next(decade * step for step in (1, 2, 5, 10, 20) if decade * step >= most)


def weights_figure(names: Sequence[str], before: Array, after: Array) -> Part:
    """Bars before and after (N,) each, and under them the change; of more than 48 weights those that move most."""
    places = largest(after - before)
    labels, old, new = [names[int(place)] for place in places], before[places], after[places]
    pointed = "%{x}: %{y:.6g}"
    traces = [
        bar(labels, old, _("before"), {"color": NEUTRAL}, hovertemplate=pointed),
        bar(labels, new, _("after"), {"color": AFTER}, hovertemplate=pointed),
        bar(
            labels, new - old, _("change"), {"color": np.where(new < old, DOWN, UP).tolist()}, yaxis="y2",
            showlegend=False, hovertemplate=pointed,
        ),
    ]  # fmt: skip
    high, moved = ceiling(np.concatenate([old, new])), ceiling(new - old)
    low = {"range": [-moved, moved], "domain": [0, 0.38], "zeroline": True, "nticks": 4, "exponentformat": "power"}
    layout = {
        "xaxis": {"tickangle": -90, "tickfont": {"size": 12}, "anchor": "y2", "type": "category"},
        "yaxis": labelled_axis(_("weight"), range=[-high, high], domain=[0.5, 1], zeroline=True, nticks=5),
        "yaxis2": labelled_axis(_("change"), **low),
        "height": HEIGHT, "margin": {"l": 76, "r": 8, "t": 30, "b": 84}, "legend": LEGEND,
        "dragmode": False, "bargap": 0.2,
    }  # fmt: skip
    return {"data": traces, "layout": layout}


def bar(labels: Sequence[str], values: Array, name: str, marker: Part, **how: object) -> Part:
    return {"type": "bar", "x": labels, "y": values, "name": name, "marker": marker} | how


def history_figure(losses: Array, preview: float | None) -> Part:
    """The loss (n + 1,) at the start and after every step, on a logarithmic axis; hollow: after the step to come."""
    steps = len(losses) - 1
    points = "lines+markers" if steps < 40 else "lines"
    traces = [curve(range(steps + 1), losses, _("loss"), {"mode": points, "line": {"color": AFTER, "width": 3}})]
    if preview is not None:
        ahead = {"color": AFTER, "size": [0, 12], "symbol": "circle-open", "opacity": 1, "line": {"width": 3}}
        dots = {"mode": "lines+markers", "line": {"color": AFTER, "dash": "dot", "width": 2}, "marker": ahead}
        traces.append(curve(range(steps, steps + 2), np.array([losses[-1], preview]), _("with this step"), dots))
    low, high = decades(np.concatenate([losses, [losses[-1] if preview is None else preview]]))
    layout = {
        "xaxis": labelled_axis(_("learning steps"), range=[-0.5, ceiling(np.array([max(10, steps + 1)])) + 0.5]),
        "yaxis": labelled_axis(
            _("loss"), type="log", range=[low, high], dtick=max(1, (high - low) // 5), exponentformat="power"
        ),
        "height": HEIGHT, "margin": {"l": 72, "r": 8, "t": 30, "b": 48}, "legend": LEGEND,
        "dragmode": False, "hovermode": "closest",
    }  # fmt: skip
    return {"data": traces, "layout": layout}


def curve(steps: Sequence[int], losses: Array, name: str, how: Part) -> Part:
    return {
        "type": "scatter", "x": list(steps), "y": np.maximum(losses, FLOOR), "name": name,
        "hovertemplate": _("after %{x} steps: %{y:.6g}"),
    } | how  # fmt: skip


def decades(losses: Array) -> tuple[int, int]:
    """Powers of ten around all losses, two apart at least."""
    logs = np.log10(np.maximum(losses, FLOOR))
    low, high = math.floor(float(logs.min())), math.ceil(float(logs.max()))
    return min(low, high - 2), high
