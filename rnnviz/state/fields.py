"""The kinds of field that a page's state has: each knows what it may be, in a link, in JSON and of a widget, and says
what is wrong.

A field is declared once, in the dataclass that is the state: `radius: float = declared(Real(0.0, 2.0), 0.9)`.
"""

from __future__ import annotations

import dataclasses
import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnviz.core.course import Rule
from rnnviz.core.typed import InputError, shortened
from rnnviz.state.course import from_text, to_text
from rnnviz.state.link_numbers import LinkError, read_number, read_numbers, read_step, read_whole, write_number
from rnnviz.state.reading import choice, flag, number, text, whole
from rnnviz.texts import _

NONE = "none"
KIND, NAME = "kind", "name"  # in a dataclass field's metadata


class Field(ABC):
    """What stands behind one name of a link."""

    @abstractmethod
    def read(self, name: str, text: str) -> Any:
        """The field's value. Raises LinkError, a sentence."""

    def check(self, name: str, value: Any) -> None:
        """Raises InputError for a value of a widget that the field does not allow."""
        self.read(name, self.write(value))

    def write(self, value: Any) -> str:
        """What `read` takes."""
        return value or NONE if isinstance(value, str) else write_number(value)

    def same(self, value: Any, other: Any) -> bool:
        """Whether a link need not tell one from the other."""
        return bool(value == other)

    def parse(self, name: str, value: object) -> Any:
        """The field's value from JSON, which `as_json` made. Raises SettingsError, a sentence, for anything else."""
        raise NotImplementedError


class Group(ABC):
    """What stands behind several names of a link, and is one field of the state. beside: the state that it is in."""

    @abstractmethod
    def has(self, name: str) -> bool:
        """Whether the name is one of them."""

    @abstractmethod
    def read(self, items: Mapping[str, str], beside: Any) -> Any:
        """The field's value. Raises InputError, a sentence."""

    @abstractmethod
    def write(self, value: Any, beside: Any) -> dict[str, str]:
        """The items that `read` takes; none for what an empty link has."""

    def parse(self, name: str, obj: object, beside: Any) -> Any:
        """The field's value from the whole JSON object. Raises SettingsError."""
        raise NotImplementedError

    def to_json(self, name: str, value: Any) -> dict[str, object]:
        """The parts that `parse` takes."""
        raise NotImplementedError


Kind = Field | Group | Callable[[Any], Field]
"""Of a declared field; a function: the kind beside the rest of the state, as a step that is not past the last one."""


def as_json(value: Any) -> object:
    """A field's value as JSON has it."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    return [dataclasses.asdict(it) for it in value] if isinstance(value, tuple) else value


def declared(kind: Kind, default: Any = dataclasses.MISSING, name: str = "") -> Any:
    """A field of a state's dataclass. `name`: what the link calls it, where that is not the field's own name."""
    how = {"default": default} if isinstance(default, Hashable) else {"default_factory": lambda: default}
    return dataclasses.field(**how, metadata={KIND: kind, NAME: name})


def kinds_of(state: type) -> dict[str, Kind]:
    """The kinds of the declared fields of a state's dataclass, by their names in it."""
    return {it.name: it.metadata[KIND] for it in dataclasses.fields(state) if KIND in it.metadata}


def fields_of(state: type) -> dict[str, Field]:
    """Those of them that are one item of the link, whatever else there is."""
    return {name: kind for name, kind in kinds_of(state).items() if isinstance(kind, Field)}


def names_of(state: type) -> dict[str, str]:
    """What the link calls each declared field."""
    return {it.name: it.metadata[NAME] or it.name for it in dataclasses.fields(state) if KIND in it.metadata}


@dataclass(frozen=True)
class Among(Field):
    """A field that is one of a few words."""

    choices: Iterable[str]

    def read(self, name: str, text: str) -> str:
        """Raises LinkError, as all that follow."""
        if text not in self.choices:
            raise LinkError(
                _("{name} is {text}: it must be one of {choices}.").format(
                    name=name, text=shortened(text), choices=", ".join(self.choices)
                )
            )
        return text

    def parse(self, name: str, value: object) -> str:
        return choice(value, name, tuple(self.choices))


@dataclass(frozen=True)
class Several(Field):
    """A field that is some of a few words, or none of them."""

    choices: Iterable[str]

    def read(self, name: str, text: str) -> tuple[str, ...]:
        words = () if text == NONE else text.split(",")
        self.check(name, words)
        return tuple(word for word in self.choices if word in words)

    def check(self, name: str, value: Any) -> None:
        for word in value:
            Among(self.choices).read(name, word)

    def write(self, value: Any) -> str:
        return ",".join(value) or NONE


