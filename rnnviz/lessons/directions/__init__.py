"""The lesson "Two directions": both passes stepped, and a tagger that needs what follows."""

from __future__ import annotations

import sys

import streamlit as st


def directions_page() -> None:
    """The page under its heading. Torch is loaded when the page is first opened, and the heading stands by then."""
    if "torch" in sys.modules:
        from rnnviz.lessons.directions.page import exhibit
    else:
        with st.spinner("Loading PyTorch …"):
            from rnnviz.lessons.directions.page import exhibit
    exhibit()
