"""The whole run under the stage: every state as a curve over time."""

from __future__ import annotations

import streamlit as st

from rnnviz.core.settings import Settings
from rnnviz.figures.run import run_figure


def whole_run(settings: Settings) -> None:
    """Curves of x, the states and the output; a slip's form dashed beside them."""
    st.plotly_chart(
        run_figure(settings.run(), settings.labels),
        key=f"{settings.cell}_whole_run",
        alt="The input, the states and the output as curves over the time steps.",
    )
