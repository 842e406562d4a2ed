"""The home page: a cell at work, and the lessons in order."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from rnnviz.stage.cell_stage import cell_stage
from rnnviz.state.settings import from_preset
from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.links import HOME, page_of

BEGIN = "rnn"


def home_page() -> None:
    """What can be done here, in what order, beside a cell that runs."""
    words, stage = st.columns([2, 5], gap="medium")
    with words:
        st.markdown(
            "Step through a recurrent network one number at a time. Every number is the real one: **point** at it to "
            "see the sum that made it, **drag** an input or a weight and watch what follows."
        )
        st.page_link(page_of(BEGIN), label="**Begin with a cell**", icon=":material/play_arrow:")
        lesson_links()
    with stage:
        live_cell()


def lesson_links() -> None:
    """Every lesson but this one, in reading order, a line a section; its question on pointing."""
    sections: dict[str, list[tuple[int, str]]] = {}
    for number, name in enumerate((name for name in LESSONS if name != HOME), start=1):
        sections.setdefault(LESSONS[name].section, []).append((number, name))
    for section, lessons in sections.items():
        with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
            st.markdown(f"**{section}**", width=95)
            for number, name in lessons:
                lesson = LESSONS[name]
                st.page_link(page_of(name), label=f"{number} {lesson.title}", help=lesson.question, width="content")


@st.fragment
def live_cell() -> None:
    """The worked example over standardised hours, where h moves, playing from its first operation."""
    settings = replace(from_preset("rnn", "worked"), op=0)
    settings = settings.with_source(replace(settings.source, standardise=True))
    cell_stage("stage_home", settings, settings.run(), "home", demo=True)


draw_heading(LESSONS["home"])
home_page()