@dataclass(frozen=True)
class Whole(Field):
    """A field that is a whole number from low to high."""

    low: int
    high: int

    def read(self, name: str, text: str) -> int:
        return read_whole(text, name, self.low, self.high)

    def check(self, name: str, value: Any) -> None:
        if isinstance(value, bool) or value != int(value) or not self.low <= value <= self.high:
            raise InputError(
                _("{name} is {value:g}: it must be a whole number from {low} to {high}.").format(
                    name=name, value=value, low=self.low, high=self.high
                )
            )

    def parse(self, name: str, value: object) -> int:
        return whole(value, name, self.low, self.high)


@dataclass(frozen=True)
class Maybe(Field):
    """A field that is of another kind, or NONE, which stands for the value `without`."""

    kind: Field
    without: Any

    def read(self, name: str, text: str) -> Any:
        return self.without if text == NONE else self.kind.read(name, text)

    def check(self, name: str, value: Any) -> None:
        if value != self.without:
            self.kind.check(name, value)

    def write(self, value: Any) -> str:
        return NONE if value == self.without else self.kind.write(value)

    def parse(self, name: str, value: object) -> Any:
        return self.without if value is None else self.kind.parse(name, value)


@dataclass(frozen=True)
class Real(Field):
    """A field that is a number from low to high."""

    low: float
    high: float

    def read(self, name: str, text: str) -> float:
        value = read_number(text, name, math.inf)
        self._within(name, value, shortened(text))
        return value

    def check(self, name: str, value: Any) -> None:
        self._within(name, value, f"{value:g}")

    def parse(self, name: str, value: object) -> float:
        return number(value, name, self.low, self.high)

    def _within(self, name: str, value: float, shown: str) -> None:
        if not self.low <= value <= self.high:
            said = _("{name} is {shown}: it must be a number from {low:.10g} to {high:.10g}.")
            raise LinkError(said.format(name=name, shown=shown, low=self.low, high=self.high))


@dataclass(frozen=True)
class Switch(Field):
    """A field that is on (1) or off (0)."""

    def read(self, name: str, text: str) -> bool:
        return Among(("0", "1")).read(name, text) == "1"

    def parse(self, name: str, value: object) -> bool:
        return flag(value, name)


@dataclass(frozen=True)
class Typed(Field):
    """A field that is a text of at most `most` characters; `empty`: it may be, and is written as NONE then."""

    most: int
    empty: bool = False

    def read(self, name: str, text: str) -> str:
        self.check(name, text)
        return "" if self.empty and text == NONE else text

    def check(self, name: str, value: Any) -> None:
        if len(value) > self.most:
            said = _("{name} is {n} characters long: the most is {most}.")
            raise LinkError(said.format(name=name, n=len(value), most=self.most))

    def parse(self, name: str, value: object) -> str:
        return text(value, name, self.most)


@dataclass(frozen=True)
class Verbatim(Typed):
    """A text that is in the link as it is, even an empty one."""

    def write(self, value: Any) -> str:
        return str(value)


@dataclass(frozen=True)
class Steps(Field):
    """A field that is the learning steps that were taken."""

    def read(self, name: str, text: str) -> tuple[Rule, ...]:
        return () if text == NONE else from_text(text)

    def write(self, value: Any) -> str:
        return to_text(value) or NONE


@dataclass(frozen=True)
class StepNumber(Field):
    """A field that is a step, from 0, or None for the usual one; links count from 1. last: shown for one beyond it."""

    most: int
    last: bool = True

    def read(self, name: str, text: str) -> int:
        return read_step(text, name, self.most) if self.last else read_whole(text, name, 1, self.most) - 1

    def write(self, value: Any) -> str:
        return str(value + 1)

    def parse(self, name: str, value: object) -> int:
        return whole(value, name, 0, self.most - 1)


@dataclass(frozen=True)
class Numbers(Field):
    """A field that is a row of numbers, from least to most of them."""

    least: int
    most: int

    def read(self, name: str, text: str) -> tuple[float, ...]:
        found = tuple(read_numbers(text, name))
        if not self.least <= len(found) <= self.most:
            said = _("{name} has {n} numbers: it must have {least} to {most}.")
            raise LinkError(said.format(name=name, n=len(found), least=self.least, most=self.most))
        return found

    def write(self, value: Any) -> str:
        return ",".join(map(write_number, value))
