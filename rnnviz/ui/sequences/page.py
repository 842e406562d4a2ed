"""The page of sequences under its heading, in one fragment: only the view that is open is computed."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from rnnviz.core.sequences.setup import PRESETS, VIEWS, Setup
from rnnviz.ui.sequences.held import KNOBS, PAGE
from rnnviz.ui.sequences.order import order_view
from rnnviz.ui.sequences.windows import shape_view, sort_switch, split_view

SHOW: dict[str, Callable[[Setup], None]] = {"order": order_view, "shape": shape_view, "split": split_view}


@st.fragment
def sequences_page() -> None:
    """Which view, which preset, the view, and what to look for."""
    setup, problem = PAGE.held()
    with st.container(key="controls", horizontal=True, vertical_alignment="center", gap="small"):
        view_control(setup)
        preset_control(setup)
        if setup.view == "split":
            sort_switch(setup)
    if problem:
        st.warning(f"{problem} This is the page's first example instead.", icon=":material/link_off:")
    KNOBS.say("view")
    SHOW[setup.view](setup)
    preset = PRESETS[setup.preset]
    if setup == preset.setup:
        st.caption(f"**Look for:** {preset.look_for}")


def view_control(setup: Setup) -> None:
    """A preset left as it is makes way for the other view's first; a setup of the learner's own is taken along."""
    key = "sequences_view"
    st.session_state[key] = setup.view
    st.pills(
        "View", list(VIEWS), format_func=VIEWS.__getitem__, required=True, key=key, label_visibility="collapsed",
        wrap=True, on_change=_view_chosen,
    )  # fmt: skip


def _view_chosen() -> None:
    view, setup = st.session_state["sequences_view"], PAGE.held()[0]
    if setup == PRESETS[setup.preset].setup:
        PAGE.put(next(preset.setup for preset in PRESETS.values() if preset.setup.view == view))
    else:
        KNOBS.set(view=view)


def preset_control(setup: Setup) -> None:
    """The presets of this view; none is named once the view is another than the preset's."""
    presets = {key: preset for key, preset in PRESETS.items() if preset.setup.view == setup.view}
    key = "sequences_preset"
    st.session_state[key] = setup.preset if setup.preset in presets else None
    st.selectbox(
        "Preset", list(presets), format_func=lambda name: presets[name].title, placeholder="Presets", key=key,
        label_visibility="collapsed", width=300, on_change=_preset_chosen,
    )  # fmt: skip


def _preset_chosen() -> None:
    if chosen := st.session_state["sequences_preset"]:
        PAGE.put(PRESETS[chosen].setup)
