"""Rooms in a Redis, which several servers share. A room is a hash, its version and itself, and ends with its key.

A change is read, made and written only where nobody has written meanwhile; else it is made again on what is there now.
Every write is told to all servers, and each keeps the rooms that somebody on it listens to: what is shown is read here.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from rnnviz.room.bus import VARIABLE, BusDown, Edit, Heard
from rnnviz.room.room import Room
from rnnviz.room.stored import from_json, to_json
from rnnviz.texts import _

ROOM = "rnnviz:room:"  # and the code: the key, and the channel on which its changes are told
ENDS = "rnnviz:rooms"  # the codes, by the time at which they end
DOWN = _("The class is on hold: its server does not answer. Wait a moment.")
SOON = 2.0  # seconds within which a Redis answers
SILENT = 1.0  # seconds without news, after which it is asked whether it is there
AGAIN = 0.5  # seconds between two tries
NONE = 0  # the version of a room that is not there
OVER = sys.maxsize  # of one that has been there
WRITE = """
if (redis.call('HGET', KEYS[1], 'version') or '0') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[2], 'room', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('ZADD', KEYS[2], ARGV[5], ARGV[6])
redis.call('PUBLISH', KEYS[1], ARGV[7])
return 1
"""


@dataclass
class Near:
    """A room that somebody here listens to, as it was heard of last."""

    heard: list[Heard] = field(default_factory=list)
    version: int = NONE
    room: Room | None = None


class RedisBus:
    """A `Bus` in the Redis at `address` ("redis://localhost:6379/0"). clock: the rooms'. Raises ValueError.

    Where it does not answer, `trouble` says so; its methods raise BusDown, but for `get` and `near` of what is known.
    """

    far = True

    def __init__(self, address: str, clock: Callable[[], float]) -> None:
        self.clock, self.trouble = clock, ""
        # No second try by itself: a change whose answer was lost would be made twice.
        self._redis = Redis.from_url(
            address,
            decode_responses=True,
            socket_timeout=SOON,
            socket_connect_timeout=SOON,
            retry=Retry(NoBackoff(), 0),
        )
        self._script = self._redis.register_script(WRITE)
        self._near: dict[str, Near] = {}
        self._lock, self._writing, self._closed = threading.Lock(), threading.Lock(), threading.Event()
        self.hears = threading.Event()
        self._thread: threading.Thread | None = None

    def put(self, room: Room) -> bool:
        with self._asking():
            return self._write(room.code, NONE, room, quiet=True)

    def get(self, code: str) -> Room | None:
        near = self._near.get(code)
        if near and near.version and (self.hears.is_set() or self.trouble):
            return near.room
        with self._asking():
            version, room = self._read(code)
        self._keep(near, version, room)
        return room

    def change(self, code: str, edit: Edit, quiet: bool = False) -> Room:
        near, written = self._near.get(code), False
        with self._writing, self._asking():
            while not written:
                version, before = self._read(code)
                if before is None:
                    raise KeyError(code)
                after = edit(before)
                if after is before:
                    return before
                written = self._write(code, version, after, quiet)
        self._keep(near, version + 1, after)
        return after

    def remove(self, code: str) -> None:
        near = self._near.get(code)
        with self._asking():
            at_once = self._redis.pipeline()
            at_once.delete(ROOM + code)
            at_once.zrem(ENDS, code)
            at_once.publish(ROOM + code, "over")
            at_once.execute()
        self._keep(near, OVER, None)

    def codes(self) -> list[str]:
        with self._asking():
            self._redis.zremrangebyscore(ENDS, "-inf", self.clock())
            return [str(code) for code in self._redis.zrange(ENDS, 0, -1)]

    def near(self) -> list[str]:
        with self._lock:
            return list(self._near)

    def listen(self, code: str, heard: Heard) -> Callable[[], None]:
        with self._lock:
            self._near.setdefault(code, Near()).heard.append(heard)
            if self._thread is None:
                self._thread = threading.Thread(target=self._hear, name="rnnviz-room", daemon=True)
                self._thread.start()

        def stop() -> None:
            with self._lock:
                near = self._near.get(code, Near())
                near.heard = [one for one in near.heard if one is not heard]
                if not near.heard:
                    self._near.pop(code, None)

        return stop

    def close(self) -> None:
        """Hears nothing more."""
        self._closed.set()
        if self._thread:
            self._thread.join()
        self._redis.close()

    @contextmanager
    def _asking(self) -> Iterator[None]:
        if self.trouble:
            raise BusDown(self.trouble)
        try:
            yield
        except RedisError as error:
            raise BusDown(DOWN) from error

    def _read(self, code: str) -> tuple[int, Room | None]:
        version, text = self._redis.hmget(ROOM + code, ["version", "room"])
        return (int(version), from_json(str(text))) if version and text else (NONE, None)

    def _write(self, code: str, version: int, room: Room, quiet: bool) -> bool:
        """Whether nobody has written since `version`."""
        left = round(1000 * (room.ends - self.clock()))  # ms; none, and the key is gone at once
        told = f"{version + 1} {int(quiet)}"
        keys = [ROOM + code, ENDS]
        return bool(self._script(keys, [version, version + 1, to_json(room), left, room.ends, code, told]))

    def _keep(self, near: Near | None, version: int, room: Room | None) -> None:
        """near: who listened before this was read, and so hears of all that is newer."""
        with self._lock:
            if near and version > near.version:
                near.version, near.room = version, room

    def _hear(self) -> None:
        while not self._closed.is_set():
            try:
                with self._redis.pubsub() as news:  # type: ignore[no-untyped-call]
                    news.psubscribe(f"{ROOM}*")
                    while not self._closed.is_set():
                        self._take(news.get_message(timeout=SILENT))
            except RedisError as error:
                self._lose(error)
                self._closed.wait(AGAIN)

    def _take(self, told: dict[str, str] | None) -> None:
        if told is None:
            self._redis.ping()
        elif told["type"] == "psubscribe":
            self._find_again()
        elif told["type"] == "pmessage" and (near := self._near.get(told["channel"].removeprefix(ROOM))):
            self._told(near, told["channel"].removeprefix(ROOM), told["data"])

    def _told(self, near: Near, code: str, what: str) -> None:
        version, _, quiet = what.partition(" ")
        if version == "over":
            self._keep(near, OVER, None)
        elif int(version) > near.version:
            self._keep(near, *self._read(code))
        if quiet != "1":
            self._tell([near])

    def _find_again(self) -> None:
        """It answers, for the first time or again: what was written meanwhile nobody told, and some may be lost."""
        for code in self.near():
            version, room = self._read(code)
            if near := self._near.get(code):
                near.version, near.room = version or OVER, room
        self.trouble = ""
        self.hears.set()
        self._tell(list(self._near.values()))

    def _lose(self, error: RedisError) -> None:
        if not self.trouble:
            print(f"The Redis of {VARIABLE} does not answer ({error}). Rooms wait for it.", file=sys.stderr, flush=True)
        self.trouble = DOWN
        self.hears.clear()
        self._tell(list(self._near.values()))

    def _tell(self, of: list[Near]) -> None:
        with self._lock:
            everyone = [heard for near in of for heard in near.heard]
        for heard in everyone:
            heard()
