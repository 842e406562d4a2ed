"""The embedding page as a query string, and back: only what differs from its preset is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from rnnviz.core.course_link import MAX_RATE
from rnnviz.core.embedding.problem import LOSSES
from rnnviz.core.embedding.setup import FIRST, PRESETS, TURNS, Setup, problem
from rnnviz.core.link_fields import Among, Field, Real, Steps, Typed, Whole, changed_items, read_items
from rnnviz.core.link_numbers import LinkError
from rnnviz.core.optim import OPTIMISERS
from rnnviz.core.typed import InputError
from rnnviz.core.words.link import LENGTH
from rnnviz.core.words.setup import MAX_ROWS, MAX_SIZE, MAX_TYPED

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
    """The keys and values of the link, unescaped: none for the first preset as it is."""
    found = changed_items(values_of(setup), values_of(PRESETS[setup.preset].setup))
    return found if setup.preset == FIRST else {"preset": setup.preset} | found


def values_of(setup: Setup) -> dict[str, Any]:
    return {field.name: getattr(setup, field.name) for field in fields(Setup)}  # asdict would take the rules apart


def from_query(mapping: Mapping[str, str]) -> Setup:
    """The setup that a link describes. Raises LinkError, a sentence, for a link that is wrong or cut off."""
    values = read_items(mapping, FIELDS)
    setup = replace(PRESETS[values.get("preset", FIRST)].setup, **values)
    try:
        problem(setup)
    except InputError as error:
        raise LinkError(str(error)) from error
    return setup
