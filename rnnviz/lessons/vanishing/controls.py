"""The row over every view: which view, which preset, and the net and the input that all views share."""

from __future__ import annotations

import streamlit as st

from rnnviz.lessons.vanishing import INPUTS, PRESETS, VIEWS, VanishingState
from rnnviz.lessons.vanishing.files import take_away
from rnnviz.lessons.vanishing.net_knobs import activation_knob, matrix_knob
from rnnviz.lessons.vanishing.setup import HIDDEN, SEED, STEPS, STRENGTH
from rnnviz.lessons.vanishing.state import PAGE
from rnnviz.ui.setups import view_controls


def controls(setup: VanishingState) -> None:
    """Draw the row."""
    with st.container(key="controls", horizontal=True, vertical_alignment="center", gap="small"):
        view_controls(PAGE, setup, VIEWS, PRESETS, 210)
        with st.popover("Net and input", icon=":material/grid_on:"):
            net_controls(setup)
        with st.popover("Take away", icon=":material/download:"):
            take_away(setup)


def net_controls(setup: VanishingState) -> None:
    if setup.view != "radius":  # which has them over its picture
        activation_knob(setup)
        matrix_knob(setup)
    st.slider("Time steps T", STEPS.low, STEPS.high, **PAGE.knob("steps", setup.steps))
    st.slider("Hidden size", HIDDEN.low, HIDDEN.high, **PAGE.knob("hidden", setup.hidden))
    st.number_input(
        "Seed",
        SEED.low,
        SEED.high,
        help="Another seed draws the weights and the noise anew.",
        **PAGE.knob("seed", setup.seed),
    )
    st.selectbox(
        "Input", list(INPUTS), format_func=lambda name: INPUTS[name].title, **PAGE.knob("source", setup.source)
    )
    st.slider(
        "Input strength",
        STRENGTH.low,
        STRENGTH.high,
        step=0.05,
        help="The standard deviation of what the input adds to every sum.",
        **PAGE.knob("strength", setup.strength),
    )
