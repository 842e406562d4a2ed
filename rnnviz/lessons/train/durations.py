"""How long a run will take is said before it is started: measured once, while the page is read."""

from __future__ import annotations

import math
from collections.abc import Sequence

import streamlit as st

from rnnviz.core.typed import clock
from rnnviz.jobs.cluster import trouble
from rnnviz.learn.duration import UNKNOWN
from rnnviz.learn.plan import Plan, from_json
from rnnviz.lessons.train.own_file import file_id, upload
from rnnviz.lessons.train.starting import PRESS, way
from rnnviz.texts import _
from rnnviz.ui.runs.results import runs

OFTEN = 0.7  # seconds between two looks while something is measured
SELDOM = 3.0  # the same while the cluster is in trouble: it looks for its scheduler as often
HERE = _("Measured on the app's own machine, with no other run beside it.")
AWAY = _("Measured on a worker of the cluster, where the run will go.")


def seconds(plan: Plan) -> float | None:
    """None while it is measured; UNKNOWN where no run can begin, or its data is not here."""
    if plan.source != "own file":
        return runs().durations.of(plan)
    if way(plan) != PRESS:
        return UNKNOWN
    return runs().durations.of(plan, upload(plan), file_id(plan))


def about(*plans: Plan) -> str:
    """ "about 12 s", "about 9 s and 14 s"; "" while that is not known."""
    found = [seconds(plan) for plan in plans]
    if any(it is None or math.isnan(it) for it in found):
        return ""
    return _("about ") + _(" and ").join(clock(max(1.0, it or 0.0)) for it in found)


def hint(plan: Plan) -> str:
    """Where that was measured."""
    return AWAY if runs().durations.away(plan) else HERE


def follow(plans: Sequence[Plan]) -> None:
    """Draws the page again as these become known, and when the cluster's trouble is another or over."""
    open_, why = pending(plans), trouble()
    every = OFTEN if open_ else SELDOM if why else None
    st.fragment(_follow, run_every=every)([it.to_json() for it in plans], open_, why)


def pending(plans: Sequence[Plan]) -> int:
    return sum(seconds(plan) is None for plan in plans)


def _follow(plans: list[str], before: int, why: str) -> None:
    if pending([from_json(it) for it in plans]) < before or trouble() != why:
        st.rerun()
