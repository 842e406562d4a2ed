"""A sequence read in pieces beside the same read in one go: the states, and how far back the gradient arrives."""

from __future__ import annotations

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from rnnviz.core.pieces import PiecewiseRun
from rnnviz.theme import NEUTRAL, QUANTITIES

GRADIENT = "#7570B3"
HEIGHT = 300


def pieces_figure(read: PiecewiseRun, whole: PiecewiseRun) -> go.Figure:
    """h of unit 1 over the norm of the gradient, both against the steps; dashed lines where a piece begins."""
    figure = make_subplots(2, 1, shared_xaxes=True, vertical_spacing=0.1)
    steps = list(range(1, len(read.h) + 1))
    rows = {1: (whole.h[:, 0], read.h[:, 0], QUANTITIES["h"].colour), 2: (whole.reach, read.reach, GRADIENT)}
    for row, (ones, others, colour) in rows.items():
        for name, values, line in (
            ("in one go", ones, {"color": NEUTRAL, "width": 5}),
            ("in pieces", others, {"color": colour, "width": 2, "dash": "dash"}),
        ):
            figure.add_scatter(
                x=steps, y=values.tolist(), name=name, line=line, mode="lines+markers", showlegend=row == 1,
                hovertemplate="%{y:.4g}", row=row, col=1,
            )  # fmt: skip
    for start in read.starts[1:]:
        figure.add_vline(x=start + 0.5, line={"dash": "dot", "width": 1.5, "color": NEUTRAL})
    figure.update_yaxes(title_text="state[1]", row=1, col=1)
    figure.update_yaxes(title_text="gradient", row=2, col=1)
    figure.update_xaxes(title_text="time step t", row=2, col=1)
    figure.update_layout(
        height=HEIGHT, margin={"l": 56, "r": 10, "t": 8, "b": 44}, hovermode="x unified",
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"},
    )  # fmt: skip
    return figure
