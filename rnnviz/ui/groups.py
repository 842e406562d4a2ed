"""The one row of controls over a page's picture, in groups with headings; on a phone one button opens it.

On a phone the row lies over the page like a sheet (assets/house.css), behind a button in the bar (assets/house.js).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from rnnviz.texts import _

Draw = Callable[[], Any]

TITLES = {"runs": _("What runs through"), "net": _("The net"), "shown": _("What is shown")}


def control_row(runs: Draw | None = None, net: Draw | None = None, shown: Draw | None = None, /, **titles: str) -> None:
    """Draw a page's controls, each function its group's own. titles: where a group is called otherwise here."""
    with st.container(key="controls", horizontal=True, gap=None):
        for name, draw in (("runs", runs), ("net", net), ("shown", shown)):
            if draw:
                with st.container(key=f"controls_{name}", width="content", horizontal=True, gap=None):
                    st.caption(titles.get(name, TITLES[name]))
                    draw()


def picture() -> st.delta_generator.DeltaGenerator:
    """What stands right under the controls: where the skip button leads, and what F enlarges to the whole screen."""
    return st.container(key="picture")
