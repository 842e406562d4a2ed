"""The setup as a query string, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rnnviz.core.small.order import LAST_START
from rnnviz.lessons.sequences.look import checked
from rnnviz.lessons.sequences.series import DATA, MOST_DIFFERENT
from rnnviz.lessons.sequences.setup import FORMULAS, PIECES, PRESETS, SPLITS, VIEWS, Setup
from rnnviz.state.link_fields import Among, Field, Real, Typed, Whole
from rnnviz.state.preset_links import from_items, to_items


@dataclass(frozen=True)
class Switch:
    """A field that is on (1) or off (0)."""

    def read(self, name: str, text: str) -> bool:
        return Among(("0", "1")).read(name, text) == "1"


LENGTH = Whole(2, 10_000)
LAG, AHEAD, STRIDE, BATCH = Whole(1, 2000), Whole(0, 200), Whole(1, 500), Whole(0, 4096)
SHARE, SEED = Real(0.1, 0.95), Whole(0, 999)
FIELDS: dict[str, Field] = {
    "preset": Among(PRESETS),
    "view": Among(VIEWS),
    "pieces": Among(PIECES),
    "text": Typed(200, empty=True),
    "start": Whole(0, LAST_START),
    "seed": SEED,
    "data": Among(DATA),
    "sentence": Typed(200, empty=True),
    "own": Typed(400, empty=True),
    "length": LENGTH,
    "ask": SEED,
    "lag": LAG,
    "stride": STRIDE,
    "ahead": AHEAD,
    "channels": Whole(1, MOST_DIFFERENT),
    "batch": BATCH,
    "first": Switch(),
    "share": SHARE,
    "split": Among(SPLITS),
    "sort": Switch(),
    "formula": Among(FORMULAS),
}
STANDS = "at"
"""The item that says at which window the learner stands: the browser writes it, Python reads it once."""


def to_query(setup: Setup) -> dict[str, str]:
    return to_items(setup, PRESETS)


def from_query(mapping: Mapping[str, str]) -> Setup:
    """The setup that a link describes. Raises LinkError."""
    return from_items({key: text for key, text in mapping.items() if key != STANDS}, FIELDS, PRESETS, checked)
