"""The home page: a cell at work, and the lessons in order."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from rnnviz.stage.cell_stage import cell_stage
from rnnviz.state.opening import first_example
from rnnviz.texts import _
from rnnviz.ui.course import course
from rnnviz.ui.groups import picture
from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lessons import LESSONS


def home_page() -> None:
    """What can be done here, in what order, beside a cell that runs."""
    words, stage = st.columns([2, 5], gap="medium")
    with words:
        st.markdown(
            _(
                "rnnviz shows recurrent networks with real numbers. An RNN reads a sequence one step at a time and "
                "keeps a memory: for words, sounds, prices, weather. **Point** at a number to see where it comes "
                "from, or **drag** it and see what changes."
            )
        )
        course()
    with stage, picture():
        live_cell()


@st.fragment
def live_cell() -> None:
    """The cell as its page opens, playing from its first operation."""
    settings = replace(first_example("rnn"), op=0)
    cell_stage("stage_home", settings, settings.run(), "home", demo=True)


draw_heading(LESSONS["home"])
home_page()
