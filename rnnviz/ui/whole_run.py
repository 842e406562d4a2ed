"""The whole run under the stage: every state as a curve over time."""

from __future__ import annotations

from functools import partial

import streamlit as st

from rnnviz.equations.wording import letter
from rnnviz.figures.run import MOST_LINES, run_figure
from rnnviz.stage.chart import chart
from rnnviz.state.settings import Settings


def whole_run(settings: Settings) -> None:
    """Curves of x, the states and the output; a slip's form dashed beside them."""
    chart(
        f"{settings.cell}_whole_run",
        run_figure(settings.run(), settings.labels, units(settings), partial(letter, settings.notation)),
        "The input, the states and the output as curves over the time steps.",
    )


def units(settings: Settings) -> list[int]:
    """The units that are drawn: all, or, where they are too many to tell apart, those that are chosen."""
    count = settings.hidden_size
    if count <= MOST_LINES:
        return list(range(count))
    key = f"{settings.cell}_units"
    kept = [unit for unit in st.session_state.get(key, ()) if unit < count]
    st.session_state[key] = kept or list(range(MOST_LINES))
    chosen = st.multiselect(
        f"Units in the chart, at most {MOST_LINES} of {count}",
        range(count),
        format_func=lambda unit: f"unit {unit + 1}",
        max_selections=MOST_LINES,
        key=key,
    )
    return sorted(chosen)
