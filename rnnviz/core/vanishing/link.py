"""The setup as a query string, and back: only what differs from its preset is written, everything read is checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from rnnviz.core.activations import ACTIVATIONS
from rnnviz.core.link import MAX_LINK, NOT_OURS
from rnnviz.core.link_numbers import LinkError, read_number, read_whole, write_number
from rnnviz.core.losses import AT
from rnnviz.core.typed import shortened
from rnnviz.core.vanishing.lines import KINDS
from rnnviz.core.vanishing.net import INPUTS, MATRICES
from rnnviz.core.vanishing.presets import FIRST, PRESETS
from rnnviz.core.vanishing.setup import NO_CLIP, NO_WINDOW, SCOPES, VIEWS, Setup, changed

NONE = "none"


@dataclass(frozen=True)
class Among:
    """A field that is one of a few words."""

    choices: Iterable[str]

    def read(self, name: str, text: str) -> str:
        """Raises LinkError, as all that follow."""
        if text not in self.choices:
            raise LinkError(f"{name} is {shortened(text)}: it must be one of {', '.join(self.choices)}.")
        return text


@dataclass(frozen=True)
class Several:
    """A field that is some of a few words, or none of them."""

    choices: Iterable[str]

    def read(self, name: str, text: str) -> tuple[str, ...]:
        words = () if text == NONE else text.split(",")
        for word in words:
            Among(self.choices).read(name, word)
        return tuple(word for word in self.choices if word in words)


@dataclass(frozen=True)
class Whole:
    """A field that is a whole number from low to high."""

    low: int
    high: int

    def read(self, name: str, text: str) -> int:
        return read_whole(text, name, self.low, self.high)


@dataclass(frozen=True)
class Real:
    """A field that is a number from low to high."""

    low: float
    high: float

    def read(self, name: str, text: str) -> float:
        value = read_number(text, name)
        if not self.low <= value <= self.high:
            raise LinkError(f"{name} is {shortened(text)}: it must be a number from {self.low:g} to {self.high:g}.")
        return value


STEPS, HIDDEN, SEED = Whole(2, 100), Whole(1, 32), Whole(0, 9999)
RADIUS, STRENGTH, BIAS = Real(0.0, 2.0), Real(0.0, 3.0), Real(-4.0, 8.0)
FIELDS: dict[str, Among | Several | Whole | Real] = {
    "preset": Among(PRESETS),
    "view": Among(VIEWS),
    "matrix": Among(MATRICES),
    "radius": RADIUS,
    "activation": Among(ACTIVATIONS),
    "steps": STEPS,
    "hidden": HIDDEN,
    "seed": SEED,
    "source": Among(INPUTS),
    "strength": STRENGTH,
    "at": Among(AT),
    "window": Whole(NO_WINDOW, STEPS.high),
    "clip": Real(NO_CLIP, 1e6),
    "forget": BIAS,
    "update": BIAS,
    "scope": Among(SCOPES),
    "lines": Several(KINDS),
}


def to_query(setup: Setup) -> dict[str, str]:
    """The keys and values of the link, unescaped: none for the first preset as it is."""
    usual = asdict(PRESETS[setup.preset].setup)
    found = {name: written(value) for name, value in asdict(setup).items() if value != usual[name]}
    return found if setup.preset == FIRST else {"preset": setup.preset} | found


def written(value: str | float | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return ",".join(value) or NONE
    return value if isinstance(value, str) else write_number(value)


def from_query(mapping: Mapping[str, str]) -> Setup:
    """The setup that a link describes. Raises LinkError, a sentence, for a link that is wrong or cut off."""
    query = {key: value for key, value in mapping.items() if not NOT_OURS.fullmatch(key)}
    if sum(len(key) + len(value) for key, value in query.items()) > MAX_LINK:
        raise LinkError("The link is too long.")
    for key in query:
        if key not in FIELDS:
            raise LinkError(f"This page does not know the part {shortened(key)} of the link: it may have been cut off.")
    values: dict[str, Any] = {key: FIELDS[key].read(key, text) for key, text in query.items()}
    return changed(PRESETS[values.get("preset", FIRST)].setup, **values)
