"""The cell stage as a Streamlit component."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import streamlit as st

from rnnviz.core.construction import Stage
from rnnviz.core.slips import Outcome
from rnnviz.stage.payload import built_payload, payload
from rnnviz.stage.stub import stub
from rnnviz.state.settings import Settings

# Room from the start, so that nothing jumps when the script has come.
HTML = '<div class="stage" style="min-height: 560px"></div>'

NOTHING: Mapping[str, str] = MappingProxyType({})

_component = st.components.v2.component("cell_stage", html=HTML, js=stub("shared/stage.js"))


def cell_stage(
    key: str,
    settings: Settings,
    outcome: Outcome,
    rev: str,
    *,
    demo: bool = False,
    built: Stage | None = None,
    items: Mapping[str, str] = NOTHING,
) -> None:
    """Draw the stage. What the learner releases arrives in st.session_state[key]["doc"] as {"rev", "table"}.

    A `demo` plays by itself, with less around it, and leaves the address bar alone. `built`: a stage of the
    construction instead of the whole LSTM. `items`: what the page's link has beside the settings.
    """
    data = built_payload(settings, outcome, rev, built) if built else payload(settings, outcome, rev)
    data |= {"demo": demo, "items": dict(items)}
    _component(key=key, data=data, default={"doc": None}, on_doc_change=_rerun)


def _rerun() -> None:
    """The state is in the session already; a callback must exist for it to be kept."""
