"""The words page as a query string, and back: only what differs from its preset is written."""

from __future__ import annotations

from collections.abc import Mapping

from rnnviz.core.text import ORDERS
from rnnviz.lessons.words.presets import PRESETS, checked
from rnnviz.lessons.words.setup import LONGEST, MAX_CORPUS, MAX_LINES, MAX_ROWS, MAX_SIZE, MAX_TOKENS, MAX_TYPED, Setup
from rnnviz.state.link_fields import Among, Field, Typed, Whole
from rnnviz.state.preset_links import from_items, to_items

MIN_FREQ, ROWS, LENGTH, SIZE = Whole(1, 20), Whole(1, MAX_ROWS), Whole(LONGEST, MAX_TOKENS), Whole(1, MAX_SIZE)
SEED, UNITS = Whole(0, 9999), Whole(1, 1024)
FIELDS: dict[str, Field] = {
    "preset": Among(PRESETS),
    "text": Typed(MAX_TYPED),
    "corpus": Typed(MAX_CORPUS),
    "min_freq": MIN_FREQ,
    "max_size": ROWS,
    "specials": Typed(200, empty=True),
    "order": Among(ORDERS),
    "length": LENGTH,
    "size": SIZE,
    "seed": SEED,
    "at": Whole(1, MAX_LINES * MAX_TOKENS),
    "column": SIZE,
    "one": Whole(0, MAX_ROWS),
    "other": Whole(0, MAX_ROWS),
    "added": Typed(40, empty=True),
    "units": UNITS,
}


def to_query(setup: Setup) -> dict[str, str]:
    return to_items(setup, PRESETS)


def from_query(mapping: Mapping[str, str]) -> Setup:
    """The setup that a link describes. Raises LinkError, a sentence, for a link that is wrong or cut off."""
    return from_items(mapping, FIELDS, PRESETS, checked)
