"""The embedding page as a query string, and back: only what differs from its preset is written."""

from __future__ import annotations

from collections.abc import Mapping

from rnnviz.core.optim import OPTIMISERS
from rnnviz.lessons.words.embedding.problem import LOSSES
from rnnviz.lessons.words.embedding.setup import PRESETS, TURNS, Setup, checked
from rnnviz.lessons.words.link import LENGTH
from rnnviz.lessons.words.setup import MAX_ROWS, MAX_SIZE, MAX_TYPED
from rnnviz.state.course_link import MAX_RATE
from rnnviz.state.link_fields import Among, Field, Real, Steps, Typed, Whole
from rnnviz.state.preset_links import from_items, to_items

RATE = Real(0.0, MAX_RATE)
FIELDS: dict[str, Field] = {
    "preset": Among(PRESETS),
    "text": Typed(MAX_TYPED),
    "length": LENGTH,
    "loss": Among(LOSSES),
    "target": Typed(200),
    "optimiser": Among(OPTIMISERS),
    "lr": RATE,
    "padding": Whole(0, MAX_ROWS),
    "turn": Among(TURNS),
    "taken": Steps(),
    "at": Whole(1, MAX_ROWS),
    "column": Whole(1, MAX_SIZE),
}


def to_query(setup: Setup) -> dict[str, str]:
    return to_items(setup, PRESETS)


def from_query(mapping: Mapping[str, str]) -> Setup:
    """The setup that a link describes. Raises LinkError, a sentence, for a link that is wrong or cut off."""
    return from_items(mapping, FIELDS, PRESETS, checked)
