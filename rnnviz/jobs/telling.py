"""What work says while it is under way, and how it learns that it is to stop."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

SURE_AFTER = 0.3  # seconds of work before the time that is left is guessed
OFTEN = 0.05  # seconds between two reports


class Stopped(Exception):
    """The work is no longer wanted."""


class Teller:
    """Passes on share, words and parts through `say`; raises Stopped as soon as `unwanted` is true.

    `say("share", share, seconds left or None)`, `say("doing", words)`, `say("part", a piece of the result)`.
    """

    def __init__(self, say: Callable[..., None], unwanted: Callable[[], bool] = lambda: False) -> None:
        self.say, self.unwanted = say, unwanted
        self.first: tuple[float, float] | None = None
        self.last = 0.0

    def __call__(self, share: float) -> None:
        if self.unwanted():
            raise Stopped
        now = time.monotonic()
        if self.first is None:
            self.first = (now, share)
        if now - self.last >= OFTEN or share >= 1:
            self.last = now
            self.say("share", share, self.left(now, share))

    def left(self, now: float, share: float) -> float | None:
        """Seconds, from the pace since the first word; none while too little has been done to know a pace."""
        began, at = self.first or (now, share)
        if now - began < SURE_AFTER or share <= at:
            return None
        return (now - began) / (share - at) * (1 - share)

    def doing(self, words: str) -> None:
        if self.unwanted():
            raise Stopped
        self.say("doing", words)

    def part(self, piece: Any) -> None:
        self.say("part", piece)

    def within(self, begin: float, end: float) -> Callable[[float], None]:
        """A teller of a part of the work: its 0 to 1 are `begin` to `end` of the whole."""
        return lambda share: self(begin + (end - begin) * share)


def quiet() -> Teller:
    """For work in one's own process."""
    return Teller(lambda *said: None)
