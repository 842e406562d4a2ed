"""What a lesson gives its lead: the functions that its steps name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from rnnviz.lead.answers import Answer
from rnnviz.lead.steps import Blank

S = TypeVar("S")


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
    question says. checks: whether a task is done, likewise. blank: the number of a blank, with its mistakes. number:
    one that stands in a text as {h[1]}. cover: what a stage is told to cover, up to a quantity; a lesson whose stage
    covers nothing is covered whole. fits: whether a state has what a step speaks of, whose example is the other.
    Where a lesson has no blanks or numbers, to ask for one raises KeyError.
    """

    read: Callable[[str], tuple[S, int]]
    truths: Mapping[str, Callable[..., Answer]]
    checks: Mapping[str, Callable[..., bool]]
    blank: Callable[[S, int, Blank], Answer] = _no_blank
    number: Callable[[S, int, str], float] = _no_number
    cover: Callable[[S, int, str], dict[str, object]] = _whole
    fits: Callable[[S, S], bool] = lambda state, example: True
