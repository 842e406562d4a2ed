"""The page as its controls and its lead put and read it."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from rnnviz.core.construction import STAGES
from rnnviz.lessons.construction.built import FIRST, STAGE, Built, bare, read_stage
from rnnviz.ui.page_state import LEAD_ITEMS, State
from rnnviz.ui.stage_page import StagePage

PAGE = StagePage("construction", "lstm", LEAD_ITEMS, items={STAGE: lambda text, _: read_stage(text)})
KEY = PAGE.widget("stage")


def arrive() -> None:
    """On arrival, the stage that the link names; a wrong one has left the address. The browser is told each time."""
    asked = st.query_params.get(STAGE, FIRST)
    st.session_state[KEY] = st.session_state.get(KEY, asked if asked in STAGES else FIRST)


@dataclass(frozen=True)
class BuiltPage(State[Built]):
    """The settings, which the stage holds, and the choice among the stages."""

    key: str

    def load(self) -> tuple[Built, str]:
        now = PAGE.now()
        return Built(bare(now.settings), str(st.session_state[KEY])), now.problem

    def save(self, state: Built) -> None:
        st.session_state[KEY] = state.key
        PAGE.save(state.settings)

    def untouched(self) -> bool:
        return PAGE.untouched() and st.session_state[KEY] == FIRST


BUILT = BuiltPage("construction")
