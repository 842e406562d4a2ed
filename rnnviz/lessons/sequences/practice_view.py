"""Shapes by hand: a question with drawn numbers, two typed answers, each checked at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from rnnviz.core.typed import InputError, counted
from rnnviz.lessons.sequences.look import PAGE
from rnnviz.lessons.sequences.practice import Question, numbers, on_shape, on_windows, question
from rnnviz.lessons.sequences.setup import SEED, SequencesState
from rnnviz.texts import _
from rnnviz.ui.behind import behind
from rnnviz.ui.plain import plain


def practice(setup: SequencesState) -> None:
    """The question, the answers, and a way to see it on the stage."""
    behind(_("Your turn: windows and shape by hand"), ":material/edit:", partial(asked_and_answered, setup))


def asked_and_answered(setup: SequencesState) -> None:
    asked = question(setup.ask)
    st.markdown(in_words(asked))
    left, right, more = st.columns([2, 3, 4], vertical_alignment="bottom")
    windows = left.text_input(
        _("How many windows?"), max_chars=12, key=f"sequences_windows_{setup.ask}", persist_state="session"
    )
    shape = right.text_input(
        _("Shape of the first batch"), max_chars=40, key=f"sequences_typed_{setup.ask}", persist_state="session"
    )
    with more.container(horizontal=True, gap="small"):
        st.button(_("Another question"), key="sequences_another", on_click=_another)
        st.button(_("Show it on the stage"), key="sequences_show", on_click=_show)
    if windows:
        answer(windows, lambda text: on_windows(asked, numbers(text)[0]))
    if shape:
        answer(shape, lambda text: on_shape(asked, numbers(text)))


def in_words(asked: Question) -> str:
    return _(
        "A series has **{length}** points in {channels}. A window of **{window}** slides over it, one "
        "point at a time. A batch holds **{batch}** windows; `batch_first={first}`."
    ).format(
        length=asked.length,
        channels=counted(asked.channels, "**{n}** channel", "**{n}** channels"),
        window=asked.window,
        batch=asked.batch,
        first=asked.first,
    )


def answer(text: str, judge: Callable[[str], tuple[bool, str]]) -> None:
    """The learner's own answer, and what is said of it."""
    try:
        right, why = judge(text)
    except InputError as error:
        st.warning(plain(str(error)))
        return
    st.markdown(
        _("{word} You said **{text}**. {why}").format(
            word=_(":green[✓]") if right else _(":red[✗]"), text=plain(text), why=why
        )
    )


def _another() -> None:
    PAGE.set(ask=PAGE.load()[0].ask % SEED.high + 1)


def _show() -> None:
    asked = question(PAGE.load()[0].ask)
    PAGE.set(data="length", length=asked.length, channels=asked.channels, batch=asked.batch, first=asked.first)
    PAGE.set(lag=asked.window, stride=1)
