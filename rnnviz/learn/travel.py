"""A run on a cluster's worker, without a disk that both share: what it reads goes along, what it says comes back."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rnnviz.jobs.serve import Reporter
from rnnviz.jobs.trip import Trip
from rnnviz.learn.folder import RunFolder, Wish
from rnnviz.learn.plan import Plan, from_json
from rnnviz.learn.records import Notice, Record, Working
from rnnviz.learn.running import run, run_in
from rnnviz.learn.slow_motion import BatchRecord
from rnnviz.texts import _

SEEN = 5.0  # seconds between two words that somebody watches


def needs(plan: Plan) -> dict[str, float]:
    """What a run needs of a worker, by Dask's names."""
    return {"GPU": 1.0} if plan.device == "cuda" else {}


class RunTrip(Trip):
    """A run in its folder, for an executor: called here, packed for a worker. See `running.run`."""

    def __init__(self, folder: RunFolder, at_once: int, left_after: float) -> None:
        super().__init__()
        self.folder, self.at_once, self.left_after = folder, at_once, left_after
        self.needs = needs(folder.plan())
        self.seen = time.monotonic()

    def __reduce__(self) -> tuple[Any, ...]:
        return RunTrip, (self.folder, self.at_once, self.left_after)

    def __call__(self) -> str:
        return run(str(self.folder.path), self.at_once, self.left_after)

    def pack(self, at_once: int) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        plan = self.folder.plan()
        own = (Path(plan.file).name, Path(plan.file).read_bytes()) if plan.file else None
        return run_away, (plan.to_json(), own, self.folder.wish(), self.folder.resume(), at_once, self.left_after)

    def take(self, piece: Any) -> None:
        what, *said = piece
        if what == "record":
            self.folder.write(*said)
        elif what == "batch":
            self.folder.write_batch(*said)
        elif what == "state":
            self.folder.keep_state(*said)
        else:
            self.folder.keep(*said)

    def reached(self) -> None:
        self.wish(self.folder.wish())

    def wish(self, wish: Wish) -> None:
        """The learner's, also to a worker."""
        self.tell(wish)

    def watched(self) -> None:
        """Somebody still watches: a worker is told now and then."""
        if time.monotonic() - self.seen > SEEN:
            self.seen = time.monotonic()
            self.tell(None)


class Away:
    """A run's folder as the run sees it on a worker: in memory. See `running.Here`."""

    def __init__(self, tell: Reporter, plan: Plan, wish: Wish, state: bytes | None) -> None:
        self.say, self._plan, self._wish, self.state = tell, plan, wish, state
        self.seen = time.monotonic()
        tell.on_word(self.hear)

    def hear(self, word: Wish | None) -> None:
        """What the app says: a wish, or that somebody still watches."""
        self.seen = time.monotonic()
        if word:
            self._wish = word

    def plan(self) -> Plan:
        return self._plan

    def wish(self) -> Wish:
        return self._wish

    def unseen(self) -> float:
        return time.monotonic() - self.seen

    def resume(self) -> bytes | None:
        return self.state

    def write(self, record: Record) -> None:
        self.say.part(("record", record))
        if isinstance(record, Working) and record.what == "paused":
            self.say.say("rests")

    def write_batch(self, record: BatchRecord) -> None:
        self.say.part(("batch", record))

    def keep(self, epoch: int, content: bytes, spare: int = 0) -> None:
        self.say.part(("net", epoch, content, spare))

    def keep_state(self, epoch: int, state: Callable[[], bytes]) -> None:
        self.say.part(("state", epoch, state()))


def run_away(
    tell: Reporter, plan: str, own: tuple[str, bytes] | None, wish: Wish, state: bytes | None, at_once: int,
    left_after: float,
) -> str:  # fmt: skip
    """For a worker's process: the run of `RunTrip.pack`; returns why it ended."""
    with tempfile.TemporaryDirectory() as folder:
        made = from_json(plan)
        if own:
            file = Path(folder) / own[0]
            file.write_bytes(own[1])
            made = made.but(file=str(file))
        return run_in(Away(tell, made, wish, state), at_once, left_after)


def lost(folder: RunFolder, why: str) -> None:
    """Its worker is gone: the log ends with the epoch from which it goes on, and says so. Raises OSError."""
    epoch = folder.rewind()
    goes_on = _("The run goes on after epoch {epoch}.").format(epoch=epoch) if epoch else _("The run begins again.")
    folder.write(Notice(f"{why} {goes_on}"))
