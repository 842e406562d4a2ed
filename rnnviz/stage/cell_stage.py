"""The cell stage as a Streamlit component, and what waits until no hand is on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import streamlit as st

from rnnviz.core.construction import Stage
from rnnviz.core.slips import Outcome
from rnnviz.stage.drawn import drawn
from rnnviz.stage.payload import built_payload, lasting, payload
from rnnviz.state.settings import Settings

_follow = drawn("settled", "<i hidden></i>", "shared/settled.js")


def when_settled(key: str, then: Callable[[], None]) -> None:
    """Call `then`, as a callback, a moment after the stage has had Python's answer to the last release."""
    _follow(key, height=0, on_settled_change=then)


# Room from the start, so that nothing jumps when the script has come.
HTML = '<div class="stage" style="min-height: 560px"></div>'

NOTHING: Mapping[str, str] = MappingProxyType({})

_draw = drawn("cell_stage", HTML, "shared/stage.js")


def cell_stage(
    key: str,
    settings: Settings,
    outcome: Outcome,
    rev: str,
    *,
    demo: bool = False,
    built: Stage | None = None,
    items: Mapping[str, str] = NOTHING,
    led: Mapping[str, object] | None = None,
    then: Callable[[], None] | None = None,
) -> None:
    """Draw the stage. What the learner releases arrives in st.session_state[key]["doc"] as {"rev", "table"}.

    A `demo` plays by itself, with less around it, and leaves the address bar alone. `built`: a stage of the
    construction instead of the whole LSTM. `items`: what the page's link has beside the settings. `led`: beside a
    lead, whether the `weights` are shown, what an open question asks for, its `cover`, and whether a task is measured
    `live`. `then`: a callback of what is released.
    """
    data = built_payload(settings, outcome, rev, built) if built else payload(settings, outcome, rev)
    heard = released(key)
    data |= {"demo": demo, "items": dict(items), "heard": heard} | ({"led": dict(led)} if led else {})
    if not built and rev == heard:
        del data["table"]  # the stage has sent it itself
    _draw(key, data, lasting(settings, built), default={"doc": None}, on_doc_change=then or _rerun)


def released(key: str) -> object:
    """The version that the stage released last."""
    doc = (st.session_state.get(key) or {}).get("doc")
    return doc.get("rev") if isinstance(doc, Mapping) else None


def _rerun() -> None:
    """The state is in the session already; a callback must exist for it to be kept."""
