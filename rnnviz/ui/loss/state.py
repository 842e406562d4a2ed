"""What the lesson on gradients holds: settings by its stage; the loss and what is looked at in the session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import streamlit as st

from rnnviz.core.bptt import PARAMETERS
from rnnviz.core.cells import CELLS
from rnnviz.state.fields import Among
from rnnviz.state.link import LinkError, to_query
from rnnviz.state.link_mending import mended
from rnnviz.state.settings import Settings, from_preset
from rnnviz.ui.loss.choices import CODEC, OWN, Choices
from rnnviz.ui.page_state import State, link_problem
from rnnviz.ui.stage_page import DEFAULT, FIRST, StagePage

PAGE = StagePage("gradient", None, OWN)
HEAD = ("head_weight", "head_bias")
STEPS = 6  # of the first example: few enough that every number can be read
NOT_SETTINGS = OWN | {"cell", "notation", "t", "op", "embed", "embed_options", "theme"}


@dataclass(frozen=True)
class Chosen(State[Choices]):
    """The choices: from the link on arrival, then from the page's controls and its stage."""

    key: str

    def load(self) -> tuple[Choices, str]:
        found = st.session_state.get(self.widget("choices"), Choices())
        return found if isinstance(found, Choices) else Choices(), ""

    def save(self, state: Choices) -> None:
        self.forget()
        st.session_state[self.widget("choices")] = state


CHOSEN = Chosen("gradient")


def chosen() -> Choices:
    """The choices in force."""
    return CHOSEN.load()[0]


def arrive() -> str:
    """Read the link when the page is come to; what is wrong with it, in a sentence, until something else is chosen."""
    found = PAGE.widget("arrival")
    if PAGE.widget("loss") not in st.session_state:  # a widget's key: Streamlit drops it when another page is shown
        for name in ("put", "choices"):
            st.session_state.pop(PAGE.widget(name), None)
        wrong = begin()
        st.session_state[found] = wrong, PAGE.now().rev, chosen()
    wrong, *arrival = st.session_state[found]
    return wrong if arrival == [PAGE.now().rev, chosen()] else ""


def begin() -> str:
    """Hold what the link asks for, or the first example; what is wrong with the link, as Markdown."""
    now = PAGE.now()
    query = st.query_params.to_dict()
    if not set(query) - NOT_SETTINGS:
        PAGE.save(replace(first_example(query.get("cell", DEFAULT)), notation=now.settings.notation))
    found = mended(partial(choices_of, PAGE.now().settings.cell), query)
    CHOSEN.save(found.state)
    if found.wrong:
        st.query_params.from_dict(found.good)
    return " ".join(said for said in (now.problem, link_problem(found)) if said)


def choices_of(cell: str, items: Mapping[str, str]) -> Choices:
    """The choices of a link. Raises LinkError, for a parameter too that the cell does not have."""
    found = CODEC.with_items(Choices(), items)
    Among([name for name in PARAMETERS if name in (*CELLS[cell].arrays, *HEAD)]).read("parameter", found.parameter)
    return found


def first_example(cell: str) -> Settings:
    """The worked example on the first hours, standardised: on raw degrees tanh is flat and nothing comes back."""
    settings = from_preset(cell, FIRST)
    return settings.with_source(replace(settings.source, standardise=True, steps=STEPS))


def link_items(settings: Settings, choices: Choices) -> dict[str, str]:
    """Everything on the page as items of its link; without single numbers where those would be too many."""
    try:
        query = to_query(settings)
    except LinkError:
        query = {"preset": settings.preset}
    # in full, so that a link of these items alone is not taken for no link at all
    return {"cell": settings.cell, "preset": settings.preset} | query | CODEC.written(choices)


def on_pick() -> None:
    """The stage's callback: items of the link that a click has changed."""
    picked = (st.session_state.get(PAGE.stage) or {}).get("pick")
    if isinstance(picked, dict):
        take(picked)


def take(items: dict[Any, Any]) -> None:
    """Take items over; what a browser sent and no stage could have made is left aside."""
    try:
        CHOSEN.save(CODEC.with_items(chosen(), {str(name): str(text) for name, text in items.items()}))
    except LinkError:
        return
