"""What the page shows, kept in the address alone, and the learning steps that were computed for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from rnnviz.core.course import Course, taken
from rnnviz.core.course_link import MAX_TAKEN
from rnnviz.core.link import LinkError
from rnnviz.core.typed import InputError
from rnnviz.ui.held import Page, held
from rnnviz.ui.update.asked import OWN, Asked, problem_of, read, written

PAGE = Page("update", None, OWN)


def asked() -> tuple[Asked, str]:
    """What the address says, and what was wrong with it: then it is the page as it opens."""
    settle()
    try:
        return read(st.query_params.to_dict()), ""
    except LinkError as error:
        return read({}), str(error)


def settle() -> None:
    """Settings that one of the cell pages' controls put go into the address; the learning begins anew with them."""
    put_there = PAGE.widget("put")
    if put_there in st.session_state:
        settings = held(PAGE).settings
        del st.session_state[put_there]
        put(replace(asked()[0], settings=settings, taken=()))


def put(new: Asked) -> None:
    """Show something else. For callbacks."""
    try:
        st.query_params.from_dict(written(new))
    except LinkError as error:
        st.session_state[PAGE.widget("link_problem")] = str(error)


def change(name: str, edit: Callable[[Asked, Any], Asked]) -> None:
    """A widget's callback: its value taken over, or a sentence kept for beside it."""
    key = PAGE.widget(name)
    st.session_state.pop(f"{key}_problem", None)
    try:
        put(edit(asked()[0], st.session_state[key]))
    except InputError as error:
        st.session_state[f"{key}_problem"] = str(error)


def knob(name: str, value: Any, edit: Callable[[Asked, Any], Asked]) -> dict[str, Any]:
    """The arguments that tie a widget to the page: it shows `value`, but for what was typed there and is wrong."""
    key = PAGE.widget(name)
    if f"{key}_problem" not in st.session_state:
        st.session_state[key] = value
    return {"key": key, "on_change": change, "args": (name, edit)}


def course_of(now: Asked) -> tuple[Course, str]:
    """The steps taken so far, of which only those that are new are computed; a sentence on targets that do not fit."""
    problem, misfit = problem_of(now)
    key, about = PAGE.widget("course"), written(replace(now, rule=read({}).rule, taken=()))
    known = st.session_state.get(key)
    course = taken(problem, now.taken, known[1] if known and known[0] == about else None)
    st.session_state[key] = about, course
    return course, misfit


def take(count: int) -> None:
    """The button: that many steps more, with the rule as it stands."""
    now = asked()[0]
    put(replace(now, taken=(*now.taken, *[now.rule] * count)[:MAX_TAKEN]))


def undo(count: int) -> None:
    """The button: the last steps back."""
    now = asked()[0]
    put(replace(now, taken=now.taken[: max(0, len(now.taken) - count)]))
