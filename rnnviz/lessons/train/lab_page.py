"""What the lab shows, as its lead loads and saves it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import streamlit as st

from rnnviz.core.typed import InputError
from rnnviz.learn.included.keys import key_of
from rnnviz.lessons.train.shown import LAST, STARTS, LabState
from rnnviz.lessons.train.state import PAGE, view, watch, watched
from rnnviz.ui.page_state import State
from rnnviz.ui.runs.results import kept_epochs

EPOCH, EXAMPLE = "train_epoch", "train_example_"


@dataclass(frozen=True)
class LabPage(State[LabState]):
    """What the lab shows, for its lead. The address has the plan, the runs and the view; the rest is the widgets'."""

    key: str = PAGE.key

    def load(self) -> tuple[LabState, str]:
        plan, problem = PAGE.load()
        runs = tuple(map(tuple, watched()))
        example = str(st.session_state.get(EXAMPLE + plan.task, STARTS.get(plan.task, "")))
        return LabState(plan, runs, view(), _epoch(runs), example), problem

    def save(self, state: LabState) -> None:
        PAGE.save(state.plan)
        watch([] if state.runs == ((key_of(state.plan.task),),) else list(map(list, state.runs)))
        st.query_params["view"] = st.session_state["train_view"] = state.view
        PAGE.remember()
        st.session_state.pop(EPOCH, None)
        if state.epoch != LAST:
            st.session_state[EPOCH] = state.epoch
        if state.example:
            st.session_state[EXAMPLE + state.plan.task] = state.example

    def untouched(self) -> bool:
        return PAGE.untouched()


def _epoch(runs: tuple[tuple[str, ...], ...]) -> int:
    found = st.session_state.get(EPOCH)
    with suppress(InputError):  # a run that is gone has none
        return LAST if found is None or found == kept_epochs([keys[0] for keys in runs])[-1] else int(found)
    return LAST


LAB = LabPage()
