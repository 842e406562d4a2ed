"""The plan that the page holds, which is its address, and the runs that it watches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from rnnviz.learn.included.keys import key_of
from rnnviz.learn.plan import Plan
from rnnviz.lessons.train.shown import CODEC, OTHERS, RUNS
from rnnviz.texts import _
from rnnviz.ui import visitor
from rnnviz.ui.lead import is_open
from rnnviz.ui.page_state import PageState

BETWEEN = "."
SEEDS = (1, 3, 5)
MOST_SEEDS = max(SEEDS)
START, BESIDE = _("Train it yourself"), _("Start beside")  # what its buttons say
VIEWS = {
    "watch": _("Watch"),
    "slow": _("Slow motion"),
    "back": _("Look back"),
    "use": _("Use it"),
    "runs": _("Runs"),
    "honest": _("Honest lessons"),
}


def beside(_: Plan) -> dict[str, str]:
    """With another plan the runs, the view and the number of seeds stay."""
    return {name: value for name, value in st.query_params.to_dict().items() if name in OTHERS}


PAGE: PageState[Plan] = PageState("train", CODEC, beside, comes_back=True)


def watched() -> list[list[str]]:
    """The runs on this page, a list a setting; of a task with no run of the learner's, the one that came along."""
    named = [
        [visitor.key_of(key) for key in st.query_params[name].split(BETWEEN)[:MOST_SEEDS]]
        for name in RUNS
        if name in st.query_params
    ]
    return named or [[key_of(PAGE.load()[0].task)]]


def watch(settings: list[list[str]]) -> None:
    """These from now on, up to four."""
    for name in RUNS:
        st.query_params.pop(name, None)
    for name, keys in zip(RUNS, settings, strict=False):
        st.query_params[name] = BETWEEN.join(map(visitor.public, keys))
    PAGE.remember()


def view() -> str:
    found = st.query_params.get("view", "watch")
    return found if found in VIEWS else "watch"


def seeds() -> int:
    """With how many seeds a setting is trained."""
    found = st.query_params.get("seeds", "1")
    return int(found) if found in map(str, SEEDS) else 1


def part(draw: Callable[..., None], every: float | None = None) -> Callable[..., Any]:
    """What is drawn anew without the rest of the page, if need be every so many seconds; beside a lead, whose card
    checks what is moved, it belongs to the fragment of both."""
    return draw if is_open("train") else st.fragment(draw, run_every=every)
