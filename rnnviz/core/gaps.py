"""Where rows that stand side by side are not neighbours in time, and what to write there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnnviz.core.windows import Times, jumps

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip


@dataclass(frozen=True)
class Gap:
    """After row `after` (from 0) another time begins; both times in words, no more of them than tells them apart."""

    after: int
    ends: str
    begins: str


def gaps(times: Times, step: int = 0) -> tuple[Gap, ...]:
    """`step`: the seconds from a row to the next; 0: what is usual here."""
    times = np.asarray(times)
    return tuple(Gap(int(t), *words(times[t], times[t + 1])) for t in jumps(times, step))


def words(one: np.datetime64, other: np.datetime64) -> tuple[str, str]:
    """ "1 April", "10 April"; with the year where it changes, with the clock where the day does not."""
    days = [str(it)[:10] for it in (one, other)]
    if days[0] == days[1]:
        return str(one)[11:16], str(other)[11:16]
    written = [f"{int(day[8:])} {MONTHS[int(day[5:7]) - 1]}" for day in days]
    if days[0][:4] != days[1][:4]:
        written = [f"{text} {day[:4]}" for text, day in zip(written, days, strict=True)]
    return written[0], written[1]
