"""An executor of `concurrent.futures` whose every call has a process of its own, which can be ended and may die alone.

The standard pool loses all its calls when one worker dies, and so does loky's; loky's workers import all they need
themselves besides. A fork of a process that has imported it is there at once.
"""

from __future__ import annotations

import os
import pickle
import tempfile
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, thread
from typing import Any

from rnnviz.jobs.death import last_words
from rnnviz.jobs.forked import FORKS, Commanded, Started, forks
from rnnviz.jobs.worker import Call

LOOK = 0.2  # seconds between two looks whether the server itself is ending


class WorkerDied(RuntimeError):
    """The process ended without an answer; the text is one sentence for the learner."""


class Running:
    """One call's process: not started yet, running, or ended."""

    def __init__(self) -> None:
        self.lock, self.unwanted = threading.Lock(), False
        self.process: Started | None = None

    def begin(self, start: Callable[[], Started]) -> Started:
        with self.lock:
            if self.unwanted:
                raise WorkerDied("Stopped before it started.")
            self.process = start()
            return self.process

    def kill(self) -> None:
        with self.lock:
            self.unwanted = True
            if self.process:
                self.process.kill()


class Processes(ThreadPoolExecutor):
    """`submit(fn, *args)` runs fn in a fresh process, at most `max_workers` at once, the others in turn.

    fn and its arguments must be picklable, and so must the result. `modules`: what is slow to import and fn needs;
    where processes can be forked (`forking`), the import begins now, in the background.
    """

    def __init__(self, max_workers: int, modules: tuple[str, ...] = (), forking: bool = FORKS) -> None:
        super().__init__(max_workers, thread_name_prefix="rnnviz-run")
        self._calls: weakref.WeakKeyDictionary[Future[Any], Running] = weakref.WeakKeyDictionary()
        self._start: Callable[[Call, int, int], Started] = Commanded
        if forking:
            server = forks(*modules)
            server.warm()
            self._start = server.start

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        running, call = Running(), Call(pickle.dumps((fn, args, kwargs)), dict(os.environ))
        future = super().submit(in_process, running, self._start, call)
        self._calls[future] = running
        return future

    def kill(self, future: Future[Any]) -> None:
        """Ends the call's process at once, if it runs."""
        if running := self._calls.get(future):
            running.kill()


def in_process(running: Running, start: Callable[[Call, int, int], Started], call: Call) -> Any:
    """The answer of a fresh process. Raises WorkerDied, with the last line of what it said."""
    with tempfile.TemporaryFile() as answers, tempfile.TemporaryFile() as log:
        process = running.begin(lambda: start(call, answers.fileno(), log.fileno()))
        try:
            code = process.poll(0)
            while code is None and not thread._shutdown:  # set as the server ends, before its threads are waited for
                code = process.poll(LOOK)
        finally:
            process.close()
        if code == 0:
            answers.seek(0)
            return pickle.load(answers)
        raise WorkerDied(why(code or 0, last_words(log, code or 0)))


def why(code: int, last: str) -> str:
    if code == -9:
        return "The run's process was killed: most often the machine ran out of memory. Start it again, smaller."
    if code < 0:
        return f"The run's process died of signal {-code}: start it again."
    return (
        f"This is a fault of rnnviz, not of your settings or data ({last}). Try other settings, and report this line."
    )
