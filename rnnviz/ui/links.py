"""The catalogue's lessons as Streamlit's pages, and links from one to another that take settings along."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from rnnviz.state.link import to_query
from rnnviz.state.settings import Settings
from rnnviz.texts import _
from rnnviz.ui.lessons import LESSONS

PAGES = Path(__file__).resolve().parents[2] / "pages"
HOME = "home"
GLOSSARY = "glossary"  # pages that are no lessons
CLASS = "class"


def all_pages() -> dict[str, Page]:
    """Every lesson's page by its name, which is also its address; made once a session, to which a page belongs."""
    if (made := st.session_state.get("pages")) is None:
        st.session_state["pages"] = made = {
            name: st.Page(PAGES / lesson.file, title=lesson.title, url_path=name, default=name == HOME)
            for name, lesson in LESSONS.items()
        } | {
            GLOSSARY: st.Page(PAGES / "glossary.py", title=_("Glossary"), url_path=GLOSSARY),
            CLASS: st.Page(PAGES / "class.py", title=_("Class"), url_path=CLASS),
        }
    found: dict[str, Page] = made
    return found


def page_of(name: str) -> Page:
    return all_pages()[name]


def along(settings: Settings) -> dict[str, str]:
    """The items of a link that takes settings along. The two that a stage moves without Python stand in full: by their
    names the browser knows where its own belong (assets/shared/travel.js)."""
    return {"t": str(settings.t + 1), "notation": settings.notation} | to_query(settings)


def link_to(label: str, settings: Settings) -> None:
    """A link to the page of the settings' cell, on which it opens with them."""
    st.page_link(page_of(settings.cell), label=label, icon=":material/swap_horiz:", query_params=along(settings))
