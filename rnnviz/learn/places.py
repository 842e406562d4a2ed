"""Who trains now: runs begin in a fair order as places become free, and one that rests gives its place up."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, Future
from functools import partial
from time import monotonic
from typing import Any

from rnnviz.jobs.shared import MOST_LOST
from rnnviz.jobs.trip import Lost, WorkerDied
from rnnviz.learn.duration import Durations
from rnnviz.learn.handle import Handle
from rnnviz.learn.pace import Ratio, Timing, expected, left
from rnnviz.learn.records import Progress
from rnnviz.learn.tasks import task_of
from rnnviz.learn.travel import RunTrip
from rnnviz.learn.turns import Turn, fair, round_of, seconds_until
from rnnviz.texts import _

MOST_RESTING = 8  # runs that are paused and have given their place up; each keeps its process
MANY = _("Several workers died with this run: most often they have too little memory. Start it again, smaller.")


class Places:
    """`at_once` of these handles train; a run that goes on after a rest does so beside them. Thread-safe by `lock`."""

    def __init__(
        self,
        executor: Executor,
        at_once: int,
        left_after: float,
        handles: Mapping[str, Handle],
        lock: threading.RLock,
        durations: Durations,
    ) -> None:
        self.executor, self.usual, self.left_after = executor, at_once, left_after
        self.handles, self.lock, self.durations = handles, lock, durations
        self.round = 0  # of the run that began last

    @property
    def at_once(self) -> int:
        """How many train: as many as a cluster does, where there is one."""
        return getattr(self.executor, "room", 0) or self.usual

    def turn(self, key: str, owner: str, first: bool) -> Turn:
        """Of a run that comes now."""
        own = [it.turn.round for it in self.handles.values() if it.turn.owner == owner and (it.waits or it.begun)]
        return Turn(key, owner, round_of(own, self.round), first)

    def go_on(self) -> None:
        """Begins the runs whose turn has come, while there is a place."""
        with self.lock:
            for handle in self.under_way():
                handle.read()
            for key in self.waiting():
                if len(self.under_way()) >= self.at_once + MOST_RESTING or len(self.busy()) >= self.at_once:
                    return
                if not self.handles[key].begun:
                    self.begin(self.handles[key])

    def begin(self, handle: Handle) -> None:
        if not handle.turn.first:
            self.round = handle.turn.round
        beside = min(self.at_once, sum(not it.future.done() for it in self.handles.values()))
        handle.trip = RunTrip(handle.folder, beside, self.left_after)
        handle.timing = Timing(monotonic())
        handle.begun = self.executor.submit(handle.trip)
        handle.begun.add_done_callback(partial(self.ended, handle))

    def ended(self, handle: Handle, begun: Future[Any]) -> None:
        """On a thread of its own what follows: whoever tells of an end may hold what a beginning needs."""
        error = None if begun.cancelled() else begun.exception()
        lost = str(error) if isinstance(error, Lost) and not handle.stopped else ""
        if not lost:
            if not error and not begun.cancelled() and begun.result() == "finished":
                self.seen(handle)
            handle.take(begun)
        threading.Thread(target=self.next, args=(handle, lost), name="rnnviz-next", daemon=True).start()

    def next(self, handle: Handle, lost: str) -> None:
        try:
            if lost:
                self.again(handle, lost)
            self.go_on()
        except RuntimeError:
            return  # the executor is shut down

    def again(self, handle: Handle, why: str) -> None:
        """The run's worker died: it goes on, elsewhere or here, unless that was one too many."""
        with self.lock:
            try:
                if handle.lost < MOST_LOST and not handle.stopped:
                    handle.again(why)
                    return
                why = f"{why} {MANY}"
            except OSError as error:
                why = _("{why} The server cannot keep where it stood ({strerror}): free some of its disk.").format(
                    why=why, strerror=error.strerror
                )
            handle.future.set_exception(WorkerDied(why))

    def under_way(self) -> list[Handle]:
        return [it for it in self.handles.values() if it.under_way]

    def busy(self) -> list[Handle]:
        """Those that have a place."""
        return [it for it in self.under_way() if not it.rests]

    def waiting(self) -> list[str]:
        """The runs that have not started, in their order; those first that the executor has already."""
        with self.lock:
            there = [it for it in self.handles.values() if it.waits]
            turns = fair([it.turn for it in there if not it.begun])
            return [it.turn.key for it in there if it.begun] + [it.key for it in turns]

    def wait(self, waiting: list[str]) -> float | None:
        """Seconds until the last of these begins, which wait in this order; None where a run's are not known, or how
        slow runs are at present."""
        now = monotonic()
        ratio = self.durations.pace.ratio(self.going(), now)
        there = [self.handles[key] for key in waiting[:-1]]
        before = [scaled(self.expected(it), ratio) for it in there if not it.begun]
        under_way = [self.left(it, ratio, now) for it in self.busy()]
        return seconds_until(under_way, before, self.at_once)

    def expected(self, handle: Handle) -> float | None:
        """Seconds of the whole run by what was measured, every place being taken."""
        plan = handle.plan
        measured = self.durations.known_of(plan, handle.file)
        beside = 1 if self.durations.away(plan) else self.at_once  # a worker measured it as it shares its own cores
        return None if measured is None else expected(measured, task_of(plan).heavy, beside)

    def going(self) -> Iterator[Ratio]:
        """How the runs under way come on, next to what was expected of them."""
        for it in self.busy():
            if it.timing and (whole := self.expected(it)) and (ratio := it.timing.ratio(whole)):
                yield ratio

    def left(self, handle: Handle, ratio: float | None, now: float) -> float | None:
        """Seconds that a run under way still takes; as it says itself, where it has rested or nothing was measured."""
        measured = self.expected(handle)
        if measured and handle.timing and not handle.timing.rested:
            whole = scaled(measured, ratio)
            return left(handle.timing, whole, now) if whole else None
        said = next((it for it in reversed(handle.records) if isinstance(it, Progress)), None)
        return said.seconds_left if said else None

    def seen(self, handle: Handle) -> None:
        """Learns from a run that has ended by itself, after all of its epochs."""
        now = monotonic()
        timing, whole = handle.timing, self.expected(handle)
        if timing and whole and not timing.rested and not handle.plan.patience:
            self.durations.pace.saw((now - timing.began) / whole, 1.0, now)


def scaled(seconds: float | None, ratio: float | None) -> float | None:
    return None if seconds is None or ratio is None else seconds * ratio
