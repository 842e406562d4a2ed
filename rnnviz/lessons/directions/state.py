"""The page's state is the address: sentence, cell, seed, whether trained, what was moved. Trained nets are kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from rnnviz.core.cells import IN_TORCH
from rnnviz.core.typed import MAX_TEXT
from rnnviz.learn.data.tags import SLIDES
from rnnviz.learn.included.runs import included_folder
from rnnviz.learn.tagger import Tagger, of_run, sentence_of, untrained
from rnnviz.state.codec import Codec, Within
from rnnviz.state.fields import Among, Switch, Typed, Whole, declared
from rnnviz.state.stacked import STAND, Ground, LayeredNet, Moved, Stand
from rnnviz.ui.page_state import PageState

KEEP = 16
FIRST = SLIDES[0][0]


@dataclass(frozen=True)
class Taggers:
    """The tagger that reads one way and the one that reads both ways."""

    one: Tagger
    two: Tagger

    def net(self, text: str) -> LayeredNet:
        """The two-way one over a sentence, for the stage. Raises InputError."""
        words = sentence_of(text)
        return LayeredNet(self.two.made, self.two.read(words), words, self.two.weights)


@lru_cache(maxsize=1)
def shelf() -> OrderedDict[tuple[str, int], Taggers]:
    """Trained taggers, the last ones of all readers: the same seed gives the same numbers."""
    return OrderedDict()


@lru_cache(maxsize=1)
def included_taggers() -> Taggers:
    """Those that came with rnnviz, trained beforehand as the page trains them. Raises InputError."""
    return Taggers(*(of_run(included_folder(f"tags-{ways}")) for ways in ("one-way", "two-ways")))


@lru_cache(maxsize=KEEP)
def untrained_taggers(cell: str, seed: int) -> Taggers:
    return Taggers(untrained(cell, 1, seed), untrained(cell, 2, seed))


@dataclass(frozen=True)
class DirectionsState:
    """What the page is about; `trained`: whether both taggers have learned; moved: numbers of the two-way one."""

    cell: str = declared(Among(IN_TORCH), "rnn")
    seed: int = declared(Whole(0, 9999), 0)
    text: str = declared(Typed(MAX_TEXT), FIRST)
    trained: bool = declared(Switch(), False)
    moved: Mapping[str, str] = declared(Moved(lambda now: now.untrained), {})
    stand: Stand = declared(Within(STAND, lambda now: Ground(now.untrained.made, len(now.untrained.x))), Stand())

    @property
    def untrained(self) -> LayeredNet:
        """The net as it was before training. Raises InputError for a sentence that cannot be read."""
        return untrained_taggers(self.cell, self.seed).net(self.text)

    def load(self) -> Taggers | None:
        """The taggers that the page is about, if they are there."""
        return shelf().get((self.cell, self.seed)) if self.trained else untrained_taggers(self.cell, self.seed)

    @property
    def included(self) -> bool:
        """Whether the taggers that came with rnnviz are those that the page is about."""
        first = DirectionsState()
        return self.trained and (self.cell, self.seed) == (first.cell, first.seed)

    def save(self, taggers: Taggers) -> None:
        shelf()[self.cell, self.seed] = taggers
        while len(shelf()) > KEEP:
            shelf().popitem(last=False)


def checked(now: DirectionsState) -> DirectionsState:
    """The state, if its sentence can be read. Raises InputError."""
    assert now.untrained
    return now


def changed(now: DirectionsState, **values: Any) -> DirectionsState:
    """With other values; another cell or seed is not yet trained, and of a place the notation stays. InputError."""
    new = replace(now, moved={}, stand=Stand(notation=now.stand.notation), **values)
    return checked(replace(new, trained=False) if (new.cell, new.seed) != (now.cell, now.seed) else new)


CODEC = Codec(DirectionsState, check=checked, changed=changed, opens=DirectionsState(trained=True))
PAGE: PageState[DirectionsState] = PageState("directions", CODEC)
