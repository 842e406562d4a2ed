"""The page's setup. The address is the one place where it is kept: a link, the Back button and every knob agree."""

from __future__ import annotations

from typing import Any

import streamlit as st

from rnnviz.core.link_numbers import LinkError
from rnnviz.core.vanishing import FIRST, PRESETS, Setup, changed, from_query, to_query


def held() -> tuple[Setup, str]:
    """What the address says, and what was wrong with it: then it is the first preset."""
    try:
        return from_query(st.query_params.to_dict()), ""
    except LinkError as error:
        return PRESETS[FIRST].setup, str(error)


def put(setup: Setup) -> None:
    """Another setup. For callbacks."""
    st.query_params.from_dict(to_query(setup))


def knob(name: str, value: Any) -> dict[str, Any]:
    """The arguments that tie a widget to the field `name`: it shows `value`, and moving it changes the address."""
    key = f"vanishing_{name}"
    st.session_state[key] = value
    return {"key": key, "on_change": _moved, "args": (name,)}


def _moved(name: str) -> None:
    value = st.session_state[f"vanishing_{name}"]
    if value is not None:
        put(changed(held()[0], **{name: tuple(value) if name == "lines" else value}))
