"""RNN, LSTM and GRU over the same sequence: x, and the h of each, one under the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rnnviz.core import Array
from rnnviz.figures.axes import Part, as_text, breaks, numbered, panels
from rnnviz.state.inputs import hour_gaps
from rnnviz.theme import QUANTITIES

DASHES = ("solid", "dash", "dot", "dashdot")
MOST_LINES = 4
ROW = 74


def side_by_side_figure(
    x: Array, states: Mapping[str, Array], labels: Sequence[str], letter: Callable[[str], str] = str
) -> Part:
    """x (T, I) over h (T, H) of each cell, by its title; of more than 4 units the first 4. labels: the steps' words.

    letter: what a quantity is called.
    """
    shown = {"x": ("x", x)} | {title: ("h", h) for title, h in states.items()}
    traces = []
    for row, (title, (quantity, values)) in enumerate(shown.items()):
        names = [f"{title} {letter(quantity)}" if quantity != title else title] * min(values.shape[1], MOST_LINES)
        at = {"xaxis": numbered("x", row), "yaxis": numbered("y", row)}
        traces += [curve(values, unit, f"{name}[{unit + 1}]", quantity, labels) | at for unit, name in enumerate(names)]
    layout = panels(list(shown), "", 0.07) | breaks(hour_gaps(labels), 1) | {
        "height": 40 + ROW * len(shown), "margin": {"l": 50, "r": 6, "t": 6, "b": 24}, "hovermode": "x unified",
        "showlegend": False,
    }  # fmt: skip
    for row in range(1, len(shown)):
        layout[numbered("yaxis", row)] |= {"range": [-1.08, 1.08]}
    return {"data": traces, "layout": layout}


def curve(values: Array, unit: int, name: str, quantity: str, labels: Sequence[str]) -> Part:
    return {
        "type": "scatter", "x": list(range(1, len(values) + 1)), "y": values[:, unit], "name": name, "mode": "lines",
        "line": {"color": QUANTITIES[quantity].colour, "dash": DASHES[unit], "width": 2},
        "customdata": list(map(as_text, labels)), "hovertemplate": "%{y:.4g} (%{customdata})",
    }  # fmt: skip
