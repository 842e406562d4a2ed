"""Where the rooms of this server are: in its memory, or in the Redis that RNNVIZ_REDIS names."""

from __future__ import annotations

import os
import time

from rnnviz.room.bus import VARIABLE, Bus, MemoryBus


def chosen_bus() -> Bus:
    """The bus of this process. Raises SystemExit with a sentence where RNNVIZ_REDIS cannot be meant."""
    address = os.environ.get(VARIABLE, "").strip()
    if not address:
        return MemoryBus()
    try:
        from rnnviz.room.redis_bus import RedisBus
    except ModuleNotFoundError as error:
        raise SystemExit(
            f"{VARIABLE} is set, but the package {error.name} is missing here. Install it, then start again:\n"
            "  python -m pip install -r requirements-cluster.txt"
        ) from error
    try:
        return RedisBus(address, time.time)
    except ValueError as error:
        raise SystemExit(f"{VARIABLE} is no address of a Redis. Write one like redis://localhost:6379/0.") from error
