"""The page's state is the address: sentence, cell, seed, whether trained, what was moved. Trained nets are kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from rnnviz.core.cells import IN_TORCH
from rnnviz.core.typed import MAX_TEXT, InputError, shortened
from rnnviz.learn.data.tags import SLIDES
from rnnviz.learn.tagger import Tagger, sentence_of, untrained
from rnnviz.state.codec import Custom
from rnnviz.state.link import NOT_OURS, LinkError
from rnnviz.state.link_numbers import read_whole
from rnnviz.state.stacked import STANDS, Net, arrays_of, stand_read
from rnnviz.ui.page_state import PageState

KEEP = 16
MAX_SEED = 9999
OWN = {"cell", "seed", "text", "trained"}
FIRST = SLIDES[0][0]


@dataclass(frozen=True)
class DirectionsState:
    """What the page is about; `trained`: whether both taggers have learned."""

    cell: str = "rnn"
    seed: int = 0
    text: str = FIRST
    trained: bool = False


@dataclass(frozen=True)
class Pair:
    """The tagger that reads one way and the one that reads both ways."""

    one: Tagger
    two: Tagger


def read(query: Mapping[str, str]) -> DirectionsState:
    """What a link asks for. Raises LinkError."""
    cell, text = query.get("cell", "rnn"), query.get("text", FIRST)
    if cell not in IN_TORCH:
        raise LinkError(f"There is no cell {shortened(cell)} here: there are {', '.join(IN_TORCH)}.")
    for key in query:
        if key not in OWN | STANDS | set(arrays_of(query)) and not NOT_OURS.fullmatch(key):
            raise LinkError(f"This page does not know the part {shortened(key)} of the link: it may have been cut off.")
    if len(text) > MAX_TEXT:
        raise LinkError("The sentence is too long: type at most 16 words.")
    seed = read_whole(query.get("seed", "0"), "seed", 0, MAX_SEED)
    return DirectionsState(cell, seed, text, read_whole(query.get("trained", "0"), "trained", 0, 1) == 1)


def written(asked: DirectionsState) -> dict[str, str]:
    """The items of the link but for moved arrays and the stand."""
    usual = DirectionsState()
    items = {"cell": asked.cell, "seed": str(asked.seed), "text": asked.text, "trained": str(int(asked.trained))}
    first = {"cell": usual.cell, "seed": "0", "text": usual.text, "trained": "0"}
    return {key: value for key, value in items.items() if value != first[key]}


@st.cache_resource(max_entries=1, show_spinner=False)
def shelf() -> OrderedDict[tuple[str, int], Pair]:
    """Trained pairs, the last ones of all readers: the same seed gives the same numbers."""
    return OrderedDict()


@st.cache_resource(max_entries=KEEP, show_spinner=False)
def untrained_pair(cell: str, seed: int) -> Pair:
    return Pair(untrained(cell, 1, seed), untrained(cell, 2, seed))


def kept(now: DirectionsState) -> Pair | None:
    """The pair that the page is about, if it is there."""
    return shelf().get((now.cell, now.seed)) if now.trained else untrained_pair(now.cell, now.seed)


def keep(now: DirectionsState, pair: Pair) -> None:
    shelf()[now.cell, now.seed] = pair
    while len(shelf()) > KEEP:
        shelf().popitem(last=False)


def net_of(now: DirectionsState, pair: Pair, moved: Mapping[str, str]) -> Net:
    """The two-way tagger over the sentence, for the stage. Raises InputError, LinkError."""
    words = sentence_of(now.text)
    return Net(pair.two.made, pair.two.read(words), words, pair.two.weights).with_moved(moved)


def linked(query: Mapping[str, str]) -> DirectionsState:
    """What a link asks for, if such words can be read and such numbers moved. Raises InputError."""
    now = read(query)
    net = net_of(now, untrained_pair(now.cell, now.seed), arrays_of(query))
    stand_read(query, net.made, len(net.x))
    return now


def edited(asked: DirectionsState, **values: Any) -> DirectionsState:
    """With other values; another cell or seed is another net, not yet trained. Raises InputError."""
    new = replace(asked, **values)
    if not 0 <= new.seed <= MAX_SEED:
        raise InputError(f"Seed: give a whole number from 0 to {MAX_SEED}.")
    new = replace(new, trained=False) if (new.cell, new.seed) != (asked.cell, asked.seed) else new
    untrained_pair(new.cell, new.seed).two.read(sentence_of(new.text))
    return new


def staying(_: DirectionsState) -> dict[str, str]:
    """Of the link, beside another net or sentence: not the numbers that were moved in what was there."""
    return {key: text for key, text in st.query_params.to_dict().items() if key == "notation"}


PAGE: PageState[DirectionsState] = PageState("directions", Custom(linked, written, edited), staying)
