"""The router: Streamlit runs this script at every visit and at every whole-page rerun."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.links import HOME, page_of
from rnnviz.ui.stage_page import arrive

ROOT = Path(__file__).resolve().parents[1]
FIT_IN_BAR = 14  # lessons side by side at 1280 px; more of them stand in menus by section


def pages() -> dict[str, list[Page]]:
    """The catalogue's pages by section; the nameless one stands open in the bar: Home, or all while they fit."""
    sections: dict[str, list[Page]] = {}
    for url_path, lesson in LESSONS.items():
        section = lesson.section if url_path != HOME and len(LESSONS) > FIT_IN_BAR else ""
        sections.setdefault(section, []).append(page_of(url_path))
    return sections


@st.cache_resource(max_entries=1, show_spinner=False)
def freeze(modules: int) -> None:
    """Take what has been imported out of the garbage collector's rounds, once for each new set of modules.

    A full round walks every object alive: 130 ms with torch loaded, 200 with umap, while every reader waits.
    """
    gc.collect()
    gc.freeze()


page = st.navigation(pages(), position="top")
st.set_page_config(page_title=f"{page.title} · rnnviz", page_icon=ROOT / "assets" / "icon.svg", layout="wide")
arrive(page.url_path)
page.run()
freeze(len(sys.modules))
