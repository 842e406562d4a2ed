"""The table of an embedding as a Streamlit component: tokens picked out of it, and how its rows move."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from rnnviz.stage.stub import stub
from rnnviz.theme import css_variables

# Room from the start, so that nothing jumps when the script has come.
HTML = '<div class="stage words" style="min-height: {height}px"></div>'
VIEWS = {"words": 420, "embedding": 400}

_components = {
    view: st.components.v2.component(f"word_table_{view}", html=HTML.format(height=height), js=stub("words/table.js"))
    for view, height in VIEWS.items()
}


def word_table(key: str, view: str, data: Mapping[str, Any]) -> None:
    """Draw it. view: a key of VIEWS; data: of `words_payload` or `embedding_payload`."""
    css = {"light": css_variables("light"), "dark": css_variables("dark")}
    _components[view](key=key, data={"view": view, "css": css} | dict(data))
