"""The optimiser of the next learning step, and the buttons that take steps or go back: of pages with a course."""

from __future__ import annotations

from typing import Any

import streamlit as st

from rnnviz.core.optim import OPTIMISERS
from rnnviz.state.course import MAX_TAKEN
from rnnviz.texts import _
from rnnviz.ui.page_state import PageState

MANY = 10


def optimiser_control(tied: dict[str, Any]) -> None:
    st.segmented_control(
        _("Optimiser"), list(OPTIMISERS), format_func=lambda name: OPTIMISERS[name].name, required=True, **tied
    )


def step_buttons(page: PageState[Any], steps: int, ahead: bool) -> None:
    """Take one or many, undo, reset. steps: taken so far; ahead: whether the step to come can be taken."""
    more = ahead and steps < MAX_TAKEN
    for label, name, count in ((_("Take the step"), "take", 1), (f"× {MANY}", "take_many", MANY)):
        st.button(label, key=page.widget(name), disabled=not more, on_click=take, args=(page, count))
    for label, name, count in ((_("Undo"), "undo", 1), (_("Reset"), "reset", MAX_TAKEN)):
        st.button(label, key=page.widget(name), disabled=not steps, on_click=undo, args=(page, count))


def take(page: PageState[Any], count: int) -> None:
    """The button: that many steps more, with the rule as it stands."""
    now = page.load()[0]
    page.set(taken=(*now.taken, *[now.rule] * count)[:MAX_TAKEN])


def undo(page: PageState[Any], count: int) -> None:
    """The button: the last steps back."""
    page.set(taken=page.load()[0].taken[:-count])
