"""The lesson's choices in the session: from the link on arrival, then from its controls and its stage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from rnnviz.core.typed import InputError
from rnnviz.state.link import LinkError, to_query
from rnnviz.state.link_mending import mended
from rnnviz.state.settings import Settings, from_preset
from rnnviz.ui.held import DEFAULT, FIRST, Page, held, put
from rnnviz.ui.loss.choices import OWN, Choices, to_items, with_items
from rnnviz.ui.page_state import told_of

PAGE = Page("gradient", None, OWN)
STEPS = 6  # of the first example: few enough that every number can be read
NOT_SETTINGS = OWN | {"cell", "notation", "t", "op", "embed", "embed_options", "theme"}


def arrive() -> str:
    """Read the link when the page is come to; what is wrong with it, in a sentence, until something else is chosen."""
    found = PAGE.widget("arrival")
    if PAGE.widget("loss") not in st.session_state:  # a widget's key: Streamlit drops it when another page is shown
        for name in ("put", "choices"):
            st.session_state.pop(PAGE.widget(name), None)
        wrong = begin()
        st.session_state[found] = wrong, held(PAGE).rev, chosen()
    wrong, *arrival = st.session_state[found]
    return wrong if arrival == [held(PAGE).rev, chosen()] else ""


def begin() -> str:
    """Hold what the link asks for, or the first example; what is wrong with the link, as Markdown."""
    now = held(PAGE)
    query = st.query_params.to_dict()
    if not set(query) - NOT_SETTINGS:
        put(PAGE, replace(first_example(query.get("cell", DEFAULT)), notation=now.settings.notation))
    found = mended(lambda items: with_items(Choices(), items), query)
    hold(found.state)
    if found.wrong:
        st.query_params.from_dict(found.good)
    return " ".join(said for said in (now.problem, told_of(found)) if said)


def first_example(cell: str) -> Settings:
    """The worked example on the first hours, standardised: on raw degrees tanh is flat and nothing comes back."""
    settings = from_preset(cell, FIRST)
    return settings.with_source(replace(settings.source, standardise=True, steps=STEPS))


def chosen() -> Choices:
    """The choices in force."""
    found = st.session_state.get(PAGE.widget("choices"), Choices())
    return found if isinstance(found, Choices) else Choices()


def hold(choices: Choices) -> None:
    st.session_state[PAGE.widget("choices")] = choices


def link_items(settings: Settings, choices: Choices) -> dict[str, str]:
    """Everything on the page as items of its link; without single numbers where those would be too many."""
    try:
        query = to_query(settings)
    except LinkError:
        query = {"preset": settings.preset}
    # in full, so that a link of these items alone is not taken for no link at all
    return {"cell": settings.cell, "preset": settings.preset} | query | to_items(choices)


def on_pick() -> None:
    """The stage's callback: items of the link that a click has changed."""
    picked = (st.session_state.get(PAGE.stage) or {}).get("pick")
    if isinstance(picked, dict):
        take(picked)


def take(items: dict[Any, Any]) -> None:
    """Take items over; what a browser sent and no stage could have made is left aside."""
    try:
        hold(with_items(chosen(), {str(name): str(text) for name, text in items.items()}))
    except LinkError:
        return


def set_from(name: str, edit: Callable[[Choices, Any], Choices]) -> None:
    """A widget's callback: the choices with its new value, or a sentence kept for beside it."""
    key = PAGE.widget(name)
    st.session_state.pop(f"{key}_problem", None)
    try:
        hold(edit(chosen(), st.session_state[key]))
    except InputError as error:
        st.session_state[f"{key}_problem"] = str(error)


def knob(name: str, value: Any, edit: Callable[[Choices, Any], Choices]) -> dict[str, Any]:
    """The arguments that tie a widget to the choices: it shows `value`, but for what was typed there and is wrong."""
    if not problem(name):
        st.session_state[PAGE.widget(name)] = value
    return {"key": PAGE.widget(name), "on_change": set_from, "args": (name, edit)}


def problem(name: str) -> str:
    return str(st.session_state.get(f"{PAGE.widget(name)}_problem", ""))
