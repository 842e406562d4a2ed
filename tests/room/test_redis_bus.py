"""Rooms in a real Redis: what two servers write at once, what ends by itself, and a Redis that dies and comes back."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from redis import Redis

from rnnviz.room.asked import Asked
from rnnviz.room.bus import BusDown
from rnnviz.room.desk import Desk
from rnnviz.room.redis_bus import DOWN, ENDS, ROOM, RedisBus
from rnnviz.room.redis_clock import RedisClock
from rnnviz.room.room import ALONE, LONGEST
from rnnviz.room.rooms import RoomGone, Rooms
from tests.conftest import ROOT
from tests.redis_server import RedisServer
from tests.room.conftest import all_told

ADDS = """
import sys, time
from dataclasses import replace
from rnnviz.room.redis_bus import RedisBus
bus, code, times = RedisBus(sys.argv[1], time.time), sys.argv[2], int(sys.argv[3])
for _ in range(times):
    bus.change(code, lambda room: replace(room, numbered=room.numbered + 1))
"""


@pytest.fixture
def two(redis_server: RedisServer) -> Iterator[tuple[Rooms, Rooms]]:
    """Two servers with one Redis, by the real clock."""
    redis_server.empty()
    buses = [RedisBus(redis_server.address, time.time) for _ in range(2)]
    yield Rooms(buses[0]), Rooms(buses[1])
    for bus in buses:
        bus.close()


@pytest.mark.parametrize("ahead", [-3600.0, 90.0, 3600.0])
def test_a_server_whose_clock_is_wrong_ends_no_room_and_misses_nobody(redis_server: RedisServer, ahead: float) -> None:
    redis_server.empty()
    clocks = [RedisClock(redis_server.address), RedisClock(redis_server.address, lambda: time.time() + ahead)]
    buses = [RedisBus(redis_server.address, clock) for clock in clocks]
    here, there = (Rooms(bus, clock) for bus, clock in zip(buses, clocks, strict=True))
    code = here.open("teacher", "a")[0].code
    there.join(code, "ann", "b")
    for rooms in (here, there):
        room = rooms.get(code)
        assert room
        assert [one.here(rooms.clock()) for one in room.students.values()] == [True]
        assert room.ends - rooms.clock() == pytest.approx(ALONE, abs=5)
    assert abs(clocks[0]() - clocks[1]()) < 1
    for bus in buses:
        bus.close()


def test_the_clock_goes_on_without_the_redis() -> None:
    clock = RedisClock("redis://127.0.0.1:1/0", lambda: 5.0)
    assert clock() == 5.0


def until(found: Callable[[], bool], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_class_on_two_servers(two):
    here, there = two
    code = here.open("teacher", "a")[0].code
    _, ann = there.join(code, "ann", "b")
    told = threading.Event()
    there.bus.listen(code, told.set)
    until(there.bus.hears.is_set)
    told.clear()
    here.show(code, "lstm?t=4")
    assert told.wait(10)
    assert there.get(code).link == "lstm?t=4"
    here.ask(code, Asked("choice", "which?", ("one", "two"), truth=1))
    all_told(there)
    there.answer(code, ann, 1)
    here.reveal(code)
    all_told(there)
    assert here.get(code) == there.get(code)
    assert there.get(code).question.revealed
    assert there.get(code).question.replies == {ann: 1}
    told.clear()
    here.close(code)
    assert told.wait(10)
    assert there.get(code) is None
    with pytest.raises(RoomGone):
        there.done(code, ann, True)


def test_of_a_sign_of_life_the_other_server_knows_at_once(two):
    here, there = two
    code = here.open("teacher", "a")[0].code
    there.bus.listen(code, lambda: None)
    until(there.bus.hears.is_set)
    before = there.get(code).teacher_seen
    here.beat(code, None)
    all_told(there)
    assert there.get(code).teacher_seen > before


def test_writers_at_once_lose_nothing(redis_server, two):
    """Two threads of each of two servers here, and two processes of their own."""
    rooms = two[0]
    code, each = rooms.open("teacher", "a")[0].code, 150
    command = [sys.executable, "-c", ADDS, redis_server.address, code, str(each)]
    others = [subprocess.Popen(command, cwd=ROOT) for _ in range(2)]

    def add(k: int) -> None:
        two[k % 2].bus.change(code, lambda room: replace(room, numbered=room.numbered + 1))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(add, range(4 * each)))
    assert [one.wait(60) for one in others] == [0, 0]
    assert rooms.get(code).numbered == 6 * each


def test_a_room_ends_with_its_key(redis_server, two):
    """Three hours after it was opened, twenty minutes after its teacher's last sign of life."""
    rooms = two[0]
    code = rooms.open("teacher", "a")[0].code
    with Redis.from_url(redis_server.address) as client:
        assert ALONE - 5 < client.ttl(ROOM + code) <= ALONE
        rooms.bus.change(code, lambda room: replace(room, opened=room.opened - LONGEST + 600))
        assert 595 < client.ttl(ROOM + code) <= 600
        rooms.bus.change(code, lambda room: replace(room, opened=room.opened - 599.8))
        assert rooms.bus.codes() == [code]
        until(lambda: not client.exists(ROOM + code))
        assert rooms.get(code) is None
        assert rooms.bus.codes() == []
        assert client.zcard(ENDS) == 0


def test_a_redis_that_dies_and_comes_back(redis_server, two):
    here, there = two
    teacher, ann, late = Desk(here, "teacher", "a"), Desk(there, "ann", "b"), Desk(there, "late", "b")
    teacher.receive('{"do": "open"}')
    ann.receive(f'{{"do": "join", "code": "{teacher.code}"}}')
    told = threading.Event()
    for rooms in two:
        rooms.bus.listen(teacher.code, told.set)
        until(rooms.bus.hears.is_set)
    told.clear()
    redis_server.kill()
    try:
        until(lambda: all(rooms.bus.trouble for rooms in two))
        assert told.wait(10), "the screens are told"
        with pytest.raises(BusDown, match=DOWN):
            ann.view()
        assert ann.receive('{"do": "done", "on": true}') == {"lost": DOWN}
        assert late.receive(f'{{"do": "join", "code": "{teacher.code}"}}') == {"lost": DOWN}
        assert there.place_of("ann") == (here.get(teacher.code), ann.student), "a page is drawn meanwhile"
        ann.beat()
        told.clear()
    finally:
        redis_server.start()
    until(lambda: not any(rooms.bus.trouble for rooms in two))
    assert told.wait(10)
    assert ann.view()["role"] == "student"
    assert teacher.receive('{"do": "show", "link": "gru"}') is None
    assert late.receive(f'{{"do": "join", "code": "{teacher.code}"}}') == {"joined": teacher.code}
    assert late.view()["link"] == "gru"


def test_a_redis_that_comes_back_empty_ends_the_room(redis_server, two):
    rooms = two[0]
    code = rooms.open("teacher", "a")[0].code
    rooms.bus.listen(code, lambda: None)
    until(rooms.bus.hears.is_set)
    redis_server.kill()
    until(lambda: bool(rooms.bus.trouble))
    redis_server.start()
    redis_server.empty()
    until(lambda: not rooms.bus.trouble)
    until(lambda: rooms.get(code) is None)
