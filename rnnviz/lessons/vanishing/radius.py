"""The first view: the spectral radius, the eigenvalues on the plane, and how far a gradient reaches."""

from __future__ import annotations

import numpy as np
import streamlit as st

from rnnviz.figures.axes import HEIGHT, LEGEND, Part, labelled_axis
from rnnviz.lessons.vanishing import Spread, VanishingState, spread
from rnnviz.lessons.vanishing.decay import CELL_COLOURS, spread_figure
from rnnviz.lessons.vanishing.knobs import activation_knob, knob_row, matrix_knob, radius_knob, short, steps_back
from rnnviz.stage.chart import chart
from rnnviz.texts import _
from rnnviz.theme import NEUTRAL, QUANTITIES
from rnnviz.ui.groups import picture

EDGE = 2.15  # the knob goes up to 2
AROUND = np.exp(2j * np.pi * np.linspace(0, 1, 121))


def eigenvalues_figure(spread: Spread) -> Part:
    """A dot an eigenvalue; circles of radius 1 and of the largest singular value."""
    values, span = spread.eigenvalues, {"range": [-EDGE, EDGE], "dtick": 1}
    dots = {
        "type": "scatter", "x": values.real, "y": values.imag, "name": _("eigenvalues of W<sub>hh</sub>"),
        "mode": "markers", "hovertemplate": "%{x:.4f} %{y:+.4f} i<extra></extra>",
        "marker": {"color": CELL_COLOURS["rnn"], "size": 10, "line": {"color": NEUTRAL, "width": 1}},
    }  # fmt: skip
    layout = {
        "xaxis": labelled_axis(_("real part"), **span, zeroline=True),
        "yaxis": labelled_axis(_("imaginary part"), **span, zeroline=True, scaleanchor="x"),
        "height": HEIGHT, "margin": {"l": 56, "r": 8, "t": 34, "b": 48}, "legend": LEGEND,
        "hovermode": "closest", "dragmode": False,
    }  # fmt: skip
    limit = {"color": QUANTITIES["f"].colour, "width": 2, "dash": "dash"}
    circles = [circle(1.0, _("unit circle"), {"color": NEUTRAL, "width": 3})]
    circles.append(circle(spread.largest, "σ<sub>max</sub>", limit))
    return {"data": [*circles, dots], "layout": layout}


def circle(radius: float, name: str, line: Part) -> Part:
    points = radius * AROUND
    return {
        "type": "scatter", "x": points.real, "y": points.imag, "name": name, "mode": "lines", "line": line,
        "hoverinfo": "skip",
    }  # fmt: skip


def radius_view(setup: VanishingState) -> None:
    """The RNN alone: its gradient against distance, and its eigenvalues."""
    found = spread(setup)
    left, right = picture().columns([8, 5], gap="small")
    with left:
        chart(
            "vanishing_spread",
            spread_figure(found),
            _(
                "The singular values of the Jacobian against the distance T minus k, on a "
                "logarithmic axis, and the bound."
            ),
        )
    with right:
        chart(
            "vanishing_eigenvalues",
            eigenvalues_figure(found),
            _("Eigenvalues and the unit circle."),
        )
    knob_row(setup, {radius_knob: 5, activation_knob: 3, matrix_knob: 4})
    st.markdown(in_words(found))


def falls(horizon: int | None) -> str:
    return (
        _("**never** falls below 1 %")
        if horizon is None
        else _("first falls below 1 % **{horizon}**").format(horizon=steps_back(horizon))
    )


def in_words(found: Spread) -> str:
    return _(
        r"$\|\partial h_T / \partial h_k\|$ {horizon}; at step 1 it is "
        r"**{arriving}**. $\sigma_{{max}}(W_{{hh}})$ is **{largest}**, the mean slope of "
        "the activation **{slope}**."
    ).format(
        horizon=falls(found.horizon),
        arriving=short(found.arriving),
        largest=short(found.largest),
        slope=short(found.slope),
    )
