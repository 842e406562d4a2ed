"""The setup as a query string, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from rnnviz.core.link_fields import Among, Field, Real, Typed, Whole, changed_items, read_items
from rnnviz.core.link_numbers import LinkError
from rnnviz.core.sequences.look import checked
from rnnviz.core.sequences.series import DATA, MOST_DIFFERENT
from rnnviz.core.sequences.setup import FIRST, FORMULAS, PIECES, PRESETS, SPLITS, VIEWS, Setup
from rnnviz.core.small.order import LAST_START
from rnnviz.core.typed import InputError


@dataclass(frozen=True)
class Switch:
    """A field that is on (1) or off (0)."""

    def read(self, name: str, text: str) -> bool:
        return Among(("0", "1")).read(name, text) == "1"


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
    """The keys and values of the link, unescaped: none for the first preset as it is."""
    found = changed_items(asdict(setup), asdict(PRESETS[setup.preset].setup))
    return found if setup.preset == FIRST else {"preset": setup.preset} | found


def from_query(mapping: Mapping[str, str]) -> Setup:
    """The setup that a link describes. Raises LinkError."""
    values = read_items({key: text for key, text in mapping.items() if key != STANDS}, FIELDS)
    try:
        return checked(Setup(**asdict(PRESETS[values.get("preset", FIRST)].setup) | values))
    except InputError as error:
        raise LinkError(str(error)) from error
