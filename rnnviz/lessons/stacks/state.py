"""The page's state is the address: what a control changes is written there, and the stage writes what is moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from rnnviz.lessons.stacks.asked import StacksState, net_of, read, stand_of, written
from rnnviz.state.codec import Custom
from rnnviz.state.link import LinkError
from rnnviz.state.link_numbers import read_array
from rnnviz.state.settings import Settings
from rnnviz.state.stacked import STAND
from rnnviz.ui.page_state import PageState, Part

STAGE = "stacked"


def linked(query: Mapping[str, str]) -> StacksState:
    """What a link asks for, if there is such a net and such a place in it. Raises LinkError."""
    now = read(query)
    if now.shown:
        net_of(now)
    stand_of(query, now)
    return now


def kept(new: StacksState) -> dict[str, str]:
    """Where the learner stands and what was moved, as far as they fit."""
    stands = {name: text for name, text in st.query_params.to_dict().items() if STAND.has(name)}
    try:
        stand_of(stands, new)
    except LinkError:
        stands = {name: text for name, text in stands.items() if name == "notation"}
    return fitting(new) | stands


def fitting(new: StacksState) -> dict[str, str]:
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


PAGE: PageState[StacksState] = PageState("stacks", Custom(linked, written), kept)


def take_over(settings: Settings) -> None:
    """An input that the cell pages' controls put."""
    now = PAGE.load()[0]
    inputs = settings.input_size if now.shown else now.made.input_size
    PAGE.set(settings=settings, made=replace(now.made, input_size=inputs))


CELL = Part("stacks", read=lambda: PAGE.load()[0].settings, write=take_over)
