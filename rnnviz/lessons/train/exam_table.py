"""Slip j's three tests, as a table and a sentence that is true of its numbers."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from rnnviz.core.typed import InputError
from rnnviz.learn.evaluating import Exam, exams
from rnnviz.learn.jobs import View
from rnnviz.lessons.train.verdicts import NEAR
from rnnviz.ui.runs.results import net_at


def draw_exams(seen: list[View]) -> None:
    """For two runs that are over and differ in the order of their hours alone."""
    ordered, unordered = sorted(seen, key=lambda it: not it.plan.sort)
    try:
        found = _exams(ordered.id, ordered.evaluations[-1].epoch, unordered.id, unordered.evaluations[-1].epoch)
    except InputError:
        return  # a run whose nets are gone has its curves still
    head = ["| trained on | tested on | MSE, °C² | same as the last hour |", "| --- | --- | ---: | ---: |"]
    rows = [f"| {it.trained} | {it.tested} | {it.mse:.3f} | {it.persistence:.3f} |" for it in found]
    st.markdown("\n".join([*head, *rows]))
    st.caption(f"{verdict(found)} One run each: another seed gives other numbers.")


@st.cache_data(max_entries=16, show_spinner=False)
def _exams(ordered: str, first: int, unordered: str, second: int) -> tuple[Exam, Exam, Exam]:
    return exams(net_at(ordered, first), net_at(unordered, second))


def verdict(found: Sequence[Exam]) -> str:
    """What the three numbers say, no more."""
    right, same_test, own_test = found
    parts = [
        f"On the same sorted hours the two nets are within {NEAR:.0%} of each other.".replace("%", " %")
        if abs(right.mse - same_test.mse) <= NEAR * max(right.mse, same_test.mse)
        else f"On the same sorted hours the net trained {min(found[:2], key=lambda it: it.mse).trained} is better."
    ]
    if own_test.mse > (1 + NEAR) * same_test.mse and own_test.persistence > (1 + NEAR) * same_test.persistence:
        parts.append("The unsorted test is harder for the same net, and for the same-as-last-hour forecast.")
    return " ".join(parts)
