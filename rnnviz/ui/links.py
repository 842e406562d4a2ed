"""Links from one lesson to another that take settings along."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from rnnviz.core.link import to_query
from rnnviz.core.settings import Settings
from rnnviz.ui.lessons import LESSONS

PAGES = Path(__file__).resolve().parents[2] / "pages"


def link_to(label: str, settings: Settings) -> None:
    """A link to the page of the settings' cell, on which it opens with them."""
    page, query = str(PAGES / LESSONS[settings.cell].file), to_query(settings)
    st.page_link(page, label=label, icon=":material/swap_horiz:", query_params=query)
