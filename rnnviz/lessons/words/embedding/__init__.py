"""An embedding's table as it learns: which rows move, by how much, and why (row 20)."""

from __future__ import annotations

from rnnviz.lessons.words.embedding.course import TableCourse, TableStep, next_step, taken
from rnnviz.lessons.words.embedding.problem import LOSSES, Read, TableProblem, read
from rnnviz.lessons.words.embedding.setup import (
    CODEC,
    NO_PADDING,
    PRESETS,
    RATE,
    TURNS,
    EmbeddingPreset,
    EmbeddingState,
    changed,
    course,
    edited,
    encoded,
    holds,
    problem,
)

__all__ = [
    "CODEC",
    "LOSSES",
    "NO_PADDING",
    "PRESETS",
    "RATE",
    "TURNS",
    "EmbeddingPreset",
    "TableCourse",
    "TableProblem",
]
__all__ += [
    "EmbeddingState",
    "Read",
    "TableStep",
    "changed",
    "course",
    "edited",
    "encoded",
    "holds",
    "next_step",
    "problem",
    "read",
]
__all__ += ["taken"]
