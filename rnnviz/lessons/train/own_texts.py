"""The learner's own names or reviews: their columns with a choice, what was read, and every problem with its line."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from rnnviz.learn.data.labelled.outline import OutlinedReading
from rnnviz.learn.plan import Plan, written
from rnnviz.lessons.train.own_file import texts_found
from rnnviz.lessons.train.state import PAGE
from rnnviz.texts import _
from rnnviz.ui.plain import plain


def judge(plan: Plan) -> None:
    """Beside the box."""
    it = texts_found(plan)
    if it is None:
        return
    choose(it)
    if it.outline:
        st.caption(plain(f"{it.outline.origin}, {it.outline.read}."))
        for note in it.outline.notes:
            st.caption(plain(f"• {note}"))
    for said in it.problems:
        st.error(plain(said), icon=":material/error:")


def choose(it: OutlinedReading) -> None:
    """Which columns, of a table."""
    if len(it.columns) < 2:
        return
    with st.container(key="train_columns", horizontal=True, gap="small"):
        st.selectbox(
            _("Column of labels"), list(it.columns), width=220, **PAGE.knob("column", it.label or None, with_label(it))
        )
        st.selectbox(
            _("Column of texts"), list(it.columns), width=220, **PAGE.knob("inputs", it.text or None, with_text(it))
        )


Edit = Callable[[Plan, str], Plan]


def with_label(it: OutlinedReading) -> Edit:
    """The plan with these labels; the texts move away from them."""
    return lambda plan, name: plan.but(column=name, inputs=written([it.label if name == it.text else it.text]))


def with_text(it: OutlinedReading) -> Edit:
    return lambda plan, name: plan.but(inputs=written([name]), column=it.text if name == it.label else it.label)
