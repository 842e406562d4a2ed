"""Texts with a class each from a learner's file: a table of two columns or more, or a zip of classes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rnnviz.texts import _, forms

LEAST_CLASSES, MOST_CLASSES = 2, 50
LEAST_EACH = 3  # different texts of a class: each part of the data needs one
LEAST_TEXTS = 10
MOST_TEXTS = 100_000


@dataclass(frozen=True)
class TextKind:
    """What a task calls its texts, and how many letters of one and how many different letters it takes.

    thing, things: one of them, several; `counted`: with their number, for `ngettext`.

    `by_line`: no text goes over a line.
    """

    thing: str
    things: str
    counted: tuple[str, str]
    longest: int
    letters: int
    by_line: bool


TEXT_KINDS = {
    "names": TextKind(_("name"), _("names"), forms("{n} name", "{n} names"), 40, 4096, True),
    "sentiment": TextKind(_("review"), _("reviews"), forms("{n} review", "{n} reviews"), 20_000, 0, False),
}
"""By task. A review's letters are not counted: its net reads words."""


class LabelledText(NamedTuple):
    """One of many. `line`: where it stands in the file, from 1; `file`: in which file of an archive, "" for a table."""

    text: str
    label: str
    line: int
    file: str = ""


@dataclass(frozen=True)
class Labelled:
    """Different texts in the file's order, and the classes by name. `read`: what was read, in a sentence's part."""

    rows: tuple[LabelledText, ...]
    classes: tuple[str, ...]
    origin: str
    read: str
    notes: tuple[str, ...] = ()

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many texts each class has."""
        found = Counter(row.label for row in self.rows)
        return {name: found[name] for name in self.classes}

    @cached_property
    def letters(self) -> tuple[str, ...]:
        """The different letters of all texts, in Unicode's order."""
        return tuple(sorted(set().union(*(row.text for row in self.rows))))


@dataclass(frozen=True)
class LabelledReading:
    """What became of a file: the texts, or every problem as a sentence.

    `columns`: those of a table; `label` and `text`: which of them were read.
    """

    labelled: Labelled | None = None
    problems: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    label: str = ""
    text: str = ""

    @property
    def problem(self) -> str:
        return " ".join(self.problems)
