"""The learner's own table, judged when it is loaded: what was read of it, which column, and why it cannot be used."""

from __future__ import annotations

from typing import Any

import streamlit as st

from rnnviz.core.typed import InputError
from rnnviz.core.windows import TimeStep
from rnnviz.learn.data import weather
from rnnviz.learn.data.series import reading
from rnnviz.learn.data.series.reading import FileReading
from rnnviz.learn.plan import Plan
from rnnviz.lessons.train.state import PAGE
from rnnviz.ui.plain import plain
from rnnviz.ui.runs.results import series

KEPT = 900  # seconds


def loaded(plan: Plan) -> Any:
    """The file in the box, or None."""
    return st.session_state.get(f"train_own_{plan.task}")


def found(plan: Plan) -> FileReading | None:
    """What became of it; None while there is none."""
    file = loaded(plan)
    return looked_at(file.file_id, file.name, plan.column, file) if file else None


@st.cache_resource(max_entries=4, ttl=KEPT, show_spinner="Reading the table …")
def looked_at(key: str, name: str, column: str, _file: Any) -> FileReading:
    return reading.look(_file.getvalue(), name, column)


@st.cache_data(max_entries=32, ttl=KEPT, show_spinner=False)
def windows_problem(key: str, column: str, lag: int, ahead: int, sort: bool, _found: FileReading) -> str:
    """Why no windows of this size can be cut; "" if they can."""
    try:
        if _found.series:
            weather.check(_found.series, lag, ahead, sort)
    except InputError as error:
        return str(error)
    return ""


def problem(plan: Plan) -> str:
    """Why a run on the file could not begin: a sentence, or ""."""
    file, it = loaded(plan), found(plan)
    if it is None or it.series is None:
        return it.problem if it else ""
    return windows_problem(file.file_id, plan.column, plan.lag, plan.ahead, plan.sort, it)


def judge(plan: Plan) -> None:
    """Beside the box: which column, if more than one fits, and what was read or what stands in the way."""
    it = found(plan)
    if it is None:
        return
    if len(it.choices) > 1 or it.asks:
        now = it.column if it.column in it.choices else None
        st.selectbox(
            "Column to forecast", list(it.choices), placeholder="Choose a column", width=330,
            **PAGE.knob("column", now),
        )  # fmt: skip
    if it.series:
        st.caption(plain(" ".join([f"{it.series.read}.", *it.series.notes])))
    if said := problem(plan):
        box = st.info if it.asks else st.error
        box(plain(said), icon=":material/help:" if it.asks else ":material/error:")


def step_of(plan: Plan) -> TimeStep:
    """The distance of the rows that this plan is about; an hour until it is known."""
    if plan.task != "weather":
        return TimeStep()
    if plan.source == "own file" and not plan.file:
        it = found(plan)
        return it.series.step if it and it.series else TimeStep()
    try:
        return series(plan.to_json()).step
    except InputError:
        return TimeStep()
