"""A plotly figure that a knob may move: redrawn in place, where st.plotly_chart would take it away and blink."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import streamlit as st
from plotly.io.json import to_json_plotly

from rnnviz.lasting import Lasting
from rnnviz.stage.drawn import drawn
from rnnviz.theme import HUES

# One button, to save the picture: the axes do not move, so there is nothing to zoom.
CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "modeBarButtons": [["toImage"]],
    "toImageButtonOptions": {"format": "svg"},
}

IN_DARK = Lasting({"in_dark": {hue["light"]: hue["dark"] for hue in HUES.values()}})
"""What a figure's colours are on a dark page: Python does not know which page it draws for."""

_draw = drawn("chart", '<div class="chart" role="figure"></div>', "shared/chart.js", isolate_styles=False)


def chart(key: str, figure: go.Figure | dict[str, Any], alt: str) -> None:
    """Draw the figure, which must say its height. alt: what it shows, in a sentence.

    A dictionary is drawn as it is: plotly's objects check every part, which costs more than all else on a cell's page.
    """
    file = library()
    if file is None:
        st.plotly_chart(figure, key=key, alt=alt, config=CONFIG)
        return
    drawn = json.loads(to_json_plotly(figure))
    parts = {"traces": drawn["data"], "layout": {**drawn["layout"], "template": None}}
    data = {"figure": parts, "alt": alt, "library": file, "config": CONFIG}
    _draw(key, data, IN_DARK, height=int(drawn["layout"]["height"]))


@cache
def library() -> str | None:
    """The address of the plotly that Streamlit brings along, below the app's own; None if it is not where it was."""
    scripts = Path(st.__file__).parent / "static" / "static" / "js"
    found = next(scripts.glob("PlotlyChart.*.js"), None)
    return f"static/js/{found.name}" if found else None
