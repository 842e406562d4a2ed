"""The sweep stage as a Streamlit component: the gradient going back through the unrolled net, and one path opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from rnnviz.stage.stub import stub

# Room from the start, so that nothing jumps when the script has come.
HTML = '<div class="stage sweep" style="min-height: 520px"></div>'

_component = st.components.v2.component("sweep_stage", html=HTML, js=stub("gradient/sweep.js"))


def sweep_stage(key: str, data: Mapping[str, Any], on_pick: Callable[[], None]) -> None:
    """Draw the stage with `sweep_payload`'s data.

    What the learner does there that Python must know arrives in st.session_state[key]: "doc" {"rev", "table"} when a
    number was dragged, "pick" (a dictionary of choices) when another E_t, parameter or view was chosen; `on_pick` is
    called for the latter before the page runs again.
    """
    _component(
        key=key,
        data=dict(data),
        default={"doc": None, "pick": None},
        on_doc_change=_rerun,
        on_pick_change=on_pick,
    )


def _rerun() -> None:
    """The state is in the session already; a callback must exist for it to be kept."""
