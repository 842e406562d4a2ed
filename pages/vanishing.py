"""The vanishing page under its heading, in one fragment: only the view that is open is computed."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from rnnviz.lead.terms import defined
from rnnviz.lessons.vanishing import PRESETS, VanishingState
from rnnviz.lessons.vanishing.cells import cells_view
from rnnviz.lessons.vanishing.controls import controls
from rnnviz.lessons.vanishing.knobs import PAGE
from rnnviz.lessons.vanishing.radius import radius_view
from rnnviz.lessons.vanishing.remedies_view import remedies_view
from rnnviz.lessons.vanishing.tasks import TASKS
from rnnviz.texts import _
from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lead_card import with_lead
from rnnviz.ui.lessons import LESSONS

SHOW: dict[str, Callable[[VanishingState], None]] = {
    "radius": radius_view,
    "remedies": remedies_view,
    "cells": cells_view,
}


@st.fragment
def vanishing_page() -> None:
    """Controls, the view, and what to look for; beside the lead, where it is open."""
    with_lead("vanishing", PAGE, TASKS, lesson)


def lesson() -> None:
    setup, problem = PAGE.load()
    controls(setup)
    if problem:
        st.warning(problem, icon=":material/link_off:")
    SHOW[setup.view](setup)
    preset = PRESETS[setup.preset]
    if setup == preset.setup:
        st.caption(_("**Look for:** {look_for}").format(look_for=defined(preset.look_for)))


draw_heading(LESSONS["vanishing"])
vanishing_page()
