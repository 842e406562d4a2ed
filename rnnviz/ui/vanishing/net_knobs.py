"""The knobs of the net that stand over a picture: how W_hh is made, and what comes after the sum."""

from __future__ import annotations

import streamlit as st

from rnnviz.core.activations import ACTIVATIONS
from rnnviz.core.vanishing import MATRICES, Setup
from rnnviz.core.vanishing.link import RADIUS
from rnnviz.ui.vanishing.held import PAGE

ACTIVATION_NAMES = {"tanh": "tanh", "relu": "ReLU", "identity": "none"}


def radius_knob(setup: Setup) -> None:
    st.slider(
        "Spectral radius of $W_{hh}$",
        RADIUS.low,
        RADIUS.high,
        step=0.01,
        help="The size of the largest eigenvalue. Moving it rescales the whole of $W_{hh}$.",
        **PAGE.knob("radius", setup.radius),
    )


def activation_knob(setup: Setup) -> None:
    st.segmented_control(
        "Activation",
        list(ACTIVATIONS),
        format_func=ACTIVATION_NAMES.__getitem__,
        required=True,
        **PAGE.knob("activation", setup.activation),
    )


def matrix_knob(setup: Setup) -> None:
    st.segmented_control(
        "Kind of $W_{hh}$",
        list(MATRICES),
        format_func=lambda name: MATRICES[name].title,
        required=True,
        help="  \n".join(f"**{kind.title}**: {kind.note}" for kind in MATRICES.values()),
        **PAGE.knob("matrix", setup.matrix),
    )
