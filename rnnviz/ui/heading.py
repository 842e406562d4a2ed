"""A lesson's heading: its title and its one question in a line; everything else waits behind the guide."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import streamlit as st

from rnnviz.lead.steps import steps_of
from rnnviz.lead.terms import defined
from rnnviz.texts import _
from rnnviz.ui.behind import behind
from rnnviz.ui.lead import toggle
from rnnviz.ui.lessons import Lesson
from rnnviz.whole_torch import wait_for_torch

_PROMPTS = {_("Try"): "try_this", _("Predict"): "predict", _("Recap"): "recap"}


def draw_heading(lesson: Lesson) -> None:
    """Draw the heading of ``lesson`` at the top of its page."""
    name = Path(lesson.file).stem
    with st.container(key="heading", horizontal=True, vertical_alignment="center", gap="small"):
        st.title(lesson.title, anchor=False, width="content")
        st.markdown(defined(lesson.question))
        if steps_of(name):
            toggle(name)
        elif lesson.try_this:
            _guide(lesson)


@st.fragment
def _guide(lesson: Lesson) -> None:
    """In a fragment of its own, so that it opens without the page."""
    behind(_("Guide"), ":material/help:", partial(_prompts, lesson))


def _prompts(lesson: Lesson) -> None:
    """In tabs: one shows at a time, and the browser switches them without asking the server."""
    for tab, field in zip(st.tabs(list(_PROMPTS)), _PROMPTS.values(), strict=True):
        tab.markdown(defined(getattr(lesson, field)))


@contextmanager
def loading_torch() -> Iterator[None]:
    """For the imports of a page that needs torch: a spinner under the heading while it is loaded."""
    if "torch" in sys.modules:
        wait_for_torch()
        yield
    else:
        with st.spinner(_("Loading PyTorch …")):
            yield
