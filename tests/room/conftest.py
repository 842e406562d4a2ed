from __future__ import annotations

import random
import threading
from collections.abc import Iterator

import pytest

from rnnviz.room.bus import Bus, MemoryBus
from rnnviz.room.redis_bus import RedisBus
from rnnviz.room.rooms import Rooms
from tests.redis_server import RedisServer


class Hands:
    """A clock that a test moves."""

    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture(scope="session")
def redis_bus(redis_server: RedisServer) -> Iterator[RedisBus]:
    """One that hears already."""
    bus = RedisBus(redis_server.address, Hands())
    bus.listen("XXXXX", lambda: None)()
    assert bus.hears.wait(10)
    yield bus
    bus.close()


@pytest.fixture(params=["memory", "redis"])
def bus(request: pytest.FixtureRequest, clock: Hands) -> Bus:
    """What is true of rooms is true wherever they are kept."""
    if request.param == "memory":
        return MemoryBus()
    request.getfixturevalue("redis_server").empty()
    found = request.getfixturevalue("redis_bus")
    assert found.hears.wait(10)  # a test before this one may have killed it
    found.clock = clock
    return found


@pytest.fixture
def rooms(bus: Bus, clock: Hands) -> Rooms:
    return Rooms(bus, clock, random.Random(1))


def all_told(rooms: Rooms) -> None:
    """Wait until every change so far has been told."""
    code, told = rooms.open("marker", "marker")[0].code, threading.Event()
    stop = rooms.bus.listen(code, told.set)
    rooms.lead(code, False)
    assert told.wait(10)
    stop()
    rooms.close(code)
