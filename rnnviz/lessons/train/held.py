"""The plan that the page holds, which is its address, and the runs that it watches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

import streamlit as st

from rnnviz.core.typed import InputError
from rnnviz.learn.plan import Plan
from rnnviz.learn.tasks import TASKS, task_of
from rnnviz.ui import visitor
from rnnviz.ui.address import Address

FIRST = "names"
HIDDEN = ("task", "file")  # a path on the server is in no link
NAMES = tuple(it.name for it in fields(Plan) if it.name not in HIDDEN)
RUNS = ("run", "beside")
START, BESIDE = "Start", "Start beside"  # what its buttons say
VIEWS = {"watch": "Watch", "back": "Look back", "use": "Use it", "honest": "Honest lessons"}


def first(task: str) -> Plan:
    """The plan that a task starts with: its last-named cell is the slides' LSTM."""
    presets = TASKS[task].presets
    return presets.get("LSTM", next(iter(presets.values())))


def from_query(query: Mapping[str, str]) -> Plan:
    """The plan of an address. Raises InputError, with a sentence."""
    task = query.get("task", FIRST)
    if task not in TASKS:
        raise InputError(f"The link asks for a task that is not here: choose one of {', '.join(TASKS)}.")
    base = first(task)
    plan = base.but(**{name: typed(name, query[name], getattr(base, name)) for name in NAMES if name in query})
    task_of(plan)
    return plan


def typed(name: str, text: str, like: str | float | bool) -> str | float | bool:
    if isinstance(like, bool):
        return text == "1"
    try:
        return type(like)(text)
    except ValueError as error:
        raise InputError(f"The link says {name} = {text[:20]}: that is no number.") from error


def to_query(plan: Plan) -> dict[str, str]:
    """What differs from the task's first plan."""
    base = first(plan.task)
    changed = {name: getattr(plan, name) for name in NAMES if getattr(plan, name) != getattr(base, name)}
    written = {name: str(int(value)) if isinstance(value, bool) else str(value) for name, value in changed.items()}
    return {"task": plan.task} | written


def beside(_: Plan) -> dict[str, str]:
    """With another plan the runs and the view stay."""
    return {name: value for name, value in st.query_params.to_dict().items() if name in (*RUNS, "view")}


PAGE: Address[Plan] = Address("train", from_query, to_query, Plan.but, beside, comes_back=True)


def watched() -> list[str]:
    """The ids of the runs on this page, one or two."""
    return [visitor.key_of(st.query_params[name]) for name in RUNS if name in st.query_params]


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
