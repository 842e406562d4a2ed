"""What the views share: the page's state, its knobs, and its numbers in words."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import streamlit as st

from rnnviz.core.activations import ACTIVATIONS
from rnnviz.lessons.vanishing import CODEC, MATRICES, VanishingState
from rnnviz.lessons.vanishing.setup import RADIUS
from rnnviz.texts import _
from rnnviz.theme import format_number
from rnnviz.ui.page_state import PageState

PAGE: PageState[VanishingState] = PageState("vanishing", CODEC)


def short(value: float) -> str:
    """Four digits; what is beyond float64 in words."""
    return format_number(value, plus="") if math.isfinite(value) else _("beyond float64")


def steps_back(horizon: int | None) -> str:
    """ "after 14 steps", "never"."""
    return (
        "never"
        if horizon is None
        else _("after 1 step")
        if horizon == 1
        else _("after {horizon} steps").format(horizon=horizon)
    )


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Markdown: the first column to the left, the others to the right."""
    lines = [head, ("---", *["---:"] * (len(head) - 1)), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


ACTIVATION_NAMES = {"tanh": "tanh", "relu": "ReLU", "identity": _("none")}


def knob_row(setup: VanishingState, knobs: dict[Callable[[VanishingState], None], int]) -> None:
    """Knobs side by side, each as wide as its number says."""
    for column, knob in zip(st.columns(list(knobs.values()), gap="medium"), knobs, strict=True):
        with column:
            knob(setup)


def radius_knob(setup: VanishingState) -> None:
    st.slider(
        _("Spectral radius of $W_{hh}$"),
        RADIUS.low,
        RADIUS.high,
        step=0.01,
        help=_("The size of the largest eigenvalue. Moving it rescales the whole of $W_{hh}$."),
        **PAGE.knob("radius", setup.radius),
    )


def activation_knob(setup: VanishingState) -> None:
    st.segmented_control(
        _("Activation"),
        list(ACTIVATIONS),
        format_func=ACTIVATION_NAMES.__getitem__,
        required=True,
        **PAGE.knob("activation", setup.activation),
    )


def matrix_knob(setup: VanishingState) -> None:
    st.segmented_control(
        _("Kind of $W_{hh}$"),
        list(MATRICES),
        format_func=lambda name: MATRICES[name].title,
        required=True,
        help="  \n".join(f"**{kind.title}**: {kind.note}" for kind in MATRICES.values()),
        **PAGE.knob("matrix", setup.matrix),
    )
