"""Where two nets still tell a pattern: their scores at each place of the window, and the places they learned from."""

from __future__ import annotations

import plotly.graph_objects as go

from rnnviz.core import Array
from rnnviz.core.small.pattern import LEARNED, PLACES, Scores
from rnnviz.figures.training import COLOURS, LEGEND
from rnnviz.theme import NEUTRAL

HEIGHT = 240


def scores_figure(scores: Scores, place: int) -> go.Figure:
    """Both nets' shares against the places, from 1; the trained places are shaded, the chosen one is marked."""
    figure, places = go.Figure(), list(range(1, PLACES + 1))
    for name, values, colour, symbol in (
        ("recurrent net", scores.recurrent, COLOURS[0], "circle"),
        ("dense net", scores.dense, COLOURS[1], "square"),
    ):
        figure.add_scatter(
            x=places, y=values.tolist(), name=name, mode="lines+markers", cliponaxis=False,
            line={"color": colour, "width": 2.6}, marker={"size": 8, "symbol": symbol},
            hovertemplate="%{y:.0%} right at position %{x}",
        )  # fmt: skip
    figure.add_vrect(x0=0.5, x1=LEARNED + 0.5, fillcolor=NEUTRAL, opacity=0.18, line_width=0)
    figure.add_annotation(
        x=(LEARNED + 1) / 2, y=0.06, text="trained here", showarrow=False, yref="paper", font={"size": 12}
    )
    figure.add_vline(x=place + 1, line={"dash": "dot", "width": 2, "color": NEUTRAL})
    figure.update_xaxes(title_text="position of the pattern", dtick=1, range=[0.5, PLACES + 0.5])
    figure.update_yaxes(title_text="right", range=[0, 1.05], tickvals=[0, 0.25, 0.5, 0.75, 1], tickformat=".0%")
    figure.update_layout(height=HEIGHT, margin={"l": 64, "r": 12, "t": 30, "b": 44}, legend=LEGEND, dragmode=False)
    return figure


def window_figure(window: Array) -> go.Figure:
    """The numbers of the window that both nets read, as bars."""
    figure = go.Figure()
    figure.add_bar(
        x=list(range(1, len(window) + 1)), y=window.tolist(), hovertemplate="step %{x}: %{y:+g}<extra></extra>",
        marker={"color": ["#009E73" if value > 0 else "#CC79A7" for value in window]},
    )  # fmt: skip
    figure.update_xaxes(title_text="step of the window", dtick=1, range=[0.5, len(window) + 0.5])
    figure.update_yaxes(title_text="x", range=[-1.3, 1.3], tickvals=[-1, 0, 1])
    figure.update_layout(height=150, margin={"l": 64, "r": 12, "t": 8, "b": 44}, dragmode=False, showlegend=False)
    return figure
