"""The one way to run work outside the pages: it waits in turn, says how far it is, can be ended, and may die alone.

A queue keeps its process for the next piece of work, or gives each a fresh one: the standard pool loses all its calls
when one worker dies, and so does loky's, whose workers import all they need themselves besides.
"""

from __future__ import annotations

import pickle
import signal
import threading
import time
from collections.abc import Callable
from concurrent import futures
from concurrent.futures import Executor, Future
from contextlib import suppress
from typing import Any

from rnnviz.core.typed import InputError
from rnnviz.jobs.job import STOPPED, Call, Job
from rnnviz.jobs.kept import keeping, kept
from rnnviz.jobs.process import FORKS, Child, Talking, forks
from rnnviz.jobs.serve import without_report
from rnnviz.texts import _

MOST_WAITING = 60
MOST_BYTES = 96 * 2**20  # of results that may be asked for again
SOON = 3.0  # seconds in which a process that dies has hardly started
GRACE = 0.6  # seconds that work has to stop by itself; a process that does not is killed


class Queue(Executor):
    """Work of all sessions, `at_once` of it in processes, the rest in turn; every method from any thread.

    `does`: what a process does, "makes maps"; `things`: what waits, "maps"; `refused`: what is raised, with a sentence;
    `modules`: what is slow to import and the work needs. `fresh`: a process for each piece of work, forked where that
    can be (`forking`); else one is kept, of its own command. The imports begin at `warm`, or when first needed.
    `prompt`: a person waits for it, so that the kept one is no idle work.
    """

    killed = _("The process that {does} was killed, most often for want of memory; it starts anew: try again.")
    died = _("The process that {does} died ({last}); it starts anew: try again.")
    crowded = _("{n} {things} are waiting already: try again in a minute.")
    fault = _("This could not be made ({last}).")

    def __init__(
        self,
        does: str,
        things: str,
        *,
        at_once: int = 1,
        modules: tuple[str, ...] = (),
        refused: type[Exception] = InputError,
        fresh: bool = False,
        forking: bool = FORKS,
        prompt: bool = False,
    ) -> None:
        self.does, self.things, self.at_once, self.modules = does, things, at_once, modules
        self.refused, self.fresh, self.forking, self.prompt = refused, fresh, fresh and forking, prompt
        self.changed = threading.Condition(threading.RLock())
        self.queue: list[Call] = []
        self.running: dict[Call, Talking | None] = {}
        self.results = kept(MOST_BYTES)
        self.numbers, self.closed = 0, False
        self.threads: list[threading.Thread] = []
        self.idle, self.child = 0, None  # type: tuple[int, Child | None]

    def warm(self) -> None:
        """Starts and warms the process in the background; returns at once."""
        if self.forking:
            forks(*self.modules).warm()
        elif not self.fresh and not self.threads:
            self.add_thread()

    def add_thread(self) -> None:
        with self.changed:
            if not self.closed and len(self.threads) < self.at_once:
                self.threads.append(threading.Thread(target=self.serve, name=f"rnnviz-{self.things}", daemon=True))
                self.threads[-1].start()

    def ask(self, key: str, make: Callable[..., Any], *given: Any, here: bool = False) -> Job[Any]:
        """`make(reporter, *given)`, run over there; `here`: it reads files of this machine. Raises `refused`."""
        with self.changed:
            call = self.same(key)
            if call is None:
                if len(self.queue) >= MOST_WAITING:
                    raise self.refused(self.crowded.format(n=MOST_WAITING, things=self.things))
                call = self.new(key, make, given)
                call.travels = not here
                if key in self.results:
                    call.end(self.results[key][0])
                else:
                    self.put(call)
            call.wanted += 1
            return Job(call, self.drop, self.place)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """As any executor of `concurrent.futures` has it."""
        with self.changed:
            call = self.new("", without_report, (fn, args, kwargs))
            call.wanted = 1
            self.put(call)
            return call.future

    def new(self, key: str, make: Callable[..., Any], given: tuple[Any, ...]) -> Call:
        self.numbers += 1
        return Call(self.numbers, key, make, given, self.refused)

    def put(self, call: Call) -> None:
        if self.closed:
            raise RuntimeError("cannot take work after shutdown")
        self.queue.append(call)
        if self.idle < len(self.queue):
            self.add_thread()
        self.changed.notify_all()

    def same(self, key: str) -> Call | None:
        """Work with this key that waits or runs."""
        there = (*self.queue, *self.running)
        return next((it for it in there if key and it.key == key and it.wanted and not it.future.done()), None)

    def place(self, call: Call) -> int:
        with self.changed:
            return self.queue.index(call) + 1 if call in self.queue else 0

    def drop(self, call: Call) -> None:
        """One session wants it no more: the last one ends it, within GRACE by killing the process."""
        with self.changed:
            call.wanted -= 1
            if call.wanted > 0:
                return
            if call in self.queue:
                self.queue.remove(call)
                call.end(error=STOPPED)
            elif child := self.running.get(call):
                self.end_soon(call.future)
                threading.Thread(target=self.tell_to_stop, args=(child, call), daemon=True).start()

    def tell_to_stop(self, child: Talking, call: Call) -> None:
        with suppress(OSError, ValueError):  # it is gone, which is as good
            child.send("stop", call.number)

    def end_soon(self, future: Future[Any]) -> None:
        """Ends this work within GRACE, by killing its process if it does not end by itself. Returns at once."""
        timer = threading.Timer(GRACE, self.kill, (future,))
        timer.daemon = True
        timer.start()

    def kill(self, future: Future[Any]) -> None:
        """Ends this work at once, if it has not ended, and the process that does it."""
        with self.changed:
            if future.done():
                return
            for call in [it for it in self.queue if it.future is future]:
                self.queue.remove(call)
                call.end(error=_("Stopped before it started."))
            for call, child in self.running.items():
                if call.future is future:
                    call.wanted = 0
                    if child:
                        child.kill()

    def serve(self) -> None:
        """A thread's life."""
        while not self.closed:
            if not self.fresh:
                self.keep_one()
            elif call := self.next():
                self.do_alone(call)

    def keep_one(self) -> None:
        """A process for one piece of work after the other, until it dies."""
        try:
            began, child = time.monotonic(), Child(self.modules, prompt=self.prompt)
            self.child = child
        except OSError as error:
            self.give_up(self.died.format(does=self.does, last=error))
            return
        while child.alive and (call := self.next(child)):
            self.converse(child, call)
        if not child.killed and not self.closed and time.monotonic() - began < SOON:
            self.give_up(self.why(child))
        child.end()

    def give_up(self, why: str) -> None:
        """A process that dies as soon as it starts: whoever is next is told, and the others get another try."""
        with self.changed:
            if self.queue:
                self.queue.pop(0).end(error=why)
        time.sleep(1.0)

    def do_alone(self, call: Call) -> None:
        try:
            child = Child(self.modules, self.forking)
        except OSError as error:
            self.running.pop(call)
            call.end(error=self.died.format(does=self.does, last=error))
            return
        self.converse(child, call)
        child.end()

    def here(self, call: Call) -> bool:
        """Whether it is for a process of this machine."""
        return True

    def next(self, child: Child | None = None) -> Call | None:
        return self.wait_for(self.here, child, lambda: child is None or child.alive)

    def wait_for(self, mine: Callable[[Call], bool], child: Talking | None, going: Callable[[], bool]) -> Call | None:
        """The first work that is `mine`, which is then under way. None: its process has died, or all is over."""
        with self.changed:
            while not self.closed and going():
                while call := next(filter(mine, self.queue), None):
                    self.queue.remove(call)
                    if call.again or call.future.set_running_or_notify_cancel():
                        self.running[call] = child
                        return call
                self.idle += 1
                self.changed.wait(1.0)
                self.idle -= 1
        return None

    def converse(self, child: Talking, call: Call) -> None:
        """Sends the work and listens until it ends, or until the process dies."""
        with self.changed:
            self.running[call] = child
            if not call.wanted:
                call.end(error=STOPPED)
        try:
            if not call.future.done():
                child.begin(call)
                self.listen(child, call)
        except OSError:
            child.kill()
        except (pickle.PicklingError, AttributeError, TypeError) as error:  # what cannot be sent
            call.end(error=self.fault.format(last=error))
        with self.changed:
            del self.running[call]
        if not call.future.done():
            self.bury(child, call)

    def listen(self, child: Talking, call: Call) -> None:
        for what, *said in child.heard():
            if what == "done":
                self.finish(call, said[0])
            elif what in ("failed", "stopped"):
                call.end(error=said[0] if said else STOPPED)
            elif what == "fault":
                call.end(error=self.fault.format(last=said[0]))
            else:
                call.hear(what, *said)
            if call.future.done():
                return

    def bury(self, child: Talking, call: Call) -> None:
        """The process died. What a kept one had not answered may not be why: it gets one more try, first in turn."""
        why = self.why(child)
        child.kill()
        with self.changed:
            if self.closed or not (call.wanted or self.fresh):
                call.end(error=STOPPED)
            elif call.heard or call.again or self.fresh:
                call.end(error=why)
            else:
                call.again = True
                self.queue.insert(0, call)

    def why(self, child: Talking) -> str:
        """A sentence on why it died."""
        if (code := child.code()) == -signal.SIGKILL:
            return self.killed.format(does=self.does)
        return self.died.format(does=self.does, last=child.last_words() or _("code {code}").format(code=code))

    def finish(self, call: Call, result: Any) -> None:
        with keeping(self.results, call.key, result, self.changed):
            call.end(result)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        with self.changed:
            there = [it.future for it in (*self.queue, *self.running)]
            for future in there if cancel_futures else ():
                future.cancel()
        if wait:
            futures.wait(there)
            self.close()

    def close(self) -> None:
        """Ends the processes and all that waits."""
        with self.changed:
            self.closed = True
            for call in self.queue:
                call.end(error=STOPPED)
            self.queue.clear()
            for child in (self.child, *self.running.values()):
                if child:
                    child.kill()
            self.changed.notify_all()
        for thread in self.threads:
            thread.join(timeout=5)
