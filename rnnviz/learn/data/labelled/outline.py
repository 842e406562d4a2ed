"""Texts from a learner's file as a page shows them: little of many, made where they are read."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from rnnviz.core.letters import tokenize
from rnnviz.learn.data.labelled import Labelled, LabelledReading, LabelledText
from rnnviz.learn.data.labelled.reading import look

FIRST = 6  # rows that are shown
MOST_LENGTHS = 5000


@dataclass(frozen=True)
class TextsOutline:
    """`counts`: how many texts each class has; `first`: rows of each class in turn; `example`: the file's first row;
    `many`: all texts.

    `lengths`: letters of names, words of reviews; of many, of each n-th. `a_file_each`: no table and no text a line.
    """

    counts: dict[str, int]
    letters: tuple[str, ...]
    first: tuple[LabelledText, ...]
    example: LabelledText
    many: int
    lengths: tuple[int, ...]
    a_file_each: bool
    origin: str
    read: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class OutlinedReading(LabelledReading):
    """The same with the outline of its texts, and without them."""

    outline: TextsOutline | None = None


def outlined(content: bytes, name: str, task: str, label: str = "", text: str = "") -> OutlinedReading:
    """What `look` finds, without all of its texts."""
    found: LabelledReading = look(content, name, task, label, text)
    made = outline(found.labelled, task) if found.labelled else None
    return OutlinedReading(None, found.problems, found.columns, found.label, found.text, made)


def outline(found: Labelled, task: str) -> TextsOutline:
    rows, names = found.rows, task == "names"
    some = rows[:: -(-len(rows) // MOST_LENGTHS)]
    firsts = [next(row for row in rows if row.label == label) for label in found.classes[:FIRST]]
    return TextsOutline(
        found.counts,
        found.letters if names else (),
        (*firsts, *islice((row for row in rows if row not in firsts), FIRST - len(firsts))),
        rows[0],
        len(rows),
        tuple(len(row.text) if names else len(tokenize(row.text)) for row in some),
        len({row.file for row in rows}) > len(found.classes),
        found.origin,
        found.read,
        found.notes,
    )
