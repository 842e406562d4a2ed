"""An embedding's table as it learns: which rows move, by how much, and why (row 20)."""

from __future__ import annotations

from rnnviz.core.embedding.course import Course, Step, next_step, taken
from rnnviz.core.embedding.link import FIELDS, RATE, from_query, to_query
from rnnviz.core.embedding.problem import LOSSES, Problem, Read, read
from rnnviz.core.embedding.setup import (
    FIRST,
    NO_PADDING,
    PRESETS,
    TURNS,
    Preset,
    Setup,
    changed,
    course,
    encoded,
    problem,
    usual_target,
)

__all__ = ["FIELDS", "FIRST", "LOSSES", "NO_PADDING", "PRESETS", "RATE", "TURNS", "Course", "Preset", "Problem"]
__all__ += ["Read", "Setup", "Step", "changed", "course", "encoded", "from_query", "next_step", "problem", "read"]
__all__ += ["taken", "to_query", "usual_target"]
