"""The training lab: a task, a net, a run that is watched, looked back at and used."""

from __future__ import annotations

import sys

import streamlit as st


def train_page() -> None:
    """The page under its heading. Torch is loaded when the page is first opened, and the heading stands by then."""
    if "torch" in sys.modules:
        from rnnviz.lessons.train.page import lab
    else:
        with st.spinner("Loading PyTorch …"):
            from rnnviz.lessons.train.page import lab
    lab()
