"""The first view: the radius, the activation and the kind of W_hh, and how far an RNN's gradient reaches."""

from __future__ import annotations

import streamlit as st

from rnnviz.lessons.vanishing import Spread, VanishingState, spread
from rnnviz.lessons.vanishing.decay import spread_figure
from rnnviz.lessons.vanishing.eigenvalues import eigenvalues_figure
from rnnviz.lessons.vanishing.net_knobs import activation_knob, knob_row, matrix_knob, radius_knob
from rnnviz.lessons.vanishing.words import short, steps_back
from rnnviz.stage.chart import chart


def radius_view(setup: VanishingState) -> None:
    """The RNN alone: its gradient against distance, and its eigenvalues."""
    knob_row(setup, {radius_knob: 5, activation_knob: 3, matrix_knob: 4})
    found = spread(setup)
    left, right = st.columns([8, 5], gap="small")
    with left:
        chart(
            "vanishing_spread",
            spread_figure(found),
            "The singular values of the Jacobian against the distance T minus k, on a logarithmic axis, and the bound.",
        )
    with right:
        chart(
            "vanishing_eigenvalues",
            eigenvalues_figure(found),
            "Eigenvalues and the unit circle.",
        )
    st.markdown(in_words(found))


def falls(horizon: int | None) -> str:
    return "**never** falls below 1 %" if horizon is None else f"first falls below 1 % **{steps_back(horizon)}**"


def in_words(found: Spread) -> str:
    return (
        rf"$\|\partial h_T / \partial h_k\|$ {falls(found.horizon)}; at step 1 it is "
        rf"**{short(found.arriving)}**. $\sigma_{{max}}(W_{{hh}})$ is **{short(found.largest)}**, the mean slope of "
        f"the activation **{short(found.slope)}**."
    )
