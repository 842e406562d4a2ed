"""The page's state is the address: what a control changes is written there, and the stage writes what is moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from rnnviz.core.link import LinkError
from rnnviz.core.link_numbers import read_array
from rnnviz.core.stacked import STANDS, Stand
from rnnviz.core.typed import InputError
from rnnviz.ui.held import Page, held
from rnnviz.ui.stacks.asked import Asked, net_of, read, stand_of, written

PAGE = Page("stacks", read=lambda: asked()[0].settings)
STAGE = "stacked"


def asked() -> tuple[Asked, Stand, str]:
    """What the address says, and what was wrong with it: then it is the page as it opens."""
    settle()
    query = st.query_params.to_dict()
    try:
        now = read(query)
        if now.shown:
            net_of(now)
        return now, stand_of(query, now), ""
    except LinkError as error:
        first = read({})
        return first, stand_of({}, first), str(error)


def settle() -> None:
    """An input that the cell pages' controls put goes into the address."""
    put_there = PAGE.widget("put")
    if put_there in st.session_state:
        settings = held(PAGE).settings
        del st.session_state[put_there]
        now = asked()[0]
        inputs = settings.input_size if now.shown else now.made.input_size
        put(replace(now, settings=settings, made=replace(now.made, input_size=inputs)))


def put(new: Asked) -> None:
    """Show something else; where the learner stands and what was moved stay as far as they fit. For callbacks."""
    query = st.query_params.to_dict()
    stands = {name: text for name, text in query.items() if name in STANDS}
    kept = written(new) | fitting(new) | stands
    try:
        stand_of(kept, new)
    except LinkError:
        kept = {name: text for name, text in kept.items() if name not in STANDS - {"notation"}}
    st.query_params.from_dict(kept)


def fitting(new: Asked) -> dict[str, str]:
    """The moved arrays that the new net has too, in the same size."""
    if not new.shown:
        return {}
    usual = net_of(replace(new, moved=None)).untouched()
    return {name: text for name, text in (new.moved or {}).items() if name in usual and fits(text, name, usual[name])}


def fits(text: str, name: str, usual: Any) -> bool:
    try:
        read_array(text, name, usual)
    except LinkError:
        return False
    return True


def change(name: str, edit: Callable[[Asked, Any], Asked]) -> None:
    """A widget's callback: its value taken over, or a sentence kept for beside it."""
    key = PAGE.widget(name)
    st.session_state.pop(f"{key}_problem", None)
    try:
        put(edit(asked()[0], st.session_state[key]))
    except InputError as error:
        st.session_state[f"{key}_problem"] = str(error)


def problem(name: str) -> str:
    """What was wrong with what was chosen there."""
    return str(st.session_state.get(f"{PAGE.widget(name)}_problem", ""))


def knob(name: str, value: Any, edit: Callable[[Asked, Any], Asked]) -> dict[str, Any]:
    """The arguments that tie a widget to the page: it shows `value`, but for what was chosen there and is wrong."""
    key = PAGE.widget(name)
    if f"{key}_problem" not in st.session_state:
        st.session_state[key] = value
    return {"key": key, "on_change": change, "args": (name, edit)}
