"""What stands behind a button of the page: it is made only while it is open, not at every run."""

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


def is_open(popover: st.delta_generator.DeltaGenerator) -> bool:
    return bool(getattr(popover, "open", False))
