"""The cell stage as a Streamlit component."""

from __future__ import annotations

import streamlit as st

from rnnviz.core.settings import Settings
from rnnviz.core.slips import Outcome
from rnnviz.stage.payload import payload

# The script itself is served from /assets: what stands here would be sent again with every change.
STUB = """
export default async function (component) {
  const { default: mount } = await import(new URL("assets/stage/stage.js", document.baseURI).href);
  return mount(component);
}
"""
# Room from the start, so that nothing jumps when the script has come.
HTML = '<div class="stage" style="min-height: 560px"></div>'

_component = st.components.v2.component("cell_stage", html=HTML, js=STUB)


def cell_stage(key: str, settings: Settings, outcome: Outcome, rev: str, *, demo: bool = False) -> None:
    """Draw the stage. What the learner releases arrives in st.session_state[key]["doc"] as {"rev", "table"}.

    A `demo` plays by itself, with less around it, and leaves the address bar alone.
    """
    data = payload(settings, outcome, rev) | {"demo": demo}
    _component(key=key, data=data, default={"doc": None}, on_doc_change=_rerun)


def _rerun() -> None:
    """The state is in the session already; a callback must exist for it to be kept."""
