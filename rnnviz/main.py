"""The router: Streamlit runs this script at every visit and at every whole-page rerun."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from rnnviz.serving import settle
from rnnviz.ui.classroom import follow
from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.links import CLASS, GLOSSARY, HOME, all_pages
from rnnviz.ui.stage_page import arrive

ROOT = Path(__file__).resolve().parents[1]
FIT_IN_BAR = 14  # lessons side by side at 1280 px; more of them stand in menus by section


def pages() -> dict[str, list[Page]]:
    """The catalogue's pages by section; the nameless one stands open in the bar: all of them while they fit."""
    sections: dict[str, list[Page]] = {}
    for url_path, page in all_pages().items():
        alone = url_path in (HOME, GLOSSARY, CLASS) or len(LESSONS) <= FIT_IN_BAR
        section = "" if alone else LESSONS[url_path].section
        sections.setdefault(section, []).append(page)
    return sections


page = st.navigation(pages(), position="top")
st.set_page_config(page_title=f"{page.title} · rnnviz", page_icon=ROOT / "assets" / "icon.svg", layout="wide")
arrive(page.url_path)
follow(page.url_path)
page.run()
settle(len(sys.modules))
