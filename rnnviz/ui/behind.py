"""What stands behind a button of the page, or in a fold: it is made when it is opened, not at every visit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st


def behind(label: str, icon: str, draw: Callable[[], None], width: int | Literal["content"] = "content") -> None:
    """A popover in which `draw` draws. It asks the server when it is opened, in the fragment that it stands in."""
    popover = st.popover(label, icon=icon, width=width, on_change="rerun")
    if is_open(popover):
        with popover:
            draw()


def fold(key: str, label: str, icon: str, draw: Callable[[], None]) -> None:
    """An expander in which `draw` draws, from its first opening on: what was chosen in it stays when it is closed."""
    expander = st.expander(label, icon=icon, key=key, on_change="rerun")
    opened = f"{key}_opened"
    if is_open(expander):
        st.session_state[opened] = True
    if opened in st.session_state:
        with expander:
            draw()


def is_open(container: st.delta_generator.DeltaGenerator) -> bool:
    return bool(getattr(container, "open", False))
