"""From measured milliseconds to a table in Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median, quantiles

__all__ = ["markdown", "median", "p95", "summary"]

Row = Sequence[str | float | int]


def p95(values: Sequence[float]) -> float:
    """The 95th percentile, between the two nearest values where it falls between them; of one value, that value."""
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def markdown(heads: Sequence[str], rows: Sequence[Row]) -> str:
    """A table whose columns of numbers stand to the right; a float is written with one decimal."""
    texts = [[_text(value) for value in row] for row in rows]
    widths = [max(3, *map(len, column)) for column in zip(heads, *texts, strict=True)]
    right = [all(isinstance(row[k], float | int) for row in rows) for k in range(len(heads))]
    rule = ["-" * (width - 1) + (":" if at_right else "-") for width, at_right in zip(widths, right, strict=True)]
    lines = [_line(heads, widths, right), f"| {' | '.join(rule)} |", *(_line(row, widths, right) for row in texts)]
    return "\n".join(lines)


def summary(measured: Mapping[str, Sequence[float]], against: str) -> list[Row]:
    """For each name: its name, how many values, median, p95, and the median as a multiple of that of `against`."""
    base = median(measured[against])
    return [
        (name, len(values), float(median(values)), float(p95(values)), f"{median(values) / base:.1f}×")
        for name, values in measured.items()
    ]


def _text(value: str | float) -> str:
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def _line(texts: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    cells = (
        text.rjust(width) if at_right else text.ljust(width)
        for text, width, at_right in zip(texts, widths, right, strict=True)
    )
    return f"| {' | '.join(cells)} |"
