"""The reading stage as a Streamlit component: a pad to draw a digit on, and the four orders in which nets read it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from rnnviz.core import Array
from rnnviz.core.images import ORDERS, SIDE, squares_read, to_text
from rnnviz.stage.stub import stub
from rnnviz.theme import css_variables

HTML = '<div class="stage reading" style="min-height: 330px"></div>'

_component = st.components.v2.component("reading_stage", html=HTML, js=stub("images/reading.js"))


@dataclass(frozen=True, eq=False)
class Belief:
    """What a net believes: its name, the orders that it reads in, and p (8, 10) after each step."""

    name: str
    orders: tuple[str, ...]
    p: Array


def reading_stage(key: str, image: Array, beliefs: Sequence[Belief], on_drawn: Callable[[], None]) -> None:
    """Draw the stage. What is drawn there arrives in st.session_state[key]["drawn"] as 64 signs, then `on_drawn`."""
    _component(key=key, data=payload(image, beliefs), default={"drawn": None}, on_drawn_change=on_drawn)


def payload(image: Array, beliefs: Sequence[Belief]) -> dict[str, Any]:
    """The stage's data: the picture as its signs, each order's sequence, and what the nets believe."""
    return {
        "drawn": to_text(image),
        "orders": {name: {"title": order.title, "x": order.read(image).tolist()} for name, order in ORDERS.items()},
        "beliefs": [
            {"name": it.name, "orders": it.orders, "p": it.p.tolist(), "squares": squares(it)} for it in beliefs
        ],
        "css": {"light": css_variables("light"), "dark": css_variables("dark")},
    }


def squares(belief: Belief) -> list[int]:
    """How many of the 64 squares the net's passes have read after each step."""
    return [int(squares_read(belief.orders, steps).sum()) for steps in range(1, SIDE + 1)]
