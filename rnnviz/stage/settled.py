"""Lets slow parts of a page wait until no hand is on the stage: charts and menus are drawn anew when it has settled."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from rnnviz.stage.stub import stub

_component = st.components.v2.component("settled", html="<i hidden></i>", js=stub("shared/settled.js"))


def when_settled(key: str, then: Callable[[], None]) -> None:
    """Call `then`, as a callback, a moment after the stage has had Python's answer to the last release."""
    _component(key=key, height=0, on_settled_change=then)
