"""What a lesson gives its lead: the functions that its steps name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from rnnviz.lead.answers import Answer
from rnnviz.lead.steps import Blank

S = TypeVar("S")


@dataclass(frozen=True)
class Measured:
    """What a task measures on the screen, and its goal in the same unit: true where the task is done.

    lacks: the name of what else is missing, where the goal alone is not enough; the step says it in words.
    """

    now: float
    goal: float
    done: bool
    lacks: str = ""

    def __bool__(self) -> bool:
        return bool(self.done)


Check = Callable[..., bool | Measured]
"""Whether a task is done, given the state, t and what else the step says; plain False where nothing is measured."""


def _no_blank(state: object, t: int, blank: Blank) -> Answer:
    raise KeyError(blank.q)


def _no_number(state: object, t: int, name: str) -> float:
    raise KeyError(name)


def _whole(state: object, t: int, q: str) -> dict[str, object]:
    return {"covered": q}


@dataclass(frozen=True)
class Tasks(Generic[S]):
    """S: the lesson's state; t: the time step, from 0, that a step talks about.

    read: the state of a link, with its step. truths: the answer of a question, given the state, t and what else the
    question says. checks: whether a task is done, likewise, with what it measures. blank: the number of a blank, with
    its mistakes. number: one that stands in a text as {h[1]}. cover: what a stage is told to cover, up to a quantity; a
    lesson whose stage covers nothing is covered whole. fits: whether a state has what a step speaks of, whose example
    is the other. Where a lesson has no blanks or numbers, to ask for one raises KeyError.
    """

    read: Callable[[str], tuple[S, int]]
    truths: Mapping[str, Callable[..., Answer]]
    checks: Mapping[str, Check]
    blank: Callable[[S, int, Blank], Answer] = _no_blank
    number: Callable[[S, int, str], float] = _no_number
    cover: Callable[[S, int, str], dict[str, object]] = _whole
    fits: Callable[[S, S], bool] = lambda state, example: True
