"""Gradients against the distance they have come."""

from __future__ import annotations

import numpy as np

from rnnviz.core import Array
from rnnviz.core.cells import CELLS
from rnnviz.figures.axes import FURTHEST, HEIGHT, LOW, Part, distance_figure, drawn, hover_texts
from rnnviz.lessons.vanishing import JUDGED, KINDS, Comparison, Remedies, Spread
from rnnviz.texts import _
from rnnviz.theme import NEUTRAL, QUANTITIES

ENOUGH = 0.01  # of the gradient; where a curve falls below it is its horizon
# A cell's colour is that of what sets it apart: the RNN has h alone, the GRU its candidate, the LSTM its c.
CELL_COLOURS = {it.cell: QUANTITIES[CELLS[it.cell].accent].colour for it in KINDS.values()}
DASHES = {"cell": "dash", "gates": "dot"}


def curve(name: str, norm: Array, colour: str, dash: str = "solid", width: float = 3.0) -> Part:
    return {
        "type": "scatter", "x": np.arange(len(norm)), "y": drawn(norm), "name": name, "mode": "lines",
        "line": {"color": colour, "dash": dash, "width": width},
        "customdata": hover_texts(norm), "hovertemplate": _("%{x} steps back: %{customdata}"),
    }  # fmt: skip


def horizon_mark(horizon: int | None, norm: Array, colour: str, *, in_numbers: bool = True) -> list[Part]:
    """A mark where the curve falls below 1 %, and the distance in numbers; nothing where it never does."""
    if horizon is None:
        return []
    mark = {
        "type": "scatter", "x": [horizon], "y": drawn(norm[[horizon]]), "mode": "markers+text", "showlegend": False,
        "text": [f"<b>{horizon}</b>" if in_numbers else ""], "textposition": "top right",
        "textfont": {"size": 16, "color": colour}, "marker": {"color": colour, "size": 11, "symbol": "diamond"},
        "hovertemplate": _("below 1 % after %{x} steps<extra></extra>"),
    }  # fmt: skip
    return [mark]


def one_percent() -> list[Part]:
    """The line that a horizon is read off from."""
    line = {
        "type": "scatter", "x": [0, FURTHEST], "y": [ENOUGH] * 2, "mode": "lines+text", "text": ["", "1 %"],
        "textposition": "bottom left", "textfont": {"size": 14}, "showlegend": False, "hoverinfo": "skip",
        "line": {"color": NEUTRAL, "width": 1, "dash": "dot"},
    }  # fmt: skip
    return [line]


def spread_figure(spread: Spread) -> Part:
    """Every singular value of dh_T/dh_k thin, the largest (the norm) thick, and the bound dashed."""
    colour, (steps, units) = CELL_COLOURS["rnn"], spread.singular_values.shape
    threads = np.concatenate([drawn(spread.singular_values), np.full((1, units), np.nan)])  # NaN lifts the pen
    thin = {
        "type": "scatter", "x": np.tile(np.arange(steps + 1), units), "y": threads.T.ravel(), "mode": "lines",
        "name": _("all singular values"), "line": {"color": NEUTRAL, "width": 0.8}, "hoverinfo": "skip",
    }  # fmt: skip
    thick = [
        curve(_("bound σ<sub>max</sub><sup>T−k</sup>"), spread.bound, QUANTITIES["f"].colour, "dash", 2.2),
        curve(_("norm (the largest)"), spread.norm, colour, width=4.0),
    ]
    traces = [*one_percent(), thin, *thick, *horizon_mark(spread.horizon, spread.norm, colour)]
    return distance_figure(_("norm of ∂h<sub>T</sub> / ∂h<sub>k</sub>"), traces, HEIGHT)


def comparison_figure(comparison: Comparison, shown: tuple[str, ...]) -> Part:
    """The curves named in `shown` (keys of KINDS), each with its horizon."""
    traces = one_percent()
    for key in shown:
        line, colour, dash = comparison.lines[key], CELL_COLOURS[KINDS[key].cell], DASHES.get(key, "solid")
        traces.append(curve(KINDS[key].title, line.norm, colour, dash, 4.0 if dash == "solid" else 2.4))
        traces += horizon_mark(line.horizon, line.norm, colour, in_numbers=key == JUDGED)
    return distance_figure(_("norm of the Jacobian"), traces, LOW)


def remedies_figure(remedies: Remedies) -> Part:
    """Every step's part of dL/dW_hh: as it is, and in front of it after window and clipping."""
    bars = {_("as it is"): (remedies.whole.parts, NEUTRAL)}
    bars[_("after window and clipping")] = remedies.both.parts, CELL_COLOURS["rnn"]
    traces = [
        {
            "type": "bar", "x": np.arange(len(parts)), "y": drawn(parts), "name": name,
            "marker": {"color": colour, "line": {"width": 0}},
            "customdata": hover_texts(parts), "hovertemplate": _("%{x} steps back: %{customdata}"),
        }
        for name, (parts, colour) in bars.items()
    ]  # fmt: skip
    title = _("norm of step k’s part of ∂L/∂W<sub>hh</sub>")
    return distance_figure(title, traces, HEIGHT, barmode="overlay", bargap=0.25)
