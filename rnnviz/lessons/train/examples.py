"""One example a task, on which a net's mind can be watched while it forms."""

from __future__ import annotations

import zlib
from contextlib import suppress
from dataclasses import dataclass

import streamlit as st

from rnnviz.core import Array
from rnnviz.core.letters import LETTERS, spelled_in
from rnnviz.core.typed import InputError
from rnnviz.learn import predict
from rnnviz.learn.data.series import Series
from rnnviz.learn.plan import OWN_FILE
from rnnviz.learn.trained import Trained
from rnnviz.lessons.train.shown import STARTS
from rnnviz.texts import _
from rnnviz.ui.plain import plain
from rnnviz.ui.runs.own import first_text

OWN_LABELS = {"names": _("Name"), "sentiment": _("Text")}
LABELS = {"names": _("Surname"), "sentiment": _("Review"), "characters": _("Start of the text")}


def example(net: Trained, key: str, ask: bool = True) -> str:
    """The learner's own example for this net; it stays while epochs and views change. `ask`: with a box to type in."""
    kept = kept_at(net)
    now: str = st.session_state.get(kept) or start_of(net)
    if not ask:
        return now
    widget = f"{kept}_{key}"

    def typed() -> None:
        st.session_state[kept] = st.session_state[widget]

    plan = net.plan
    box = st.text_area if plan.task == "sentiment" else st.text_input
    label = OWN_LABELS.get(plan.task, LABELS[plan.task]) if plan.source == OWN_FILE else LABELS[plan.task]
    st.session_state[widget] = now
    given: str = box(label, max_chars=5000, key=widget, on_change=typed)
    return given


def kept_at(net: Trained) -> str:
    """Under which key: a net that reads other letters or names other classes begins with another example."""
    own = f"_{zlib.crc32(repr((net.tokens, net.classes)).encode())}" if net.plan.source == OWN_FILE else ""
    return f"train_example_{net.plan.task}{own}"


def start_of(net: Trained) -> str:
    """An example that the net can read: of a learner's own data, its first one; of a loaded net's, a few letters."""
    start = STARTS[net.plan.task]
    if net.plan.source != OWN_FILE:
        return start
    with suppress(InputError):  # its file is gone
        return first_text(net.plan.to_json())
    if net.plan.task == "sentiment" or all(letter in net.tokens for letter in start):
        return start
    return "".join(token for token in net.tokens if token.isalpha())[:3] or "".join(net.tokens[:3])


def read_as(given: str, letters: tuple[str, ...] = tuple(LETTERS)) -> None:
    """Says where the letters that a net is given are not those that were typed, and which of them have no place."""
    found = spelled_in(given, letters)
    parts = [_("Read as: {letters}.").format(letters=plain(found.letters))] if found.letters != given.strip() else []
    parts += (
        [
            _("No place among the {n_letters} letters: {lost}.").format(
                n_letters=len(letters), lost=plain(" ".join(found.lost))
            )
        ]
        if found.lost
        else []
    )
    if parts:
        st.caption(" ".join(parts))


def beliefs(net: Trained, given: str) -> predict.Beliefs:
    """What a classifier of texts believes piece by piece. Raises InputError."""
    return predict.surname(net, given) if net.plan.task == "names" else predict.review(net, given)


@dataclass(frozen=True)
class SeriesWindow:
    """What a net reads, (lag,) or (lag, D) of several inputs; the target's values in it, (lag,), and all after it."""

    read: Array
    known: Array
    after: Array


def window(found: Series, lag: int, begin: int = -1) -> SeriesWindow:
    """A window of a series, in its unit. Raises InputError.

    `begin` −1: the last window that leaves a day of truth behind it, or the last one.
    """
    values = found.values
    most = max(0, len(values) - lag)
    at = max(0, most - 24) if begin < 0 else min(begin, most)
    if len(values) < lag:
        has = found.step.counted(len(values))
        raise InputError(
            _("The series has {has}, and the net reads {lag}: choose a shorter lag.").format(has=has, lag=lag)
        )
    known = values[at : at + lag]
    return SeriesWindow(known if found.inputs is None else found.inputs[at : at + lag], known, values[at + lag :])
