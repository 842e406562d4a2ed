"""One example a task, on which a net's mind can be watched while it forms."""

from __future__ import annotations

import streamlit as st

from rnnviz.core import Array
from rnnviz.core.letters import LETTERS, spelled
from rnnviz.core.typed import InputError
from rnnviz.learn import predict
from rnnviz.learn.data.series import Series
from rnnviz.learn.plan import Plan
from rnnviz.learn.trained import Trained
from rnnviz.ui.plain import plain

STARTS = {
    "names": "Satoshi",
    "sentiment": "It is not a good film, but I loved every minute of it.",
    "characters": "The ",
}
LABELS = {"names": "Surname", "sentiment": "Review", "characters": "Start of the text"}


def example(plan: Plan, key: str, ask: bool = True) -> str:
    """The learner's own example of this task; it stays while epochs and views change. `ask`: with a box to type in."""
    kept = f"train_example_{plan.task}"
    now: str = st.session_state.get(kept, STARTS[plan.task])
    if not ask:
        return now
    widget = f"{kept}_{key}"

    def typed() -> None:
        st.session_state[kept] = st.session_state[widget]

    box = st.text_area if plan.task == "sentiment" else st.text_input
    given: str = box(LABELS[plan.task], now, max_chars=5000, key=widget, on_change=typed)
    return given


def read_as(given: str) -> None:
    """Says where the letters that a net is given are not those that were typed, and which of them have no place."""
    found = spelled(given)
    parts = [f"Read as: {plain(found.letters)}."] if found.letters != given.strip() else []
    parts += [f"No place among the {len(LETTERS)} letters: {plain(' '.join(found.lost))}."] if found.lost else []
    if parts:
        st.caption(" ".join(parts))


def beliefs(net: Trained, given: str) -> predict.Beliefs:
    """What a classifier of texts believes piece by piece. Raises InputError."""
    return predict.surname(net, given) if net.plan.task == "names" else predict.review(net, given)


def window(found: Series, lag: int, begin: int = -1) -> tuple[Array, Array]:
    """A window (lag,) of a series, in its unit, and all that follows it. Raises InputError.

    `begin` −1: the last window that leaves a day of truth behind it, or the last one.
    """
    values = found.values
    most = max(0, len(values) - lag)
    at = max(0, most - 24) if begin < 0 else min(begin, most)
    if len(values) < lag:
        has = found.step.counted(len(values))
        raise InputError(f"The series has {has}, and the net reads {lag}: choose a shorter lag.")
    return values[at : at + lag], values[at + lag :]
