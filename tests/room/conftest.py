from __future__ import annotations

import random

import pytest

from rnnviz.room.bus import MemoryBus
from rnnviz.room.rooms import Rooms


class Hands:
    """A clock that a test moves."""

    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def rooms(clock: Hands) -> Rooms:
    return Rooms(MemoryBus(), clock, random.Random(1))
