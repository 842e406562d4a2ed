"""A room as a value: who is in it, where the class is, what was asked. Changed by `dataclasses.replace` alone, so that
a bus may keep it wherever it likes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rnnviz.room.asked import Asked
from rnnviz.room.faces import Face

LONGEST = 3 * 3600.0  # seconds that a room is open
ALONE = 20 * 60.0  # seconds without its teacher, after which it ends
AWAY = 60.0  # seconds without a sign of life, after which nobody is at a screen


@dataclass(frozen=True)
class Student:
    """seen: when there was the last sign of life; tabs: connections that are open. follows: not on their own. done: has
    done what the lead's step asks for."""

    face: Face
    seen: float
    tabs: int = 0
    follows: bool = True
    done: bool = False

    def here(self, now: float) -> bool:
        return self.tabs > 0 and now - self.seen < AWAY


@dataclass(frozen=True)
class Offer:
    """A student's screen, as a link, with what they say of it."""

    student: str
    link: str
    words: str
    number: int


@dataclass(frozen=True)
class Room:
    """key: of the teacher, hashed; teacher: their browser. named: the teacher sees answers by animal. link: where the
    class is, `at` counting its changes. leads: whether the class follows. asked: the last one is on everybody's screen,
    unless it is closed."""

    code: str
    key: str
    teacher: str
    opened: float
    teacher_seen: float
    named: bool = False
    students: Mapping[str, Student] = field(default_factory=dict)
    link: str = ""
    at: int = 0
    leads: bool = True
    asked: tuple[Asked, ...] = ()
    offers: tuple[Offer, ...] = ()
    numbered: int = 0

    @property
    def ends(self) -> float:
        """When it is over, unless its teacher gives a sign of life."""
        return min(self.opened + LONGEST, self.teacher_seen + ALONE)

    def over(self, now: float) -> bool:
        return now >= self.ends

    @property
    def question(self) -> Asked | None:
        return self.asked[-1] if self.asked and not self.asked[-1].closed else None
