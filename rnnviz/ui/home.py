"""The home page: a cell at work, and the lessons in order."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from rnnviz.core.settings import from_preset
from rnnviz.stage.cell_stage import cell_stage
from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.links import HOME, page_of

BEGIN = "rnn"
WIDTH = 220  # px of a section: five beside one another at 1280


def home_page() -> None:
    """What can be done here, beside a cell that runs; then the lessons in their order."""
    words, stage = st.columns([2, 5], gap="medium")
    with words:
        st.markdown(
            "Step through a recurrent network one number at a time. Every number is the real one: **point** at it to "
            "see the sum that made it, **drag** an input or a weight and watch what follows."
        )
        st.markdown("Then follow the error back through time, turn words into vectors, and train a net of your own.")
        st.page_link(page_of(BEGIN), label="**Begin with a cell**", icon=":material/play_arrow:")
    with stage:
        live_cell()
    lesson_links()


def lesson_links() -> None:
    """Every lesson but this one, in reading order under its section, each with its question."""
    numbered = list(enumerate((name for name in LESSONS if name != HOME), start=1))
    sections = dict.fromkeys(LESSONS[name].section for _, name in numbered)
    with st.container(horizontal=True, gap="medium", key="lessons"):
        for section in sections:
            with st.container(width=WIDTH, gap="small"):
                st.markdown(f"##### {section}")
                for number, name in numbered:
                    if LESSONS[name].section == section:
                        lesson_link(number, name)


def lesson_link(number: int, name: str) -> None:
    lesson = LESSONS[name]
    st.page_link(page_of(name), label=f"**{number}. {lesson.title}**", icon=":material/arrow_forward:")
    st.caption(lesson.question)


@st.fragment
def live_cell() -> None:
    """The worked example over standardised hours, where h moves, playing from its first operation."""
    settings = replace(from_preset("rnn", "worked"), op=0)
    settings = settings.with_source(replace(settings.source, standardise=True))
    cell_stage("stage_home", settings, settings.run(), "home", demo=True)
