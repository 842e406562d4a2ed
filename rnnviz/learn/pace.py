"""How long runs take here, beside other runs and pages: what was measured of each, scaled by what was seen since.

Every estimate is a mean of ratios, of the time that something took to the time it was expected to take.
"""

from __future__ import annotations

import math
import os
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rnnviz.learn.records import Progress, Record, Working

OVERHEAD = 0.4  # seconds of a run that are not measured before it: its process, its last words, the next one's turn
MOST_SEEN = 12
FORGOTTEN = 60.0  # seconds in which what was seen loses half of its weight
ENOUGH = 0.5  # the weight of what was seen from which on it tells how slow runs are: half a run
OWN = 0.8  # share of a run after which its own time tells as much as all others': its first steps are slow
LATELY = 1.0  # seconds whose steps tell a run's pace
BEGUN = 20.0  # seconds after which a run's pace will hold: those who start runs keep the machine busy for a while


@dataclass(frozen=True)
class Ratio:
    """Of the time taken to the time expected. `at`: when, in seconds of time.monotonic."""

    value: float
    weight: float
    at: float


@dataclass
class Timing:
    """Of a run that has begun, by the server's clock: `began` and `said` are times, `before` and `share` lengths.

    `before`: seconds until its first step. `share`: of its steps, when it last `said` how many it has made. `rested`:
    it was paused, and its time is not that of a run. `earlier`: times and shares said before, of the last LATELY.
    """

    began: float
    before: float = 0.0
    said: float = 0.0
    share: float = 0.0
    rested: bool = False
    earlier: deque[tuple[float, float]] = field(default_factory=deque)

    def hear(self, records: Sequence[Record], now: float) -> None:
        """Takes in what was read just now."""
        self.rested = self.rested or any(isinstance(it, Working) and it.what == "paused" for it in records)
        last = next((it for it in reversed(records) if isinstance(it, Progress)), None)
        if last is None:
            return
        if not self.share:
            self.before = max(0.0, now - self.began - last.seconds)
        elif last.share > self.share:
            self.earlier.append((self.said, self.share))
        self.said, self.share = now, last.share
        while len(self.earlier) > 1 and self.earlier[1][0] <= now - LATELY:
            self.earlier.popleft()

    def pace(self) -> float | None:
        """Seconds that all of its steps would take, as it goes lately; None where it has no pace, or has rested."""
        if not self.share or self.rested:
            return None
        then, share = self.earlier[0] if self.earlier else (self.began + self.before, 0.0)
        return (self.said - then) / (self.share - share)

    def ratio(self, expected: float) -> Ratio | None:
        """Of its time at this pace to what was expected; None until its pace will hold."""
        pace = self.pace()
        if pace is None or self.said - self.began <= BEGUN:
            return None
        return Ratio((self.before + pace) / expected, 1.0, self.said)


def expected(measured: float, heavy: bool, beside: int) -> float:
    """Seconds of a run whose work takes `measured` on an idle machine, where so many share this one's cores.

    `heavy`: it computes on all cores when it is alone.
    """
    cores = os.cpu_count() or 1
    threads = cores if heavy else 1
    return OVERHEAD + measured * max(1.0, beside * threads / cores)


class Pace:
    """What was seen on this machine lately."""

    def __init__(self) -> None:
        self.seen: deque[Ratio] = deque(maxlen=MOST_SEEN)

    def saw(self, value: float, weight: float, now: float) -> None:
        self.seen.append(Ratio(value, weight, now))

    def ratio(self, going: Iterable[Ratio], now: float) -> float | None:
        """What the next run's time is to what is expected of it; None where too little was seen to say.

        `going`: of the runs under way.
        """
        known = [(it.value, it.weight * math.exp2((it.at - now) / FORGOTTEN)) for it in (*self.seen, *going)]
        total = sum(weight for _, weight in known)
        return sum(weight * value for value, weight in known) / total if total >= ENOUGH else None


def left(timing: Timing, expected: float, now: float) -> float:
    """Seconds that a run under way still takes: as `expected` of it at first, more and more by its own time so far.

    Its steps come slowly at first and then faster, so what is left is not in proportion to them. Once it has gone on
    for longer than was expected, its own time alone tells.
    """
    gone = now - timing.began
    if not timing.share or timing.rested:
        return max(0.0, expected - gone)
    own = timing.before + (timing.said - timing.began - timing.before) / timing.share
    weight = timing.share**3 / (timing.share**3 + OWN**3) if gone < expected else 1.0
    return weight * max(0.0, own - gone) + (1 - weight) * max(0.0, expected - gone)
