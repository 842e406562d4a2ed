"""A field that is a few whole numbers, each once and in order: the units that are looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rnnviz.state.fields import NONE, Field, Whole
from rnnviz.state.link_numbers import LinkError, read_whole
from rnnviz.texts import _


@dataclass(frozen=True)
class Wholes(Field):
    """A field that is at most so many whole numbers from low to high, each once and in order, or none of them."""

    low: int
    high: int
    most: int

    def read(self, name: str, text: str) -> tuple[int, ...]:
        words = [] if text == NONE else text.split(",")
        found = tuple(sorted({read_whole(word, name, self.low, self.high) for word in words}))
        self.check(name, found)
        return found

    def check(self, name: str, value: Any) -> None:
        for it in value:
            Whole(self.low, self.high).check(name, it)
        if len(value) > self.most:
            raise LinkError(
                _("{name} has {n} numbers: the most is {most}.").format(name=name, n=len(value), most=self.most)
            )

    def write(self, value: Any) -> str:
        return ",".join(map(str, value)) or NONE
