"""The lab beside its lead, both in one fragment: the card checks what is typed and moved, and follows the runs."""

from __future__ import annotations

import streamlit as st

from rnnviz.lessons.train.lab import lab, looked
from rnnviz.lessons.train.lab_page import LAB
from rnnviz.lessons.train.state import PAGE, watched
from rnnviz.lessons.train.tasks import TASKS
from rnnviz.lessons.train.watch import changes, look_every
from rnnviz.ui.lead import Lead, is_open
from rnnviz.ui.lead_card import beside


def led_lab() -> None:
    """The lesson, beside its lead where that is open."""
    if not is_open("train"):
        lab()
        return
    now = moves()
    st.fragment(_led, run_every=now[0])(now)


def _led(before: tuple[float | None, int]) -> None:
    if moves() != before:
        st.rerun()  # at another pace, or without a timer
    beside(Lead("train", LAB, TASKS), lab)


def moves() -> tuple[float | None, int]:
    """How often the runs are looked at, and how often their rates were changed."""
    PAGE.load()
    settings, _ = looked(watched())
    seen = [it for setting in settings for it in setting]
    return look_every(seen), changes(seen)
