"""The fields of a setup as items of a link: each knows what it may be, and says so when it is something else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from rnnviz.core.course import Rule
from rnnviz.core.typed import shortened
from rnnviz.state.course_link import from_text, to_text
from rnnviz.state.link import MAX_LINK, NOT_OURS
from rnnviz.state.link_numbers import LinkError, read_number, read_whole, write_number

NONE = "none"


class Field(Protocol):
    """What stands behind one name of a link."""

    def read(self, name: str, text: str) -> Any:
        """The field's value. Raises LinkError, a sentence."""


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
class Typed:
    """A field that is a text of at most `most` characters; `empty`: it may be, and is written as NONE then."""

    most: int
    empty: bool = False

    def read(self, name: str, text: str) -> str:
        if len(text) > self.most:
            raise LinkError(f"{name} is {len(text)} characters long: the most is {self.most}.")
        return "" if self.empty and text == NONE else text


@dataclass(frozen=True)
class Steps:
    """A field that is the learning steps that were taken."""

    def read(self, name: str, text: str) -> tuple[Rule, ...]:
        return from_text(text)


def written(value: str | float | tuple[Any, ...]) -> str:
    """What `read` takes; a tuple is of words or of rules."""
    if isinstance(value, tuple):
        return to_text(value) if value and isinstance(value[0], Rule) else ",".join(value) or NONE
    return value or NONE if isinstance(value, str) else write_number(value)


def read_items(mapping: Mapping[str, str], fields: Mapping[str, Field]) -> dict[str, Any]:
    """The fields' values in a link, without what others hang on to it. Raises LinkError."""
    query = {key: value for key, value in mapping.items() if not NOT_OURS.fullmatch(key)}
    if sum(len(key) + len(value) for key, value in query.items()) > MAX_LINK:
        raise LinkError("The link is too long.")
    for key in query:
        if key not in fields:
            raise LinkError(f"This page does not know the part {shortened(key)} of the link: it may have been cut off.")
    return {key: fields[key].read(key, text) for key, text in query.items()}


def changed_items(values: Mapping[str, Any], usual: Mapping[str, Any]) -> dict[str, str]:
    """The items of a link: of the values only those that are not usual."""
    return {name: written(value) for name, value in values.items() if value != usual[name]}
