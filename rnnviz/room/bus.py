"""Where rooms are kept, and who hears of a change: in memory here, in a Redis for several servers (`redis_bus`)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from rnnviz.core.typed import InputError
from rnnviz.room.room import Room

Edit = Callable[[Room], Room]
Heard = Callable[[], None]
VARIABLE = "RNNVIZ_REDIS"  # of the environment: a Redis's address


class BusDown(InputError):
    """Where the rooms are kept does not answer; the text is the sentence on the screen."""


class Bus(Protocol):
    """Rooms by their code. Every method may be called from any thread, and raise BusDown."""

    @property
    def far(self) -> bool:
        """Whether a call may wait for another machine."""

    @property
    def trouble(self) -> str:
        """Why no room can be changed now, as a sentence; empty while all is well."""

    def put(self, room: Room) -> bool:
        """Keep a new room; False where its code is taken."""

    def get(self, code: str) -> Room | None: ...

    def change(self, code: str, edit: Edit, quiet: bool = False) -> Room:
        """What `edit` makes of the room, at once for everybody; what it raises changes nothing. Raises KeyError.

        quiet: nobody is told.
        """

    def remove(self, code: str) -> None: ...

    def codes(self) -> list[str]: ...

    def near(self) -> list[str]:
        """Codes of the rooms that somebody listens to on this server, and which `get` knows at once; or more."""

    def listen(self, code: str, heard: Heard) -> Callable[[], None]:
        """Call `heard` after every change and after the end, in any thread; the way to stop that."""


class MemoryBus:
    """Rooms of this process."""

    far, trouble = False, ""

    def __init__(self) -> None:
        self._rooms: dict[str, Room] = {}
        self._heard: dict[str, list[Heard]] = {}
        self._lock = threading.Lock()

    def put(self, room: Room) -> bool:
        with self._lock:
            if room.code in self._rooms:
                return False
            self._rooms[room.code] = room
            return True

    def get(self, code: str) -> Room | None:
        return self._rooms.get(code)

    def change(self, code: str, edit: Edit, quiet: bool = False) -> Room:
        with self._lock:
            before = self._rooms[code]
            self._rooms[code] = after = edit(before)
        if after is not before and not quiet:
            self._tell(code)
        return after

    def remove(self, code: str) -> None:
        with self._lock:
            self._rooms.pop(code, None)
        self._tell(code)

    def codes(self) -> list[str]:
        with self._lock:
            return list(self._rooms)

    near = codes

    def listen(self, code: str, heard: Heard) -> Callable[[], None]:
        with self._lock:
            self._heard.setdefault(code, []).append(heard)

        def stop() -> None:
            with self._lock:
                left = [one for one in self._heard.get(code, []) if one is not heard]
                if left:
                    self._heard[code] = left
                else:
                    self._heard.pop(code, None)

        return stop

    def _tell(self, code: str) -> None:
        with self._lock:
            all_of_them = list(self._heard.get(code, ()))
        for heard in all_of_them:
            heard()
