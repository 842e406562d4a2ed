"""The plan that the page holds, which is its address, and the runs that it watches."""

from __future__ import annotations

import streamlit as st

from rnnviz.learn.included.keys import key_of
from rnnviz.learn.plan import Plan
from rnnviz.learn.tasks import TASKS, task_of, usual
from rnnviz.state.codec import Codec
from rnnviz.ui import visitor
from rnnviz.ui.page_state import PageState

FIRST = "names"
RUNS = ("run", "beside")
START, BESIDE = "Train it yourself", "Start beside"  # what its buttons say
VIEWS = {"watch": "Watch", "slow": "Slow motion", "back": "Look back", "use": "Use it", "honest": "Honest lessons"}


def checked(plan: Plan) -> Plan:
    """The plan, if its task knows its source. Raises InputError."""
    task_of(plan)
    return plan


def beside(_: Plan) -> dict[str, str]:
    """With another plan the runs and the view stay."""
    return {name: value for name, value in st.query_params.to_dict().items() if name in (*RUNS, "view")}


CODEC = Codec(
    Plan,
    {task: usual(task) for task in (FIRST, *TASKS)},
    "task",
    shown=True,
    check=checked,
    changed=Plan.but,
    others=frozenset({*RUNS, "view"}),
)
PAGE: PageState[Plan] = PageState("train", CODEC, beside, comes_back=True)


def watched() -> list[str]:
    """The ids of the runs on this page, one or two; of a task with no run of the learner's, the one that came along."""
    named = [visitor.key_of(st.query_params[name]) for name in RUNS if name in st.query_params]
    return named or [key_of(PAGE.load()[0].task)]


def watch(keys: list[str]) -> None:
    """These runs from now on."""
    for name in RUNS:
        st.query_params.pop(name, None)
    for name, key in zip(RUNS, keys, strict=False):
        st.query_params[name] = visitor.public(key)
    PAGE.remember()


def view() -> str:
    found = st.query_params.get("view", "watch")
    return found if found in VIEWS else "watch"
