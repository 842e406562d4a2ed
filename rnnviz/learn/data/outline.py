"""A series as a plot of its size can show it: highs and lows of each stretch, where it has gaps, which times repeat."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from rnnviz.core import Array
from rnnviz.core.windows import jumps
from rnnviz.learn.data.series import Series

MOST_POINTS = 1500
ZERO = np.datetime64("1970-01-01", "s")
MOST_MARKS = 60
Mark = str | float
"""A place on the axis of time: ISO text, or the number of a row where no row says when."""


@dataclass(frozen=True)
class Outline:
    """Times and values, None where a gap breaks the line; all in order of time.

    `bands`: the longest gaps, each from its last row to the next one; `gaps` and `repeats`: how many there are in all.
    `low`, `high`: the least and the greatest value; `first`, `last`: the times at the ends.
    """

    times: list[Mark]
    values: list[float | None]
    bands: list[tuple[Mark, Mark]]
    gaps: int
    repeated_times: list[Mark]
    repeated_values: list[float]
    repeats: int
    low: float
    high: float
    first: str
    last: str
    timed: bool = True


def outline(series: Series) -> Outline:
    """Of a series in any order."""
    order = np.argsort(series.times, kind="stable")
    times, values = series.times[order], series.values[order]
    again = np.flatnonzero(np.diff(times) == np.timedelta64(0, "s")) + 1
    once, first = np.unique(times, return_index=True)
    after = jumps(once, series.step.seconds)
    after = after[np.diff(once)[after] > np.timedelta64(series.step.seconds, "s")]
    longest = after[np.argsort(-np.diff(once)[after].astype(np.int64), kind="stable")[:MOST_MARKS]]
    kept = drawn(shown := values[first])
    line_times: list[Mark] = []
    half = np.timedelta64(500, "ms")

    def mark(time: np.datetime64) -> Mark:
        return str(time) if series.step.timed else float((time - ZERO) / np.timedelta64(1, "s")) + 1

    line: list[float | None] = []
    for at, next_at in zip(kept, [*kept[1:], len(once)], strict=True):
        line_times.append(mark(once[at]))
        line.append(float(shown[at]))
        place = int(np.searchsorted(after, at))
        if place < len(after) and after[place] < next_at:
            line_times.append(mark(once[after[place]] + half))
            line.append(None)
    return Outline(
        line_times, line, [(mark(once[t]), mark(once[t + 1])) for t in sorted(longest)], len(after),
        [mark(it) for it in times[again][:MOST_MARKS]], values[again][:MOST_MARKS].tolist(), len(again),
        float(values.min()), float(values.max()), series.moment(int(order[0])), series.moment(int(order[-1])),
        series.step.timed,
    )  # fmt: skip


def drawn(values: Array) -> list[int]:
    """The rows that a plot needs: the least and the greatest of each stretch, first and last."""
    if len(values) <= MOST_POINTS:
        return list(range(len(values)))
    edges = np.linspace(0, len(values), MOST_POINTS // 2 + 1).astype(int)
    places = {0, len(values) - 1}
    for begin, end in pairwise(edges.tolist()):
        places |= {begin + int(values[begin:end].argmin()), begin + int(values[begin:end].argmax())}
    return sorted(places)
