"""The fields of a link: each reads its text with suspicion, and a whole table of them reads a query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from rnnviz.core.link import MAX_LINK, NOT_OURS
from rnnviz.core.link_numbers import LinkError, read_number, read_whole, write_number
from rnnviz.core.typed import shortened

NONE = "none"


class Field(Protocol):
    """How one part of a link is read. Raises LinkError."""

    def read(self, name: str, text: str) -> Any: ...


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


@dataclass(frozen=True)
class Switch:
    """A field that is on (1) or off (0)."""

    def read(self, name: str, text: str) -> bool:
        return Among(("0", "1")).read(name, text) == "1"


@dataclass(frozen=True)
class Text:
    """A field of free text, at most so long; what it may hold is the page's to say."""

    longest: int = 200

    def read(self, name: str, text: str) -> str:
        if len(text) > self.longest:
            raise LinkError(f"{name} is {len(text)} characters long: at most {self.longest} are read.")
        return text


def written(value: str | float | bool | tuple[str, ...]) -> str:
    """A value as its field reads it back."""
    if isinstance(value, tuple):
        return ",".join(value) or NONE
    if isinstance(value, bool):
        return str(int(value))
    return value if isinstance(value, str) else write_number(value)


def read_fields(mapping: Mapping[str, str], fields: Mapping[str, Field]) -> dict[str, Any]:
    """The values that a query names. Raises LinkError, a sentence, for a link that is wrong or cut off."""
    query = {key: value for key, value in mapping.items() if not NOT_OURS.fullmatch(key)}
    if sum(len(key) + len(value) for key, value in query.items()) > MAX_LINK:
        raise LinkError("The link is too long.")
    for key in query:
        if key not in fields:
            raise LinkError(f"This page does not know the part {shortened(key)} of the link: it may have been cut off.")
    return {key: fields[key].read(key, text) for key, text in query.items()}
