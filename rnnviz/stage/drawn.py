"""The parts of a page that the browser draws: Streamlit's components, each by a script under assets/."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from rnnviz.lasting import OFFERED, Lasting
from rnnviz.stage.stub import stub
from rnnviz.theme import css_variables

CSS = {"light": css_variables("light"), "dark": css_variables("dark")}
COLOURS = Lasting({"css": CSS})
"""What a stage must know that writes no equations."""


def drawn(name: str, html: str, script: str, *, isolate_styles: bool = True) -> Callable[..., None]:
    """A component: `draw(key, data, lasting, **how)`, `how` being what Streamlit's own take."""
    mount = st.components.v2.component(name, html=html, js=stub(script), isolate_styles=isolate_styles)

    def draw(key: str, data: Mapping[str, Any] | None = None, lasting: Lasting | None = None, **how: Any) -> None:
        # In a list: Streamlit takes every part of a dictionary for a table of data until it has looked into it.
        sent = None if data is None else [dict(data), OFFERED.offer(lasting) if lasting else None]
        mount(key=key, data=sent, **how)

    return draw
