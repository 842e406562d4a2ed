"""The curves as a file to take away."""

from __future__ import annotations

from functools import partial

import streamlit as st

from rnnviz.lessons.vanishing import VanishingState, to_csv


def take_away(setup: VanishingState) -> None:
    """The file of the view that is open, and a word on the link."""
    st.markdown("The **address bar** is a link to exactly what is on the screen.")
    name = f"rnnviz-vanishing-{setup.preset}.csv"
    st.download_button("Curves as CSV", partial(to_csv, setup), name, "text/csv", on_click="ignore")
