"""The page of sequences under its heading, in one fragment: only the view that is open is computed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from rnnviz.lead.terms import defined
from rnnviz.lessons.sequences.look import PAGE
from rnnviz.lessons.sequences.order import order_knobs, order_view
from rnnviz.lessons.sequences.setup import PRESETS, VIEWS, SequencesState
from rnnviz.lessons.sequences.tasks import TASKS
from rnnviz.lessons.sequences.windows import data_knobs, shape_view, split_view
from rnnviz.texts import _
from rnnviz.ui.groups import control_row
from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lead_card import with_lead
from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.setups import view_controls
from rnnviz.ui.source import source

SHOW: dict[str, Callable[[SequencesState], None]] = {"order": order_view, "shape": shape_view, "split": split_view}
RUNS: dict[str, Callable[[SequencesState], None]] = {"order": order_knobs, "shape": data_knobs, "split": data_knobs}
"""What runs through, in each view."""


@st.fragment
def sequences_page() -> None:
    """The lesson, beside its lead where it is open."""
    with_lead("sequences", PAGE, TASKS, lesson)


def lesson() -> None:
    """Which view, which preset, the view, and what to look for."""
    setup, problem = PAGE.load()
    control_row(partial(RUNS[setup.view], setup), None, partial(view_controls, PAGE, setup, VIEWS, PRESETS, 200))
    if problem:
        st.warning(problem, icon=":material/link_off:")
    PAGE.say("view")
    SHOW[setup.view](setup)
    preset = PRESETS[setup.preset]
    if setup == preset.setup:
        st.caption(_("**Look for:** {look_for}").format(look_for=defined(preset.look_for)))
        source(preset.source)


draw_heading(LESSONS["sequences"])
sequences_page()
