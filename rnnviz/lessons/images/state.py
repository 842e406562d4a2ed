"""What is looked at on the page of images: a picture or a drawing, the nets to train, the runs that are watched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from rnnviz.core.images import from_text
from rnnviz.learn.plan import CELLS, Plan
from rnnviz.learn.tasks import EXHIBITS
from rnnviz.state.codec import Codec
from rnnviz.state.fields import Among, Typed, Whole, declared, fields_of
from rnnviz.texts import marked
from rnnviz.ui import visitor
from rnnviz.ui.page_state import PageState

PICTURES = 360
PICTURE, HIDDEN, EPOCHS, SEED = Whole(1, PICTURES), Whole(2, 128), Whole(1, 100), Whole(0, 999)
STANDS = "t"
"""The item of the link that the browser writes: how many steps are read."""
NETS = {marked("single"): ("down", "up"), marked("dual"): ("down", "up", "left", "right")}
"""The two nets, and the orders in which each of them reads."""


@dataclass(frozen=True)
class ImagesState:
    """The held-out picture's number, or what was drawn (64 signs); the nets' cell and size; the two runs' ids."""

    picture: int = declared(PICTURE, 4)
    drawn: str = declared(Typed(64), "")
    cell: str = declared(Among(CELLS), "rnn")
    hidden: int = declared(HIDDEN, 32)
    epochs: int = declared(EPOCHS, 30)
    seed: int = declared(SEED, 0)
    single: str = declared(Typed(32), "")
    dual: str = declared(Typed(32), "")

    def plan(self, name: str) -> Plan:
        """The plan of one of NETS."""
        preset = EXHIBITS["digits"].presets[name]
        return preset.but(cell=self.cell, hidden=self.hidden, epochs=self.epochs, seed=self.seed)

    @property
    def runs(self) -> dict[str, str]:
        """The ids of the runs there are, by net."""
        return {name: visitor.key_of(key) for name, key in (("single", self.single), ("dual", self.dual)) if key}


def changed(look: ImagesState, **values: Any) -> ImagesState:
    """The look with other values; another picture takes the place of a drawing. Raises InputError."""
    new = checked(replace(look, **values))
    return replace(new, drawn="") if "picture" in values else new


def checked(look: ImagesState) -> ImagesState:
    """The look, if its drawing is one. Raises InputError."""
    if look.drawn:
        from_text(look.drawn)
    return look


NUMBERS = {name: kind for name, kind in fields_of(ImagesState).items() if isinstance(kind, Whole)}
CODEC = Codec(ImagesState, check=checked, changed=changed, others=frozenset({STANDS}))
PAGE: PageState[ImagesState] = PageState("images", CODEC, comes_back=True)
