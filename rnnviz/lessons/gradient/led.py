"""The page as its lead puts and reads it, and what the stage is told of the lead."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from rnnviz.lessons.gradient.seen import Seen
from rnnviz.ui.lead import Lead
from rnnviz.ui.loss.state import CHOSEN, PAGE, chosen, untouched
from rnnviz.ui.page_state import State

MOVED = PAGE.widget("moved")  # a name of what the lead has put last


@dataclass(frozen=True)
class WholePage(State[Seen]):
    """The page, as its stage and its choices hold it between them."""

    key: str

    def load(self) -> tuple[Seen, str]:
        now = PAGE.now()
        return Seen(now.settings, chosen()), now.problem

    def save(self, state: Seen) -> None:
        CHOSEN.save(state.choices)
        st.session_state[MOVED] = uuid.uuid4().hex
        PAGE.save(state.settings)

    def untouched(self) -> bool:
        return untouched()


LED = WholePage("gradient")


def led_data(lead: Lead[Seen] | None) -> dict[str, Mapping[str, object]]:
    """What the stage is told of a lead: which state it has put, and how far an open question lets the sweep go."""
    if lead is None:
        return {}
    cover = lead.covered(lead.page.load()[0]) or {"most": None}
    return {"led": {"moved": st.session_state.get(MOVED, "")} | cover}
