"""The runs of everybody on this server: started, queued, watched, paused, stopped, forgotten. No Streamlit."""

from __future__ import annotations

import os
import shutil
import threading
import uuid
import weakref
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from rnnviz import scratch
from rnnviz.core.typed import InputError
from rnnviz.jobs.cluster import Cluster, cluster
from rnnviz.jobs.process import FORKS
from rnnviz.jobs.shared import SharedQueue
from rnnviz.jobs.trip import WorkerDied
from rnnviz.learn.duration import Durations
from rnnviz.learn.folder import MOST_DISK, RunFolder, Wish, disk, furnish
from rnnviz.learn.handle import Handle
from rnnviz.learn.included.keys import is_included
from rnnviz.learn.included.runs import lay_out
from rnnviz.learn.places import MOST_RESTING, Places
from rnnviz.learn.plan import Plan
from rnnviz.learn.records import Evaluation, Notice, Progress, Rate, Working
from rnnviz.learn.running import LEFT, LEFT_AFTER
from rnnviz.learn.stopping import counting
from rnnviz.learn.tasks import task_of
from rnnviz.learn.turns import Turn
from rnnviz.texts import _

AT_ONCE = max(2, min(4, (os.cpu_count() or 2) // 2))  # two: a lesson compares two runs
MOST_WAITING = 60
MOST_KEPT = 80
MOST_NAME = 40  # letters
OVER = ("finished", "stopped", "diverged", "failed", "left")


class Processes(SharedQueue):
    """A fresh process for each run, `at_once` of them; forked where that can be, then torch is there at once.

    Where there is a cluster (`there`, or the server's), runs go to its workers.
    """

    killed = _("The run's process was killed: most often the machine ran out of memory. Start it again, smaller.")
    died = fault = _(
        "This is a fault of rnnviz, not of your settings or data ({last}). Try other settings, and report this line."
    )

    def __init__(self, at_once: int, forking: bool = FORKS, there: Cluster | None = None) -> None:
        super().__init__(
            "trains", "runs", at_once=at_once, modules=("rnnviz.learn.ready",), refused=WorkerDied, fresh=True,
            forking=forking, cluster=there or cluster(),
        )  # fmt: skip
        self.warm()


class Ending(Protocol):
    """What an executor may know besides submit: ending a call that runs, within a second."""

    def end_soon(self, future: Future[Any]) -> None: ...


@dataclass(frozen=True)
class View:
    """A run as it is now. `state`: queued, starting, running, paused, or one of OVER.

    `place`: in the queue, 1 is next; 0 when it does not wait. `sentence`: why it ended. `working`: what it does when it
    does not train. `rates`: those that were chosen on the way. `name`: the one that its learner gave it. `wait`: until
    it begins, in seconds, where that is known. `where`: on which machine, in words, if there is a cluster.
    """

    id: str
    plan: Plan
    state: str
    place: int = 0
    sentence: str = ""
    progress: tuple[Progress, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    notices: tuple[str, ...] = ()
    rates: tuple[Rate, ...] = ()
    working: Working | None = None
    name: str = ""
    wait: float | None = None
    where: str = ""

    @property
    def over(self) -> bool:
        return self.state in OVER

    @property
    def result(self) -> Evaluation:
        """The epoch whose net counts, once one is over: the last one, or with patience the best."""
        return counting(self.evaluations, self.plan.patience)

    @property
    def included(self) -> bool:
        """Whether it came with rnnviz: nobody here trained it."""
        return is_included(self.id)


class Runs:
    """All runs behind one executor of `concurrent.futures`; every method may be called from any thread.

    `at_once` of them train. One that rests gives its place up, and trains beside them when its learner goes on.
    """

    def __init__(
        self, executor: Executor | None = None, at_once: int = AT_ONCE, left_after: float = LEFT_AFTER
    ) -> None:
        self.executor = executor or Processes(at_once + MOST_RESTING)
        self.left_after = left_after
        self.durations = Durations(self.executor)
        self.root = scratch.folder("runs")
        self.remove = weakref.finalize(self, shutil.rmtree, self.root, ignore_errors=True)  # at the latest at exit
        self.lock = threading.RLock()
        self.handles: dict[str, Handle] = {}
        self.places = Places(self.executor, at_once, left_after, self.handles, self.lock, self.durations)

    def start(
        self,
        plan: Plan,
        upload: bytes | None = None,
        name: str = "upload",
        owner: str = "",
        slow: bool = False,
        first: bool = False,
        file: str = "",
    ) -> str:
        """Queues a run and says its id, which begins with `owner`. Raises InputError.

        `upload`: the learner's file; `file`: its id. `slow`: it waits after its first batch. `first`: a teacher's.
        """
        task_of(plan)
        with self.lock:
            if len(self.places.waiting()) >= MOST_WAITING:
                raise InputError(_("{n} runs are waiting already: try again in a few minutes.").format(n=MOST_WAITING))
            self.make_room(len(upload or b""))
            key = owner + uuid.uuid4().hex
            folder = RunFolder(self.root / key)
            try:
                plan = furnish(folder, plan, upload, name)
                if slow:
                    folder.write_wish(Wish("pause", until=1))
            except OSError as error:
                shutil.rmtree(folder.path, ignore_errors=True)
                raise InputError(
                    _("The server cannot keep a run ({why}): free some of its disk.").format(why=error.strerror)
                ) from error
            self.handles[key] = Handle(folder, plan, self.places.turn(key, owner, first), file=file)
            self.places.go_on()
            return key

    def view(self, key: str, watching: bool = True) -> View:
        """How the run is now; whoever asks is watching it, or only looks. Raises InputError if there is none."""
        with self.lock:
            handle = self.handle(key)
            if watching:
                handle.watched()
            done = handle.future.done()  # first: all its records are there by then
            handle.read()
            if handle.waits:
                self.places.go_on()  # one that rests has said so in its log alone
            state, sentence = handle.state(done)
            waiting = self.places.waiting()
            if state == "queued" and key not in waiting:  # it has just begun
                state = "starting"
            place = waiting.index(key) + 1 if state == "queued" else 0
            said = handle.records
            last = said[-1] if said else None
            return View(
                key, handle.plan, state, place, sentence,
                tuple(it for it in said if isinstance(it, Progress)),
                tuple(it for it in said if isinstance(it, Evaluation)),
                # a run that was begun again on another worker says some again
                tuple(dict.fromkeys(it.sentence for it in said if isinstance(it, Notice))),
                tuple(it for it in said if isinstance(it, Rate)),
                last if isinstance(last, Working) else None,
                handle.name,
                self.places.wait(waiting[:place]) if place else None,
                handle.where(self.cluster is not None),
            )  # fmt: skip

    def pause(self, key: str, until: int = 0) -> None:
        """`until`: once so many steps are made, the last of which is looked at (`RunFolder.batch`)."""
        self.want(key, "pause", until)

    def resume(self, key: str) -> None:
        self.want(key, "go")

    def set_learning_rate(self, key: str, value: float) -> None:
        """From the next step on. Raises InputError."""
        with self.lock:
            handle = self.handle(key)
            handle.plan.but(learning_rate=value)
            handle.wish(replace(handle.folder.wish(), learning_rate=value))

    def stop(self, key: str) -> None:
        """Ends the run within a second, if need be by ending its process. Returns at once."""
        with self.lock:
            handle = self.handle(key)
            handle.stopped = True
            with suppress(InputError):  # a full disk: its process is ended all the same
                handle.wish(Wish("stop"))
            if not handle.cancel() and handle.begun and hasattr(self.executor, "end_soon"):
                ending: Ending = self.executor
                ending.end_soon(handle.begun)

    def forget(self, key: str) -> None:
        """Stops the run if it still runs, and deletes all that it kept; others look at one that came with rnnviz."""
        if is_included(key):
            return
        with self.lock:
            handle = self.handle(key)
            if not handle.future.done():
                self.stop(key)
            del self.handles[key]
            shutil.rmtree(handle.folder.path, ignore_errors=True)

    def rename(self, key: str, name: str) -> None:
        """Raises InputError for a run that is not kept, or one that everybody sees."""
        if is_included(key):
            raise InputError(_("This run came with rnnviz and keeps its name: train your own."))
        self.handle(key).name = " ".join(name.split())[:MOST_NAME]

    def of(self, owner: str) -> list[View]:
        """The runs whose ids begin so, the oldest first. Nobody counts as watching them."""
        with self.lock:
            return [self.view(key, watching=False) for key in self.handles if key.startswith(owner)]

    def touch(self, key: str) -> None:
        """Somebody still wants this run, if there is one."""
        if handle := self.handles.get(key):
            with suppress(OSError):  # it is being forgotten
                handle.watched()

    def folder(self, key: str) -> RunFolder:
        """Where its checkpoints are. Raises InputError."""
        return self.handle(key).folder

    def want(self, key: str, what: str, until: int = 0) -> None:
        with self.lock:
            handle = self.handle(key)
            handle.wish(Wish(what, handle.folder.wish().learning_rate, until))

    def handle(self, key: str) -> Handle:
        if key not in self.handles and is_included(key):
            self.lay_out(key)
        if key not in self.handles:
            raise InputError(_("This run is no longer kept: start it again."))
        return self.handles[key]

    def lay_out(self, key: str) -> None:
        """A run that came with rnnviz is there for whoever asks, and is over. Raises InputError."""
        with self.lock:
            if key in self.handles:
                return
            over: Future[Any] = Future()
            over.set_result("finished")
            try:
                folder = lay_out(key, self.root / key)
            except OSError as error:
                raise InputError(
                    _("The server cannot lay out a run ({why}): free some of its disk.").format(why=error.strerror)
                ) from error
            self.handles[key] = Handle(folder, folder.plan(), Turn(key), over)

    @property
    def cluster(self) -> Cluster | None:
        """What else trains, if it was named."""
        return getattr(self.executor, "cluster", None)

    def tidy(self) -> None:
        """Runs that wait go with the last who watched them; and so do the learners' files, once their runs are over."""
        with self.lock:
            waiting = self.places.waiting()
            for key, handle in self.handles.items():
                if handle.folder.unseen() <= self.left_after:
                    continue
                if key in waiting and handle.cancel():
                    handle.stopped = True
                    with suppress(OSError):  # a full disk: then it is said to be stopped
                        handle.folder.write(LEFT)
                if handle.plan.file and handle.future.done():
                    Path(handle.plan.file).unlink(missing_ok=True)

    def make_room(self, coming: int) -> None:
        """Forgets the oldest runs that are over, for one more whose file has `coming` bytes. Raises InputError."""
        own = {key: it for key, it in self.handles.items() if not is_included(key)}
        over = [key for key, it in own.items() if it.future.done()]
        sizes = {key: disk(it.folder.path) for key, it in own.items()}
        while over and (len(sizes) >= MOST_KEPT or sum(sizes.values()) + coming > MOST_DISK):
            del sizes[over[0]]
            self.forget(over.pop(0))
        if sum(sizes.values()) + coming > MOST_DISK:
            raise InputError(_("The runs that wait have filled this server's room: try again in a few minutes."))
