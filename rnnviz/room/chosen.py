"""Where the rooms of this server are: in its memory, or in the Redis that RNNVIZ_REDIS names."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from rnnviz.room.bus import VARIABLE, Bus, MemoryBus


def chosen_bus() -> tuple[Bus, Callable[[], float]]:
    """The bus of this process, and its clock. Raises SystemExit with a sentence where RNNVIZ_REDIS cannot be meant."""
    address = os.environ.get(VARIABLE, "").strip()
    if not address:
        return MemoryBus(), time.time
    try:
        from rnnviz.room.redis_bus import RedisBus
        from rnnviz.room.redis_clock import RedisClock
    except ModuleNotFoundError as error:
        raise SystemExit(
            f"{VARIABLE} is set, but the package {error.name} is missing here. Install it, then start again:\n"
            "  python -m pip install -r requirements-cluster.txt"
        ) from error
    try:
        clock = RedisClock(address)
        return RedisBus(address, clock), clock
    except ValueError as error:
        raise SystemExit(f"{VARIABLE} is no address of a Redis. Write one like redis://localhost:6379/0.") from error
