"""A whole run as curves: the input over the states, and the slide's form dashed beside the right one."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from rnnviz.core import Array
from rnnviz.core.inputs import hour_gaps
from rnnviz.core.slips import Outcome
from rnnviz.figures.breaks import breaks
from rnnviz.theme import QUANTITIES

DASHES = ("solid", "dash", "dot", "dashdot")
MOST_LINES = 4  # units of one quantity that can be told apart
HEIGHT = 150


def run_figure(outcome: Outcome, labels: Sequence[str]) -> go.Figure:
    """One panel a quantity (x, h, c where there is one, y or p), a curve a unit over the time steps 1 to T.

    `labels` (T) are the words or hours of the steps, shown on pointing. Of more than 4 units the first 4 are drawn.
    """
    panels = curves(outcome)
    figure = make_subplots(len(panels), 1, shared_xaxes=True, vertical_spacing=0.06)
    for row, (name, (right, slide)) in enumerate(panels.items(), start=1):
        for unit in range(min(right.shape[1], MOST_LINES)):
            figure.add_trace(curve(name, right, unit, labels), row, 1)
            if slide is not None:
                figure.add_trace(curve(name, slide, unit, labels, slide=True), row, 1)
        figure.update_yaxes(title_text=name, row=row, col=1)
    figure.update_xaxes(zeroline=False)
    figure.update_xaxes(title_text="time step t", row=len(panels), col=1)
    figure.update_layout(breaks(hour_gaps(labels), 1))
    figure.update_layout(
        height=60 + HEIGHT * len(panels), margin={"l": 56, "r": 10, "t": 10, "b": 48}, hovermode="x unified",
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"},
    )  # fmt: skip
    return figure


def curves(outcome: Outcome) -> dict[str, tuple[Array, Array | None]]:
    """For each panel the right form's (T, n) and, where a slip computes another, the slide's."""
    record, slip = outcome.record, outcome.slip_record
    found: dict[str, tuple[Array, Array | None]] = {"x": (record.x, None)}
    for name in ("h", "c"):
        if hasattr(record, name):
            found[name] = getattr(record, name), getattr(slip, name, None)
    if outcome.head:
        name = "y" if outcome.head.p is None else "p"
        found[name] = getattr(outcome.head, name), getattr(outcome.slip_head, name, None)
    return found


def curve(name: str, values: Array, unit: int, labels: Sequence[str], *, slide: bool = False) -> go.Scatter:
    title = f"{name}[{unit + 1}]{' on the slide' if slide else ''}"
    line = {"color": QUANTITIES[name].colour, "dash": DASHES[unit], "width": 1.2 if slide else 2.4}
    steps = list(range(1, len(values) + 1))
    return go.Scatter(
        x=steps, y=values[:, unit], name=title, mode="lines+markers", line=line, opacity=0.55 if slide else 1,
        customdata=list(labels), hovertemplate="%{y:.4g} (%{customdata})",
    )  # fmt: skip
