"""Grids of numbers between 0 and 1, or around 0: confusion matrix, beliefs as they grow, hidden states."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from rnnviz.core import Array
from rnnviz.figures.axes import as_text
from rnnviz.figures.grids import AROUND_ZERO, SHARE, SOFT, frame, grid
from rnnviz.texts import _

FEW = 4  # classes up to which the share stands in its cell


def confusion_figure(rows: Sequence[Sequence[float]], classes: Sequence[str], height: int = 380) -> go.Figure:
    """Row: the truth; column: the guess; rows sum to 1 (C, C)."""
    shares, classes = np.asarray(rows), list(map(as_text, classes))
    hover = _("%{y} taken for %{x}: %{z:.3f}<extra></extra>")
    figure = grid(shares, classes, classes, hover, SOFT if len(classes) <= FEW else SHARE, (0.0, 1.0), height)
    if len(classes) <= FEW:
        figure.update_traces(texttemplate="%{z:.2f}", textfont={"size": 16})
    every = {"dtick": 1, "tickfont": {"size": 12}} if len(classes) > FEW else {}
    figure.update_yaxes(autorange="reversed", title_text=_("truth"), **every)
    figure.update_xaxes(title_text=_("guess"), **every, tickangle=-60 if len(classes) > FEW else 0)
    return figure


def beliefs_figure(p: Array, pieces: Sequence[str], classes: Sequence[str], height: int = 380) -> go.Figure:
    """p (P, C): the belief in each class after each piece, the likeliest at the end on top; at most 8 classes."""
    top, pieces = np.argsort(-p[-1], kind="stable")[:8], list(map(as_text, pieces))
    shown = [f"{number + 1} {piece}" for number, piece in enumerate(pieces)]
    hover = _("after “%{x}”: %{y} %{z:.3f}<extra></extra>")
    figure = grid(p[:, top].T, [as_text(classes[i]) for i in top], shown, hover, SOFT, (0.0, 1.0), height)
    figure.update_yaxes(autorange="reversed")
    figure.update_xaxes(tickvals=shown, ticktext=list(pieces), tickangle=0 if max(map(len, pieces)) < 3 else -60)
    if len(pieces) <= 12:
        figure.update_traces(texttemplate="%{z:.2f}", textfont={"size": 12})
    return figure


def positive_figure(p: Array, pieces: Sequence[str], height: int = 300) -> go.Figure:
    """p (P,): the belief that a review is positive, after each word."""
    colours, pieces = ["#009E73" if value >= 0.5 else "#D55E00" for value in p], list(map(as_text, pieces))
    shown = [f"{number + 1} {piece}" for number, piece in enumerate(pieces)]
    bars = {
        "type": "bar", "x": shown, "y": p - 0.5, "base": 0.5, "marker": {"color": colours}, "customdata": p,
        "hovertemplate": _("after “%{x}”: %{customdata:.3f} positive<extra></extra>"),
    }  # fmt: skip
    figure = go.Figure({"data": [bars], "layout": frame(height)})
    figure.update_yaxes(range=[0, 1], title_text=_("P(positive)"))
    return figure.update_xaxes(tickvals=shown, ticktext=list(pieces), tickangle=-60)


def states_figure(states: Array, pieces: Sequence[str], height: int = 260) -> go.Figure:
    """states (T, H): every unit's hidden state after each piece, blue below 0, red above."""
    pieces = list(map(as_text, pieces))
    shown = [f"{number + 1} {piece}" for number, piece in enumerate(pieces)]
    units = [f"h[{unit + 1}]" for unit in range(states.shape[1])]
    hover = _("%{y} after %{x}: %{z:.3f}<extra></extra>")
    figure = grid(states.T, units, shown, hover, AROUND_ZERO, (-1.0, 1.0), height)
    figure.update_yaxes(nticks=5, autorange="reversed")
    return figure.update_xaxes(
        tickvals=shown[:: max(1, len(shown) // 24)], ticktext=pieces[:: max(1, len(shown) // 24)]
    )
