"""Whose run is next: in rounds, one a learner in each, the teacher's before all; and how long that takes."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Turn:
    """A run that waits. `owner`: its learner. `round`: see `round_of`. `first`: a teacher's, before students'."""

    key: str
    owner: str = ""
    round: int = 0
    first: bool = False


def round_of(own: Collection[int], now: int) -> int:
    """The round of a learner's next run. `own`: of those that wait or have begun; `now`: of the last that began.

    Whoever comes is in the round that is under way, so a second run waits for one of each learner and no longer.
    """
    return max([now, *(it + 1 for it in own)])


def fair(waiting: Sequence[Turn]) -> list[Turn]:
    """Those that wait, as they came, in the order in which they begin."""
    return sorted(waiting, key=lambda turn: (not turn.first, 0 if turn.first else turn.round))


def seconds_until(left: Sequence[float | None], before: Sequence[float | None], at_once: int) -> float | None:
    """When the next run begins that waits behind `before`; None where one of them is not known.

    `left`: seconds that each run under way still takes; `before`: seconds of each that begins before, in order.
    """
    if None in left or None in before:
        return None
    free = [*(it for it in left if it is not None), *[0.0] * (at_once - len(left))]
    for _ in range(len(free) - at_once):  # as many as go on beside those that have a place
        free.remove(min(free))
    heapq.heapify(free)
    for seconds in before:
        heapq.heapreplace(free, free[0] + (seconds or 0.0))
    return free[0]
