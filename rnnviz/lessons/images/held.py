"""What is looked at on the page of images: a picture or a drawing, the nets to train, the runs that are watched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from rnnviz.core.images import from_text
from rnnviz.core.typed import InputError
from rnnviz.learn.plan import CELLS, Plan
from rnnviz.learn.tasks import EXHIBITS
from rnnviz.state.link_fields import Among, Field, Typed, Whole, changed_items, read_items
from rnnviz.state.link_numbers import LinkError
from rnnviz.ui import visitor
from rnnviz.ui.address import Address

PICTURES = 360
NUMBERS = {"picture": Whole(1, PICTURES), "hidden": Whole(2, 128), "epochs": Whole(1, 100), "seed": Whole(0, 999)}
FIELDS: dict[str, Field] = {
    **NUMBERS,
    "drawn": Typed(64),
    "cell": Among(CELLS),
    "single": Typed(32),
    "dual": Typed(32),
}
STANDS = "t"
"""The item of the link that the browser writes: how many steps are read."""
NETS = {"single": ("down", "up"), "dual": ("down", "up", "left", "right")}
"""The two nets, and the orders in which each of them reads."""


@dataclass(frozen=True)
class Look:
    """The held-out picture's number, or what was drawn (64 signs); the nets' cell and size; the two runs' ids."""

    picture: int = 4
    drawn: str = ""
    cell: str = "rnn"
    hidden: int = 32
    epochs: int = 30
    seed: int = 0
    single: str = ""
    dual: str = ""

    def plan(self, name: str) -> Plan:
        """The plan of one of NETS."""
        preset = EXHIBITS["digits"].presets[name]
        return preset.but(cell=self.cell, hidden=self.hidden, epochs=self.epochs, seed=self.seed)

    @property
    def runs(self) -> dict[str, str]:
        """The ids of the runs there are, by net."""
        return {name: visitor.key_of(key) for name, key in (("single", self.single), ("dual", self.dual)) if key}


def changed(look: Look, **values: Any) -> Look:
    """The look with other values; another picture takes the place of a drawing. Raises InputError."""
    for name, value in values.items():
        if isinstance(FIELDS[name], Whole):
            FIELDS[name].read(name, str(value))
    new = replace(look, **values)
    if new.drawn:
        from_text(new.drawn)  # refuses what is no drawing
    return replace(new, drawn="") if "picture" in values else new


def to_query(look: Look) -> dict[str, str]:
    return changed_items(asdict(look), asdict(Look()))


def from_query(mapping: Mapping[str, str]) -> Look:
    """Raises LinkError."""
    look = Look(**read_items({key: text for key, text in mapping.items() if key != STANDS}, FIELDS))
    try:
        if look.drawn:
            from_text(look.drawn)
    except InputError as error:
        raise LinkError(str(error)) from error
    return look


PAGE: Address[Look] = Address("images", from_query, to_query, changed, comes_back=True)
