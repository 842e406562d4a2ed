"""The learner's own table with times: its columns with a choice, what was read of it, and why it cannot be used."""

from __future__ import annotations

import streamlit as st

from rnnviz.core.typed import InputError
from rnnviz.core.windows import TimeStep
from rnnviz.learn.data import weather
from rnnviz.learn.data.series.reading import FileReading
from rnnviz.learn.plan import OWN_FILE, Plan, written
from rnnviz.lessons.train.own_file import key_of, series_found
from rnnviz.lessons.train.state import PAGE
from rnnviz.texts import _
from rnnviz.ui.plain import plain
from rnnviz.ui.runs.results import series

KEPT = 900  # seconds


@st.cache_data(max_entries=32, ttl=KEPT, show_spinner=False)
def windows_problem(key: str, lag: int, ahead: int, sort: bool, _found: FileReading) -> str:
    """Why no windows of this size can be cut; "" if they can."""
    try:
        if _found.series:
            weather.check(_found.series, lag, ahead, sort)
    except InputError as error:
        return str(error)
    return ""


def problem(plan: Plan) -> str:
    """Why a run on the file could not begin: a sentence, or ""."""
    it = series_found(plan)
    if it is None or it.series is None:
        return it.problem if it else ""
    return windows_problem(key_of(plan, plan.column, plan.inputs, plan.time), plan.lag, plan.ahead, plan.sort, it)


def asks(plan: Plan) -> bool:
    """Whether the learner is to say which column is meant."""
    it = series_found(plan)
    return bool(it and it.asks)


def judge(plan: Plan) -> None:
    """Beside the box: the columns, and what was read or what stands in the way."""
    it = series_found(plan)
    if it is None:
        return
    choose(plan, it)
    if it.series:
        st.caption(plain(" ".join([f"{it.series.origin}, {it.series.read}.", *it.series.notes])))
    if said := problem(plan):
        box = st.info if it.asks else st.error
        box(plain(said), icon=":material/help:" if it.asks else ":material/error:")


def choose(plan: Plan, it: FileReading) -> None:
    """Which columns, where there is a choice or one was made."""
    with st.container(key="train_columns", horizontal=True, gap="small"):
        if len(it.choices) > 1 or it.asks:
            now = it.column if it.column in it.choices else None
            st.selectbox(
                _("Column to forecast"), list(it.choices), placeholder=_("Choose a column"), width=260,
                **PAGE.knob("column", now),
            )  # fmt: skip
        if len(it.choices) > 1 and it.column:
            read = [name for name in plan.read_columns if name in it.choices] or [it.column]
            st.multiselect(
                _("Inputs that the net reads"), list(it.choices), width=420,
                **PAGE.knob("inputs", read, lambda shown, names: shown.but(inputs=inputs_of(it.column, names))),
            )  # fmt: skip
        if len(it.times) > 1 or plan.time:
            now = next((name for name in it.time if name in it.times), None)
            st.selectbox(
                _("Time"), list(it.times), placeholder=_("Choose a column"), width=220, **PAGE.knob("time", now)
            )  # fmt: skip


def inputs_of(column: str, names: list[str]) -> str:
    """What the plan says of these inputs: nothing where the net reads what it forecasts, alone."""
    return "" if names == [column] else written(names)


def step_of(plan: Plan) -> TimeStep:
    """The distance of the rows that this plan is about; an hour until it is known."""
    if plan.task != "weather":
        return TimeStep()
    if plan.source == OWN_FILE and not plan.file:
        it = series_found(plan)
        return it.series.step if it and it.series else TimeStep()
    try:
        return series(plan.to_json()).step
    except InputError:
        return TimeStep()
