"""The eigenvalues of W_hh in the complex plane, with the unit circle they decide by."""

from __future__ import annotations

import numpy as np

from rnnviz.figures.axes import HEIGHT, LEGEND, Part, labelled_axis
from rnnviz.lessons.vanishing import Spread
from rnnviz.lessons.vanishing.decay import CELL_COLOURS
from rnnviz.theme import NEUTRAL, QUANTITIES

EDGE = 2.15  # the knob goes up to 2
AROUND = np.exp(2j * np.pi * np.linspace(0, 1, 121))


def eigenvalues_figure(spread: Spread) -> Part:
    """A dot an eigenvalue; circles of radius 1 and of the largest singular value."""
    values, span = spread.eigenvalues, {"range": [-EDGE, EDGE], "dtick": 1}
    dots = {
        "type": "scatter", "x": values.real, "y": values.imag, "name": "eigenvalues of W<sub>hh</sub>",
        "mode": "markers", "hovertemplate": "%{x:.4f} %{y:+.4f} i<extra></extra>",
        "marker": {"color": CELL_COLOURS["rnn"], "size": 10, "line": {"color": NEUTRAL, "width": 1}},
    }  # fmt: skip
    layout = {
        "xaxis": labelled_axis("real part", **span, zeroline=True),
        "yaxis": labelled_axis("imaginary part", **span, zeroline=True, scaleanchor="x"),
        "height": HEIGHT, "margin": {"l": 56, "r": 8, "t": 34, "b": 48}, "legend": LEGEND,
        "hovermode": "closest", "dragmode": False,
    }  # fmt: skip
    limit = {"color": QUANTITIES["f"].colour, "width": 2, "dash": "dash"}
    circles = [circle(1.0, "unit circle", {"color": NEUTRAL, "width": 3})]
    circles.append(circle(spread.largest, "σ<sub>max</sub>", limit))
    return {"data": [*circles, dots], "layout": layout}


def circle(radius: float, name: str, line: Part) -> Part:
    points = radius * AROUND
    return {
        "type": "scatter", "x": points.real, "y": points.imag, "name": name, "mode": "lines", "line": line,
        "hoverinfo": "skip",
    }  # fmt: skip
