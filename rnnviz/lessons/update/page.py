"""The update page's state, kept in its address alone, and the learning steps that were computed for it."""

from __future__ import annotations

import streamlit as st

from rnnviz.core.course import Course, taken
from rnnviz.lessons.update.state import CODEC, UpdateState
from rnnviz.ui.page_state import PageState, Part

PAGE: PageState[UpdateState] = PageState("update", CODEC)
CELL = Part("update", read=lambda: PAGE.load()[0].settings, write=lambda settings: PAGE.set(settings=settings))


def course_of(now: UpdateState) -> tuple[Course, str]:
    """The steps taken so far, of which only those that are new are computed; a sentence on targets that do not fit."""
    problem, misfit = now.problem()
    key, about = PAGE.widget("course"), CODEC.written(now.task)
    known = st.session_state.get(key)
    course = taken(problem, now.taken, known[1] if known and known[0] == about else None)
    st.session_state[key] = about, course
    return course, misfit
