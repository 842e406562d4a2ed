"""The vanishing page under its heading, in one fragment: only the view that is open is computed."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from rnnviz.core.vanishing import PRESETS, Setup
from rnnviz.ui.vanishing.cells import cells_view
from rnnviz.ui.vanishing.controls import controls
from rnnviz.ui.vanishing.held import PAGE
from rnnviz.ui.vanishing.radius import radius_view
from rnnviz.ui.vanishing.remedies import remedies_view

SHOW: dict[str, Callable[[Setup], None]] = {"radius": radius_view, "remedies": remedies_view, "cells": cells_view}


@st.fragment
def vanishing_page() -> None:
    """Controls, the view, and what to look for."""
    setup, problem = PAGE.held()
    controls(setup)
    if problem:
        st.warning(problem, icon=":material/link_off:")
    SHOW[setup.view](setup)
    preset = PRESETS[setup.preset]
    if setup == preset.setup:
        st.caption(f"**Look for:** {preset.look_for}")
