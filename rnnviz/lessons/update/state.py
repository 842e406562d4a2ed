"""What the page shows, kept in the address alone, and the learning steps that were computed for it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from rnnviz.core.course import Course, taken
from rnnviz.lessons.update.asked import UpdateState, problem_of, read, written
from rnnviz.state.codec import Custom
from rnnviz.ui.page_state import PageState, Part

PAGE: PageState[UpdateState] = PageState("update", Custom(read, written))
CELL = Part(
    "update",
    read=lambda: PAGE.load()[0].settings,
    write=lambda settings: PAGE.set(settings=settings, taken=()),  # the learning begins anew
)


def course_of(now: UpdateState) -> tuple[Course, str]:
    """The steps taken so far, of which only those that are new are computed; a sentence on targets that do not fit."""
    problem, misfit = problem_of(now)
    key, about = PAGE.widget("course"), written(replace(now, rule=read({}).rule, taken=(), line=0, forget=False))
    known = st.session_state.get(key)
    course = taken(problem, now.taken, known[1] if known and known[0] == about else None)
    st.session_state[key] = about, course
    return course, misfit
