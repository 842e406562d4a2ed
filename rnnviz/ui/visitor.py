"""Whose browser this is: a run is found by the browser that started it, whatever key a link names."""

from __future__ import annotations

import hashlib
import secrets

import streamlit as st

from rnnviz.learn.included.keys import is_included
from rnnviz.serving import VISITOR

LENGTH = 16


def own() -> str:
    """The beginning of the keys of this browser's runs. Without cookies: of this tab's."""
    secret = st.context.cookies.get(VISITOR) or st.session_state.setdefault("visitor", secrets.token_urlsafe(24))
    return hashlib.sha256(str(secret).encode()).hexdigest()[:LENGTH]


def key_of(public: str) -> str:
    """The key of the run that a link of this browser calls so; a run that came with rnnviz is everybody's."""
    return public if is_included(public) else own() + public


def public(key: str) -> str:
    """What a link calls one of this browser's runs: nothing by which another browser could find it."""
    return key.removeprefix(own())
