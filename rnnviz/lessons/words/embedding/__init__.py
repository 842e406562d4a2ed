"""An embedding's table as it learns: which rows move, by how much, and why (row 20)."""

from __future__ import annotations

from rnnviz.lessons.words.embedding.course import Course, Step, next_step, taken
from rnnviz.lessons.words.embedding.problem import LOSSES, Problem, Read, read
from rnnviz.lessons.words.embedding.setup import (
    CODEC,
    NO_PADDING,
    PRESETS,
    RATE,
    TURNS,
    EmbeddingState,
    Preset,
    changed,
    course,
    edited,
    encoded,
    holds,
    problem,
)

__all__ = ["CODEC", "LOSSES", "NO_PADDING", "PRESETS", "RATE", "TURNS", "Course", "Preset", "Problem"]
__all__ += [
    "EmbeddingState",
    "Read",
    "Step",
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
