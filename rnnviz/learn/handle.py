"""What the server holds of a run: its folder, what it has said, and where it stands between Start and its end."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from rnnviz.learn.folder import RunFolder, Wish, bounded
from rnnviz.learn.pace import Timing
from rnnviz.learn.plan import Plan
from rnnviz.learn.records import Ended, Record, Working
from rnnviz.learn.travel import RunTrip, lost
from rnnviz.learn.turns import Turn
from rnnviz.texts import _


@dataclass
class Handle:
    """`future`: ends with the run. `begun`: the executor's, once it was the run's turn. `turn`: by what it waits.

    `trip`: what the executor was given; `lost`: how many of a cluster's workers died with it. `file`: what tells its
    learner's file from others (`Durations.of`). `timing`: since it began.
    """

    folder: RunFolder
    plan: Plan
    turn: Turn
    future: Future[Any] = field(default_factory=Future)
    begun: Future[Any] | None = None
    records: list[Record] = field(default_factory=list)
    offset: int = 0
    stopped: bool = False
    trip: RunTrip | None = None
    lost: int = 0
    name: str = ""
    file: str = ""
    timing: Timing | None = None

    @property
    def waits(self) -> bool:
        """Whether it has not started."""
        begun = self.begun
        return not self.future.done() and not (begun and (begun.running() or begun.done()))

    @property
    def under_way(self) -> bool:
        return self.begun is not None and not self.future.done()

    @property
    def rests(self) -> bool:
        """Whether it is paused, or waits in slow motion for its learner: meanwhile it needs no place."""
        return self.under_way and self.state(False)[0] == "paused"

    def read(self) -> None:
        """Takes in what it has said since."""
        fresh, self.offset = self.folder.read(self.offset)
        if self.timing and fresh:
            self.timing.hear(fresh, monotonic())
        self.records = bounded(self.records + fresh, self.folder.checkpoints.epochs)

    def state(self, done: bool) -> tuple[str, str]:
        """See `jobs.View`; and why it ended. `done`: whether it had ended before it was read."""
        last = self.records[-1] if self.records else None
        if isinstance(last, Ended):
            return last.reason, last.sentence
        if self.stopped and (done or self.future.cancelled()):
            return "stopped", _("Stopped. What it learned until then can still be used.")
        if done:
            return "failed", str(self.future.exception() or _("The run ended without a word: start it again."))
        if self.waits:
            return "queued", ""
        if isinstance(last, Working) and last.what == "paused":
            return ("paused" if self.folder.wish().what == "pause" else "running"), ""
        return ("running" if last else "starting"), ""

    def take(self, begun: Future[Any]) -> None:
        """Ends as the executor's has ended."""
        if begun.cancelled():
            self.future.cancel()
        elif error := begun.exception():
            self.future.set_exception(error)
        else:
            self.future.set_result(begun.result())

    def where(self, named: bool) -> str:
        """On which machine it is, in words, if a cluster was `named`; empty before it begins and once it is over."""
        if not (named and self.trip and self.under_way) or self.trip.where is None:
            return ""
        return self.trip.where or _("on this machine")

    def wish(self, wish: Wish) -> None:
        """Tells the run, wherever it is. Raises InputError when the disk is full."""
        try:
            self.folder.write_wish(wish)
        finally:
            if self.trip:
                self.trip.wish(wish)

    def watched(self) -> None:
        """Somebody is here for it. Raises OSError."""
        self.folder.touch()
        if self.trip:
            self.trip.watched()

    def again(self, why: str) -> None:
        """Its worker died: it waits once more, for a way on from its last kept epoch. Raises OSError."""
        self.lost += 1
        lost(self.folder, why)
        self.records, self.offset, self.trip, self.begun, self.timing = [], 0, None, None, None

    def cancel(self) -> bool:
        """Whether it will not start any more."""
        return (self.begun or self.future).cancel()
