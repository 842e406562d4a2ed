"""A number of the plan in a box that sends whatever is typed: what cannot be used stays there, with the reason below.

A box with bounds of its own keeps a wrong number to itself: it is red, and the run starts with the number before.
"""

from __future__ import annotations

import streamlit as st

from rnnviz.learn.plan import LIMITS, Plan
from rnnviz.lessons.train.own_series import step_of
from rnnviz.lessons.train.state import PAGE, START
from rnnviz.texts import _

LABELS = {
    "hidden": _("Hidden size"),
    "embedding": _("Embedding size"),
    "batch_size": _("Batch size"),
    "epochs": _("Epochs"),
    "seed": _("Seed"),
    "lag": _("{} read (lag)"),
    "ahead": _("{} ahead"),
    "longest": _("Longest review, in words"),
    "limit": _("Reviews in each part (0: all)"),
}


def number(name: str, plan: Plan, step: int = 1, hint: str | None = None) -> None:
    """Draw the box of one of the plan's whole numbers."""
    st.number_input(label(name, plan), step=step, help=hint, **PAGE.knob(name, getattr(plan, name)))
    if name in refused():
        st.error(wanted(name, plan), icon=":material/error:")


def refused() -> list[str]:
    """The boxes that hold what cannot be used."""
    return [name for name in PAGE.refused() if name in LABELS]


def label(name: str, plan: Plan) -> str:
    return LABELS[name].format(f"{step_of(plan).name.capitalize()}s")


def wanted(name: str, plan: Plan) -> str:
    """What the box is to hold."""
    low, high = LIMITS[name]
    return _("{name}: give a whole number from {low} to {high}.").format(name=label(name, plan), low=low, high=high)


def say_refused(plan: Plan) -> None:
    """What stands in the way of Start, for whoever has closed the menu."""
    if names := refused():
        sentences = " ".join(wanted(name, plan) for name in names)
        st.error(
            _("{sentences} **{start}** waits for it.").format(sentences=sentences, start=START), icon=":material/error:"
        )
