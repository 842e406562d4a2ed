"""The plan that the page holds, which is its address, and the runs that it watches."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import streamlit as st

from rnnviz.core.typed import InputError
from rnnviz.learn.plan import Plan
from rnnviz.learn.tasks import TASKS, task_of

FIRST = "names"
HIDDEN = ("task", "file")  # a path on the server is in no link
NAMES = tuple(it.name for it in fields(Plan) if it.name not in HIDDEN)
RUNS = ("run", "beside")
VIEWS = {"watch": "Watch", "back": "Look back", "use": "Use it", "honest": "Honest lessons"}


def first(task: str) -> Plan:
    """The plan that a task starts with: its last-named cell is the slides' LSTM."""
    presets = TASKS[task].presets
    return presets.get("LSTM", next(iter(presets.values())))


def from_query(query: dict[str, str]) -> Plan:
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


def held() -> tuple[Plan, str]:
    """The plan in force, and what was wrong with the address. A page that is come back to shows what it showed."""
    if not st.query_params and "train_query" in st.session_state:
        st.query_params.from_dict(st.session_state["train_query"])
    try:
        plan, problem = from_query(st.query_params.to_dict()), ""
    except InputError as error:
        plan, problem = first(FIRST), str(error)
    remember()
    return plan, problem


def remember() -> None:
    if st.query_params:
        st.session_state["train_query"] = st.query_params.to_dict()


def put(plan: Plan) -> None:
    """Another plan, the runs and the view as they are. For callbacks."""
    kept = {name: value for name, value in st.query_params.to_dict().items() if name in (*RUNS, "view")}
    st.query_params.from_dict(to_query(plan) | kept)
    remember()


def knob(name: str, value: Any) -> dict[str, Any]:
    """The arguments that tie a widget to the plan's field `name`: it shows `value`, moving it changes the plan."""
    key = f"train_{name}"
    st.session_state[key] = value
    return {"key": key, "on_change": _moved, "args": (name,)}


def _moved(name: str) -> None:
    value, plan = st.session_state[f"train_{name}"], held()[0]
    if value is None:
        return
    more = {"carries": True} if name == "cell" and value != "lstm" else {}
    try:
        put(plan.but(**{name: value}, **more))
    except InputError as error:
        st.session_state["train_problem"] = str(error)


def watched() -> list[str]:
    """The ids of the runs on this page, one or two."""
    return [st.query_params[name] for name in RUNS if name in st.query_params]


def watch(keys: list[str]) -> None:
    """These runs from now on."""
    for name in RUNS:
        st.query_params.pop(name, None)
    for name, key in zip(RUNS, keys, strict=False):
        st.query_params[name] = key
    remember()


def view() -> str:
    found = st.query_params.get("view", "watch")
    return found if found in VIEWS else "watch"
