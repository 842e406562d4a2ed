"""The stage of the kinds as a Streamlit component: a small net unrolled, stepped in the browser, or folded."""

from __future__ import annotations

from typing import Any

import streamlit as st

from rnnviz.core.small.kinds import KINDS, Column, Unrolled
from rnnviz.stage.stub import stub
from rnnviz.theme import css_variables

HTML = '<div class="stage kinds" style="min-height: 400px"></div>'
LIKELIEST = 3

_component = st.components.v2.component("kinds_stage", html=HTML, js=stub("kinds/kinds.js"))


def kinds_stage(key: str, kind: str, unrolled: Unrolled) -> None:
    """Draw the stage. At which step the learner stands is the browser's own, and an item of the link."""
    _component(key=key, data=payload(kind, unrolled))


def payload(kind: str, unrolled: Unrolled) -> dict[str, Any]:
    """The stage's data: for every step what it reads, its state, and the likeliest of what it says."""
    return {
        "kind": kind,
        "title": KINDS[kind].title,
        "columns": [column_data(column, unrolled.classes) for column in unrolled.columns],
        "picture": None if unrolled.picture is None else unrolled.picture.tolist(),
        "css": {"light": css_variables("light"), "dark": css_variables("dark")},
    }


def column_data(column: Column, classes: tuple[str, ...]) -> dict[str, Any]:
    likeliest = [] if column.p is None else sorted(zip(column.p.tolist(), classes, strict=True), reverse=True)
    return {
        "part": column.part,
        "x": column.x,
        "fed": column.fed,
        "h": column.h.tolist(),
        "said": column.said,
        "p": [[name, p] for p, name in likeliest[:LIKELIEST]],
    }
