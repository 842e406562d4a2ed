"""One process that is kept, shared by all sessions: work waits in turn, says how far it is, can be ended."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from rnnviz.core.typed import InputError
from rnnviz.jobs.child import Child
from rnnviz.jobs.kept import Kept
from rnnviz.jobs.shared import STOPPED, Job, Task

MOST_WAITING = 60
SOON = 3.0  # seconds in which a process that dies has hardly started
GRACE = 0.6  # seconds that work has to stop by itself; a process that does not is killed


class InTurn:
    """All that is asked for comes back as a Job at once. The process starts at `warm`, or when first needed.

    `does`: what the process does, "makes maps"; `things`: what waits, "maps"; `refused`: what is raised, with a
    sentence; `ready`: a module whose import warms the process, or none.
    """

    def __init__(self, does: str, things: str, refused: type[InputError] = InputError, ready: str = "") -> None:
        self.does, self.things, self.refused, self.ready = does, things, refused, ready
        self.changed = threading.Condition(threading.RLock())
        self.queue: list[Task] = []
        self.running: Task | None = None
        self.kept, self.numbers, self.closed = Kept(), 0, False
        self.child: Child | None = None
        self.thread: threading.Thread | None = None

    def warm(self) -> None:
        """Starts and warms the process in the background; returns at once."""
        with self.changed:
            if self.thread is None and not self.closed:
                self.thread = threading.Thread(target=self.serve, name=f"rnnviz-{self.things}", daemon=True)
                self.thread.start()

    def ask(self, key: str, make: Callable[..., Any], *given: Any) -> Job[Any]:
        """Raises `refused` when too much is waiting."""
        with self.changed:
            task = self.same(key)
            if task is None:
                if len(self.queue) >= MOST_WAITING:
                    raise self.refused(f"{MOST_WAITING} {self.things} are waiting already: try again in a minute.")
                self.numbers += 1
                task = Task(self.numbers, key, make, given, self.refused)
                if key and (found := self.kept.get(key)) is not None:
                    task.end(found)
                else:
                    self.queue.append(task)
                    self.warm()
                    self.changed.notify_all()
            task.wanted += 1
            return Job(task, self.drop, self.place)

    def same(self, key: str) -> Task | None:
        """Work with this key that waits or runs."""
        there = [*self.queue, *([self.running] if self.running else [])]
        return next((it for it in there if key and it.key == key and it.wanted and not it.future.done()), None)

    def place(self, task: Task) -> int:
        with self.changed:
            return self.queue.index(task) + 1 if task in self.queue else 0

    def drop(self, task: Task) -> None:
        """One session wants it no more: the last one ends it, within GRACE by killing the process."""
        with self.changed:
            task.wanted -= 1
            if task.wanted > 0:
                return
            if task in self.queue:
                self.queue.remove(task)
                task.end(error=STOPPED)
            elif task is self.running and self.child:
                child = self.child
                timer = threading.Timer(GRACE, self.overdue, (child, task))
                timer.daemon = True
                timer.start()
                threading.Thread(target=self.tell_to_stop, args=(child, task), daemon=True).start()

    def tell_to_stop(self, child: Child, task: Task) -> None:
        try:
            child.send("stop", task.number)
        except (OSError, ValueError):  # it is gone, which is as good
            return

    def overdue(self, child: Child, task: Task) -> None:
        with self.changed:
            if self.running is task and not task.future.done() and not task.wanted:
                child.kill()

    def serve(self) -> None:
        """The thread's life: a process, kept alive, and one piece of work after the other."""
        while not self.closed:
            child, began = Child(self.does, self.ready), time.monotonic()
            with self.changed:
                self.child = child
            while child.alive and (task := self.next(child)):
                self.converse(child, task)
            if not child.killed and not self.closed and time.monotonic() - began < SOON:
                self.give_up(child)
            child.end()

    def give_up(self, child: Child) -> None:
        """A process that dies as soon as it starts: whoever is next is told, and the others get another try."""
        with self.changed:
            if self.queue:
                self.queue.pop(0).end(error=child.why())
        time.sleep(1.0)

    def next(self, child: Child) -> Task | None:
        """Waits for work. None: the process has died, or all is over."""
        with self.changed:
            while not self.queue:
                if self.closed or not child.alive:
                    return None
                self.changed.wait(1.0)
            if self.closed or not child.alive:
                return None
            self.running = self.queue.pop(0)
            return self.running

    def converse(self, child: Child, task: Task) -> None:
        """Sends the work and listens until it ends, or until the process dies."""
        try:
            child.send("do", task.number, task.make, task.given)
            for what, *said in child.heard():
                if what == "done":
                    self.finish(task, said[0])
                elif what in ("failed", "stopped"):
                    task.end(error=said[0] if said else STOPPED)
                else:
                    task.hear(what, *said)
                if task.future.done():
                    break
        except OSError:
            child.kill()
        with self.changed:
            self.running = None
        if not task.future.done():
            child.kill()
            self.bury(child, task)

    def bury(self, child: Child, task: Task) -> None:
        """The process died. Work that had not said a word may not be why: it gets one more try, first in the queue."""
        why = child.why()
        with self.changed:
            if not task.wanted or self.closed:
                task.end(error=STOPPED)
            elif task.heard or task.again:
                task.end(error=why)
            else:
                task.again = True
                self.queue.insert(0, task)

    def finish(self, task: Task, result: Any) -> None:
        with self.changed:
            if task.key:
                self.kept.keep(task.key, result)
        task.end(result)

    def close(self) -> None:
        """Ends the process and all that waits."""
        with self.changed:
            self.closed = True
            for task in self.queue:
                task.end(error=STOPPED)
            self.queue.clear()
            if self.child:
                self.child.kill()
            self.changed.notify_all()
        if self.thread:
            self.thread.join(timeout=5)
