"""How often something may be done: a bucket of tries for each address, which fills again with time."""

from __future__ import annotations

import threading
from collections.abc import Callable

from cachetools import LRUCache

ADDRESSES = 10_000  # whose buckets are kept; the one not seen for the longest goes


class Limit:
    """At most `burst` at once, and `rate` a second after that, for each name (an address, a student).

    clock: seconds, as time.time. Thread-safe.
    """

    def __init__(self, burst: float, rate: float, clock: Callable[[], float]) -> None:
        self.burst, self.rate, self.clock = burst, rate, clock
        self._left: LRUCache[str, tuple[float, float]] = LRUCache(ADDRESSES)
        self._lock = threading.Lock()

    def take(self, name: str) -> bool:
        """Use one; False where none is left."""
        with self._lock:
            left, now = self._now(name)
            self._left[name] = (left - 1 if left >= 1 else left), now
            return left >= 1

    def left(self, name: str) -> float:
        with self._lock:
            return self._now(name)[0]

    def _now(self, name: str) -> tuple[float, float]:
        now = self.clock()
        left, then = self._left.get(name, (self.burst, now))
        return min(self.burst, left + max(0.0, now - then) * self.rate), now
