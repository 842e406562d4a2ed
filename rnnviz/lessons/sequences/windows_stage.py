"""The windows stage as a Streamlit component: windows that slide over a series, and the array that they make."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from rnnviz.lessons.sequences.look import HELD_OUT, LEAKS, LEFT_OUT, NO_TARGET, PLAIN, TRAIN, Look
from rnnviz.lessons.sequences.setup import SequencesState
from rnnviz.stage.stub import stub
from rnnviz.theme import css_variables

HTML = '<div class="stage windows" style="min-height: 330px"></div>'
MEANINGS = {
    PLAIN: "",
    TRAIN: "It is learned from.",
    HELD_OUT: "It is held out.",
    LEFT_OUT: "It is left out: its target crosses the line.",
    LEAKS: "It is held out, but its target lies in a window that was learned from: it leaks.",
    NO_TARGET: "The series ends before its target: there is nothing to compare with.",
}
SHORT = {
    PLAIN: "",
    TRAIN: "train",
    HELD_OUT: "held out",
    LEFT_OUT: "left out: crosses the line",
    LEAKS: "held out, leaks",
    NO_TARGET: "✕ no target",
}

_component = st.components.v2.component("windows_stage", html=HTML, js=stub("sequences/windows.js"))


def windows_stage(key: str, setup: SequencesState, seen: Look) -> None:
    """Draw the stage. Which window is looked at is the browser's own, and an item of the link."""
    _component(key=key, data=payload(setup, seen))


def payload(setup: SequencesState, seen: Look) -> dict[str, Any]:
    """The stage's data. begins: null where they are multiples of the stride; straddles: by number."""
    regular = np.array_equal(seen.begins, np.arange(len(seen.begins)) * setup.stride)
    ordered = setup.data != "table"
    axes = ("N", "D") if not ordered else ("N", "T", "D") if setup.first else ("T", "N", "D")
    return {
        "values": seen.values.tolist(),
        "labels": list(seen.labels) if ordered else [],
        "lag": setup.lag,
        "ahead": setup.ahead if setup.view == "split" else 0,
        "stride": setup.stride if ordered else 1,
        "begins": None if regular else seen.begins.tolist(),
        "marks": seen.marks,
        "straddles": [number for number, cut in enumerate(seen.straddles) if cut],
        "jumps": seen.jumps.tolist(),
        "dates": [list(it) for it in seen.dates],
        "boundary": seen.boundary,
        "shape": list(seen.shape),
        "axes": list(axes),
        "first": setup.first,
        "batch": setup.batch,
        "ordered": ordered,
        "words": setup.data == "text",
        "thing": "Window" if ordered else "Row",
        "meanings": MEANINGS,
        "short": SHORT,
        "css": {"light": css_variables("light"), "dark": css_variables("dark")},
    }
