"""The knobs of the net that stand over a picture: how W_hh is made, and what comes after the sum."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from rnnviz.core.activations import ACTIVATIONS
from rnnviz.lessons.vanishing import MATRICES, VanishingState
from rnnviz.lessons.vanishing.setup import RADIUS
from rnnviz.lessons.vanishing.state import PAGE

ACTIVATION_NAMES = {"tanh": "tanh", "relu": "ReLU", "identity": "none"}


def knob_row(setup: VanishingState, knobs: dict[Callable[[VanishingState], None], int]) -> None:
    """Knobs side by side, each as wide as its number says."""
    for column, knob in zip(st.columns(list(knobs.values()), gap="medium"), knobs, strict=True):
        with column:
            knob(setup)


def radius_knob(setup: VanishingState) -> None:
    st.slider(
        "Spectral radius of $W_{hh}$",
        RADIUS.low,
        RADIUS.high,
        step=0.01,
        help="The size of the largest eigenvalue. Moving it rescales the whole of $W_{hh}$.",
        **PAGE.knob("radius", setup.radius),
    )


def activation_knob(setup: VanishingState) -> None:
    st.segmented_control(
        "Activation",
        list(ACTIVATIONS),
        format_func=ACTIVATION_NAMES.__getitem__,
        required=True,
        **PAGE.knob("activation", setup.activation),
    )


def matrix_knob(setup: VanishingState) -> None:
    st.segmented_control(
        "Kind of $W_{hh}$",
        list(MATRICES),
        format_func=lambda name: MATRICES[name].title,
        required=True,
        help="  \n".join(f"**{kind.title}**: {kind.note}" for kind in MATRICES.values()),
        **PAGE.knob("matrix", setup.matrix),
    )
