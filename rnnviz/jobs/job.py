"""A call in the queue, which several sessions may want: it waits or is under way; and the handles that they hold."""

from __future__ import annotations

import pickle
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Any, Generic, TypeVar

from rnnviz.jobs.trip import Trip
from rnnviz.texts import _

T = TypeVar("T")
STOPPED = _("Stopped.")


class Call:
    """One piece of work, wanted by one session or several. `key`: what makes it the same work; empty: nothing does.

    `refused`: what is raised, with a sentence, where there is no result.
    """

    def __init__(
        self, number: int, key: str, make: Callable[..., Any], given: tuple[Any, ...], refused: type[Exception]
    ) -> None:
        self.number, self.key, self.make, self.given, self.refused = number, key, make, given, refused
        self.future: Future[Any] = Future()
        self.wanted, self.heard, self.again = 0, False, False
        self.share, self.doing, self.parts = 0.0, "", list[Any]()
        self.left: tuple[float, float] | None = None  # seconds, and when that was said
        self.trip = next((it for it in given if isinstance(it, Trip)), None)
        self.travels = self.trip is not None  # whether another machine may do it
        self.where, self.lost = "", 0  # on which worker it is done; how many of them died

    def packed(self) -> bytes:
        """For a process of this machine."""
        return pickle.dumps((self.make, self.given), pickle.HIGHEST_PROTOCOL)

    def packed_away(self, at_once: int) -> bytes:
        """For a cluster's worker that does so many works at once."""
        return pickle.dumps(self.trip.pack(at_once), pickle.HIGHEST_PROTOCOL) if self.trip else self.packed()

    def hear(self, what: str, *said: Any) -> None:
        self.heard = True
        if what == "share":
            self.share = float(said[0])
            self.left = None if said[1] is None else (float(said[1]), time.monotonic())
        elif what == "doing":
            self.doing = str(said[0])
        elif what == "where":
            self.be_at(*said)
        elif what == "part" and self.trip:
            self.take(said[0])
        elif what == "part":
            self.parts.append(said[0])

    def be_at(self, where: str) -> None:
        self.where = where
        if self.trip:
            self.trip.where = where

    def take(self, piece: Any) -> None:
        try:
            if self.trip:
                self.trip.take(piece)
        except OSError as error:
            self.end(
                error=_("The server cannot keep what is made ({strerror}): free some of its disk.").format(
                    strerror=error.strerror
                )
            )

    def anew(self) -> None:
        """It is done once more, from its beginning."""
        self.again, self.heard = True, False
        self.share, self.doing, self.left = 0.0, "", None
        self.parts.clear()

    def end(self, result: Any = None, error: str = "") -> None:
        """Once only; what comes later is not heard."""
        if self.future.done():
            return
        if error:
            self.future.set_exception(self.refused(error))
        else:
            self.share = 1.0
            self.future.set_result(result)


class Job(Generic[T]):
    """A session's handle. Every method may be called from any thread, and returns at once but `result`."""

    def __init__(self, call: Call, drop: Callable[[Call], None], place: Callable[[Call], int]) -> None:
        self._call, self._drop, self._place = call, drop, place
        self._stopped, self._lock = False, threading.Lock()

    @property
    def share(self) -> float:
        """How much is done, 0 to 1."""
        return self._call.share

    @property
    def left_s(self) -> float | None:
        """Seconds left by the pace so far; none while that is not known."""
        if self.done or self._call.left is None:
            return None
        seconds, said = self._call.left
        return max(0.0, seconds - (time.monotonic() - said))

    @property
    def place(self) -> int:
        """In the queue: 1 is next, 0 is not waiting."""
        return 0 if self.done else self._place(self._call)

    @property
    def doing(self) -> str:
        """What is under way, in words."""
        if place := self.place:
            return _("waiting: {place} before this").format(place=place) if place > 1 else _("waiting: next")
        return "" if self.done else self._call.doing or ("" if self.where else _("starting"))

    @property
    def where(self) -> str:
        """On which worker of a cluster, in words; empty on this machine."""
        return self._call.where

    @property
    def parts(self) -> tuple[Any, ...]:
        """What is there before all is: the places of a single map, the maps of a row of them."""
        return tuple(self._call.parts)

    @property
    def done(self) -> bool:
        """Whether it ended: with a result, an error, or by `cancel`."""
        return self._stopped or self._call.future.done()

    @property
    def error(self) -> str:
        """Why there is no result, as a sentence; empty while there is nothing to tell."""
        if self._stopped:
            return STOPPED
        return str(self._call.future.exception() or "") if self._call.future.done() else ""

    def result(self, timeout: float | None = None) -> T:
        """Waits for it. Raises the call's `refused` with `error`, TimeoutError."""
        if self._stopped:
            raise self._call.refused(STOPPED)
        try:
            made: T = self._call.future.result(timeout)
        except CancelledError as error:
            raise self._call.refused(STOPPED) from error
        return made

    def when_over(self, do: Callable[[], None]) -> None:
        """Calls `do` once the work has ended in any way, at once if it has."""
        self._call.future.add_done_callback(lambda _: do())

    def cancel(self) -> None:
        """Ends this job; the work goes on while another session wants the same."""
        with self._lock:
            if self.done:
                return
            self._stopped = True
        self._drop(self._call)
