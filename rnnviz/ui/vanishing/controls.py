"""The row over every view: which view, which preset, and the net and the input that all views share."""

from __future__ import annotations

import streamlit as st

from rnnviz.core.vanishing import INPUTS, PRESETS, VIEWS, Setup, changed
from rnnviz.core.vanishing.link import HIDDEN, SEED, STEPS, STRENGTH
from rnnviz.ui.vanishing.files import take_away
from rnnviz.ui.vanishing.held import held, knob, put
from rnnviz.ui.vanishing.net_knobs import activation_knob, matrix_knob


def controls(setup: Setup) -> None:
    """Draw the row."""
    with st.container(key="controls", horizontal=True, vertical_alignment="center", gap="small"):
        view_control(setup)
        preset_control(setup)
        with st.popover("Net and input", icon=":material/grid_on:"):
            net_controls(setup)
        with st.popover("Take away", icon=":material/download:"):
            take_away(setup)


def view_control(setup: Setup) -> None:
    """A preset left as it is makes way for the other view's first; a net of the learner's own is taken along."""
    key = "vanishing_view"
    st.session_state[key] = setup.view
    st.pills(
        "View",
        list(VIEWS),
        format_func=VIEWS.__getitem__,
        required=True,
        key=key,
        label_visibility="collapsed",
        wrap=True,
        on_change=_view_chosen,
    )


def _view_chosen() -> None:
    view, setup = st.session_state["vanishing_view"], held()[0]
    untouched = setup == PRESETS[setup.preset].setup
    firsts = (preset.setup for preset in PRESETS.values() if preset.setup.view == view)
    put(next(firsts) if untouched else changed(setup, view=view))


def preset_control(setup: Setup) -> None:
    """The presets of this view; none is named once the view is another than the preset's."""
    presets = {key: preset for key, preset in PRESETS.items() if preset.setup.view == setup.view}
    key = "vanishing_preset"
    st.session_state[key] = setup.preset if setup.preset in presets else None
    st.selectbox(
        "Preset",
        list(presets),
        format_func=lambda name: presets[name].title,
        placeholder="Presets",
        key=key,
        label_visibility="collapsed",
        width=210,
        on_change=_preset_chosen,
    )


def _preset_chosen() -> None:
    if chosen := st.session_state["vanishing_preset"]:
        put(PRESETS[chosen].setup)


def net_controls(setup: Setup) -> None:
    if setup.view != "radius":  # which has them over its picture
        activation_knob(setup)
        matrix_knob(setup)
    st.slider("Time steps T", STEPS.low, STEPS.high, **knob("steps", setup.steps))
    st.slider("Hidden size", HIDDEN.low, HIDDEN.high, **knob("hidden", setup.hidden))
    st.number_input(
        "Seed",
        SEED.low,
        SEED.high,
        help="Another seed draws the weights and the noise anew.",
        **knob("seed", setup.seed),
    )
    st.selectbox("Input", list(INPUTS), format_func=lambda name: INPUTS[name].title, **knob("source", setup.source))
    st.slider(
        "Input strength",
        STRENGTH.low,
        STRENGTH.high,
        step=0.05,
        help="The standard deviation of what the input adds to every sum.",
        **knob("strength", setup.strength),
    )
