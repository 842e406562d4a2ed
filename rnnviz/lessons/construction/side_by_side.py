"""RNN, LSTM and GRU over the same sequence: x, and the h of each, one under the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from rnnviz.core import Array
from rnnviz.figures.as_text import as_text
from rnnviz.figures.breaks import breaks
from rnnviz.state.inputs import hour_gaps
from rnnviz.theme import QUANTITIES

DASHES = ("solid", "dash", "dot", "dashdot")
MOST_LINES = 4
ROW = 74


def side_by_side_figure(
    x: Array, states: Mapping[str, Array], labels: Sequence[str], letter: Callable[[str], str] = str
) -> go.Figure:
    """x (T, I) over h (T, H) of each cell, by its title; of more than 4 units the first 4. labels: the steps' words.

    letter: what a quantity is called.
    """
    panels = {"x": ("x", x)} | {title: ("h", h) for title, h in states.items()}
    figure = make_subplots(len(panels), 1, shared_xaxes=True, vertical_spacing=0.07)
    steps = list(range(1, len(x) + 1))
    for row, (title, (quantity, values)) in enumerate(panels.items(), start=1):
        for unit in range(min(values.shape[1], MOST_LINES)):
            line = {"color": QUANTITIES[quantity].colour, "dash": DASHES[unit], "width": 2}
            name = f"{title} {letter(quantity)}[{unit + 1}]" if quantity != title else f"{title}[{unit + 1}]"
            figure.add_scatter(
                x=steps, y=values[:, unit].tolist(), name=name, mode="lines", line=line,
                customdata=list(map(as_text, labels)), hovertemplate="%{y:.4g} (%{customdata})", row=row, col=1,
            )  # fmt: skip
        figure.update_yaxes(title_text=title, row=row, col=1)
        if quantity == "h":
            figure.update_yaxes(range=[-1.08, 1.08], row=row, col=1)
    figure.update_layout(breaks(hour_gaps(labels), 1))
    figure.update_layout(
        height=40 + ROW * len(panels),
        margin={"l": 50, "r": 6, "t": 6, "b": 24},
        hovermode="x unified",
        showlegend=False,
    )
    return figure
