"""One clock for all servers of a class: the Redis's. A server whose own is an hour off would end every room at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

EVERY = 30.0  # seconds between two looks at it; meanwhile this machine's own goes on
SOON = 2.0  # seconds within which a Redis answers


class RedisClock:
    """Seconds, as time.time on the Redis's machine; as it was last known where that does not answer. Thread-safe.

    own: this machine's. Raises ValueError for what is no address.
    """

    def __init__(self, address: str, own: Callable[[], float] = time.time) -> None:
        self.own, self.ahead, self._next, self._lock = own, 0.0, 0.0, threading.Lock()
        self._redis = Redis.from_url(
            address, socket_timeout=SOON, socket_connect_timeout=SOON, retry=Retry(NoBackoff(), 0)
        )

    def __call__(self) -> float:
        with self._lock:
            if time.monotonic() >= self._next:
                self._look()
            return self.own() + self.ahead

    def _look(self) -> None:
        """Half of the way there and back is taken for the way back."""
        self._next = time.monotonic() + EVERY
        before = self.own()
        try:
            seconds, microseconds = self._redis.time()
        except RedisError:
            return
        self.ahead = seconds + microseconds / 1e6 - (before + self.own()) / 2
