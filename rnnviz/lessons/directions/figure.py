"""How two taggers learn: the share of ambiguous words they get right, epoch by epoch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

COLOURS = {"one way": "#D55E00", "two ways": "#009E73"}
DASHES = {"one way": "dash", "two ways": "solid"}
HEIGHT = 190


def ways_figure(curves: Mapping[str, Sequence[float]], chance: float) -> go.Figure:
    """curves: shares from 0 to 1 after every epoch, by "one way" and "two ways"; chance: a guess's share."""
    figure = go.Figure()
    for name, shares in curves.items():
        epochs = list(range(1, len(shares) + 1))
        line = {"color": COLOURS[name], "dash": DASHES[name], "width": 2.6}
        figure.add_scatter(
            x=epochs, y=list(shares), name=name, mode="lines+markers", line=line, hovertemplate="%{y:.1%} after %{x}"
        )
    figure.add_hline(y=chance, line={"dash": "dot", "width": 1}, annotation_text="guessing", annotation_font_size=11)
    figure.update_yaxes(range=[0, 1.04], tickformat=".0%")
    figure.update_xaxes(title_text="epoch", dtick=1)
    legend = {"orientation": "h", "y": 1.16, "x": 0}
    figure.update_layout(height=HEIGHT, margin={"l": 40, "r": 6, "t": 24, "b": 34}, legend=legend)
    return figure
