"""The words page as a query string, and back: only what differs from its preset is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace

from rnnviz.core.link_fields import Among, Field, Typed, Whole, changed_items, read_items
from rnnviz.core.link_numbers import LinkError
from rnnviz.core.text import ORDERS
from rnnviz.core.typed import InputError
from rnnviz.core.words.presets import FIRST, PRESETS, encoded
from rnnviz.core.words.setup import LONGEST, MAX_CORPUS, MAX_LINES, MAX_ROWS, MAX_SIZE, MAX_TOKENS, MAX_TYPED, Setup

MIN_FREQ, ROWS, LENGTH, SIZE = Whole(1, 20), Whole(1, MAX_ROWS), Whole(LONGEST, MAX_TOKENS), Whole(1, MAX_SIZE)
SEED = Whole(0, 9999)
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
}


def to_query(setup: Setup) -> dict[str, str]:
    """The keys and values of the link, unescaped: none for the first preset as it is."""
    found = changed_items(asdict(setup), asdict(PRESETS[setup.preset].setup))
    return found if setup.preset == FIRST else {"preset": setup.preset} | found


def from_query(mapping: Mapping[str, str]) -> Setup:
    """The setup that a link describes. Raises LinkError, a sentence, for a link that is wrong or cut off."""
    values = read_items(mapping, FIELDS)
    setup = replace(PRESETS[values.get("preset", FIRST)].setup, **values)
    try:
        encoded(setup)
    except InputError as error:
        raise LinkError(str(error)) from error
    return setup
