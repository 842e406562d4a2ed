"""Where a claim or a mistake comes from: the one line on the screen that names a slide or a book."""

from __future__ import annotations

import streamlit as st

from rnnviz.texts import _


def source(where: str) -> None:
    """Say it in a line of its own. where: the deck, or the book. Nothing where there is none."""
    if where:
        st.caption(_("Source: {where}").format(where=where))
