"""A series as a plot of its size can show it: highs and lows of each stretch, where it has gaps, which times repeat."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from rnnviz.core import Array
from rnnviz.core.windows import jumps
from rnnviz.learn.data.series import Series

MOST_POINTS = 1500
MOST_MARKS = 60


@dataclass(frozen=True)
class Outline:
    """Times as ISO text and values, None where a gap breaks the line; all in order of time.

    `bands`: the longest gaps, each from its last row to the next one; `gaps` and `repeats`: how many there are in all.
    `low`, `high`: the least and the greatest value; `first`, `last`: the times at the ends.
    """

    times: list[str]
    values: list[float | None]
    bands: list[tuple[str, str]]
    gaps: int
    repeated_times: list[str]
    repeated_values: list[float]
    repeats: int
    low: float
    high: float
    first: str
    last: str


def outline(series: Series) -> Outline:
    """Of a series in any order."""
    order = np.argsort(series.times, kind="stable")
    times, values = series.times[order], series.values[order]
    again = np.flatnonzero(np.diff(times) == np.timedelta64(0, "s")) + 1
    once, first = np.unique(times, return_index=True)
    after = jumps(once, series.step.seconds)
    after = after[np.diff(once)[after] > np.timedelta64(series.step.seconds, "s")]
    longest = after[np.argsort(-np.diff(once)[after].astype(np.int64), kind="stable")[:MOST_MARKS]]
    kept = drawn(values[first])
    line_times: list[str] = []
    line: list[float | None] = []
    for at, next_at in zip(kept, [*kept[1:], len(once)], strict=True):
        line_times.append(str(once[at]))
        line.append(float(values[first][at]))
        place = int(np.searchsorted(after, at))
        if place < len(after) and after[place] < next_at:
            line_times.append(str(once[after[place]] + np.timedelta64(1, "s")))
            line.append(None)
    return Outline(
        line_times, line, [(str(once[t]), str(once[t + 1])) for t in sorted(longest)], len(after),
        [str(it) for it in times[again][:MOST_MARKS]], values[again][:MOST_MARKS].tolist(), len(again),
        float(values.min()), float(values.max()), str(times[0]), str(times[-1]),
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
