"""Numbers of this lesson in words."""

from __future__ import annotations

import math
from collections.abc import Iterable

from rnnviz.theme import format_number


def short(value: float) -> str:
    """Four digits; what is beyond float64 in words."""
    return format_number(value, plus="") if math.isfinite(value) else "beyond float64"


def steps_back(horizon: int | None) -> str:
    """ "after 14 steps", "never"."""
    return "never" if horizon is None else "after 1 step" if horizon == 1 else f"after {horizon} steps"


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Markdown: the first column to the left, the others to the right."""
    lines = [head, ("---", *["---:"] * (len(head) - 1)), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
