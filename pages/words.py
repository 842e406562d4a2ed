"""The words page under its heading."""

from __future__ import annotations

import streamlit as st

from rnnviz.lead.terms import defined
from rnnviz.lessons.words import PRESETS, WordsState, encoded
from rnnviz.lessons.words.controls import PAGE, controls, length_in_words
from rnnviz.lessons.words.similar_view import similar
from rnnviz.lessons.words.tasks import TASKS
from rnnviz.lessons.words.word_table import word_table, words_payload
from rnnviz.texts import _
from rnnviz.ui.groups import picture
from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lead_card import with_lead
from rnnviz.ui.lessons import LESSONS

BESIDE = {"preset", "at", "column", "one", "other", "added", "units"}
"""What the preset's sentence does not speak of."""


@st.fragment
def words_page() -> None:
    """The lesson; beside its lead, where that is open."""
    with_lead("words", PAGE, TASKS, lesson)


def lesson() -> None:
    """What is typed; its tokens, one-hot rows and embedding rows; what each costs."""
    setup, problem = PAGE.load()
    found = encoded(setup)
    controls(setup, found, similar)
    if problem:
        st.warning(problem, icon=":material/link_off:")
    with picture():
        word_table("words_table", "words", words_payload(found, setup.at, setup.column))
    if setup.unit == "words":
        st.markdown(length_in_words(setup, found))
    look_for(setup)


def look_for(setup: WordsState) -> None:
    """The preset's claim while it is as it came; then the way back."""
    preset = PRESETS[setup.preset]
    if PAGE.codec.written(setup).keys() <= BESIDE:
        st.caption(_("**Look for:** {look_for}").format(look_for=defined(preset.look_for)))


draw_heading(LESSONS["words"])
words_page()
