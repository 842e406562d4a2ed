"""Processes from the standard library's fork server, which has the slow imports behind it; from a command elsewhere.

The server is its own fresh process: no socket, thread or handler of the app's is in it or in its forks, and each of
them ends when the app does, however that ends. `multiprocessing.Process` is not used: it would run Streamlit's page
in each fork, for the page stands where it looks for the main module. macOS cannot fork once Accelerate is loaded.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, Protocol

from rnnviz.jobs.job import Call
from rnnviz.jobs.serve import ERR, OUT, PROMPT, Served, be_nice

FORKS = sys.platform != "darwin" and "forkserver" in multiprocessing.get_all_start_methods()
ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "rnnviz.jobs.serve")
PATH = "PYTHONPATH"
KEEPS = {"MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": str(2**40)}
"""For glibc, which reads them as a process begins: what is freed is kept until the end. A training step frees hundreds
of megabytes in two threads, the next one asks for as many, and from Linux they come page by page:
https://man7.org/linux/man-pages/man3/mallopt.3.html
"""
CHANGING = threading.Lock()
TAIL = 2000  # bytes of a log that are read
LINE = 200  # letters of its last line that are shown
ENDS = 10.0  # seconds in which a process that has closed its pipes is gone


class Started(Protocol):
    """A process under way. `pid`: 0 while it is still being made."""

    pid: int

    def poll(self, seconds: float) -> int | None:
        """Waits so long at most for its exit code, which is negative for a signal."""

    def kill(self) -> None:
        """Ends it at once, from any thread."""

    def close(self) -> None:
        """Ends it, if it has not, and lets go of it."""


class Talking(Protocol):
    """What does a piece of work, as its queue speaks with it: a process here (`Child`), or one on a cluster."""

    @property
    def alive(self) -> bool: ...

    def begin(self, call: Call) -> None:
        """Raises OSError."""

    def send(self, *said: Any) -> None:
        """Raises OSError, ValueError."""

    def heard(self) -> Iterator[tuple[Any, ...]]:
        """What it says, until it dies."""

    def kill(self) -> None:
        """Ends it at once, from any thread."""

    def code(self) -> int:
        """Its exit code, once nothing more is heard."""

    def last_words(self) -> str:
        """What it said last of its own death."""


class Forks:
    """One fork server, with these modules imported. It is there again should it die."""

    def __init__(self, modules: tuple[str, ...]) -> None:
        from multiprocessing.forkserver import ForkServer

        self.server = ForkServer()
        self.server.set_forkserver_preload([__name__, *modules])

    def warm(self) -> None:
        """Returns before the imports are done."""
        with surroundings():
            self.server.ensure_running()

    def start(self, orders: int, answers: int, log: int) -> Forked:
        """Raises OSError."""
        self.warm()
        status, held = self.server.connect_to_new_process([orders, answers, log])
        with os.fdopen(os.dup(held), "wb") as file:
            pickle.dump({"sys_path": sys.path}, file)
            pickle.dump(Fork(), file)
        return Forked(status, held)


def path() -> str:
    """Where a process finds `rnnviz`, whatever its working folder."""
    return os.pathsep.join(part for part in (str(ROOT), os.environ.get(PATH)) if part)


@cache
def forks(*modules: str) -> Forks:
    """This process's fork server with these modules."""
    return Forks(modules)


@contextmanager
def surroundings() -> Iterator[None]:
    """The environment that a fork server takes as it starts, and cannot be told of later: its forks find `rnnviz`, and
    keep the memory that they free, unless this process was started with other words on that."""
    with CHANGING:
        before = {name: os.environ.get(name) for name in (PATH, *KEEPS)}
        os.environ.update({PATH: path()} | {name: before[name] or usual for name, usual in KEEPS.items()})
        try:
            yield
        finally:
            for name, value in before.items():
                os.environ.pop(name)
                if value is not None:
                    os.environ[name] = value


class Fork:
    """What a fork is sent as its process: the one method that the standard library's fork calls."""

    def _bootstrap(self, server: int) -> int:
        from multiprocessing.forkserver import get_inherited_fds

        orders, answers, log = get_inherited_fds() or (ERR, ERR, ERR)  # what `Forks.start` sent, always
        os.dup2(log, OUT)
        os.dup2(log, ERR)
        be_nice()
        Served(orders, answers).run()
        return 0


class Forked:
    """A fork. `status`: the pipe on which the fork server says its pid and its exit code; `held`: it ends with this."""

    def __init__(self, status: int, held: int) -> None:
        self.status, self.held = status, held
        self.pid, self.code, self.lock = 0, None, threading.Lock()  # type: tuple[int, int | None, threading.Lock]

    def poll(self, seconds: float) -> int | None:
        from multiprocessing.forkserver import read_signed

        if self.code is None and wait([self.status], seconds):
            try:
                said = read_signed(self.status)
            except (EOFError, OSError):
                said = 255  # the fork server is gone, and so is what it would have said
            with self.lock:
                if self.code is None and (self.pid or said == 255):
                    self.code = said
                elif self.code is None:
                    self.pid = said
        return self.code

    def kill(self) -> None:
        """One that is not made yet ends as soon as it is: nobody holds its pipes."""
        with self.lock:
            if self.code is None and self.pid:
                with suppress(ProcessLookupError):
                    os.kill(self.pid, signal.SIGKILL)
            elif self.code is None:
                self.code = -signal.SIGKILL

    def close(self) -> None:
        self.kill()
        os.close(self.status)
        os.close(self.held)


class Commanded:
    """A process of its own command, which imports all it needs: slow to start, and the same everywhere."""

    def __init__(
        self, orders: int, answers: int, log: int, modules: tuple[str, ...] = (), prompt: bool = False
    ) -> None:
        there, command = os.environ | {PATH: path()}, (*COMMAND, PROMPT) if prompt else COMMAND
        self.process = subprocess.Popen([*command, *modules], stdin=orders, stdout=answers, stderr=log, env=there)
        self.pid = self.process.pid

    def poll(self, seconds: float) -> int | None:
        with suppress(subprocess.TimeoutExpired):
            return self.process.wait(seconds)
        return None

    def kill(self) -> None:
        self.process.kill()

    def close(self) -> None:
        self.process.kill()
        self.process.wait()


class Child:
    """The server's end of a process: it is sent orders, it answers, its log tells of its death. Raises OSError.

    `forking`: from the fork server that has these modules; else from a command, which imports them first. `prompt`:
    such a one is no idle work.
    """

    def __init__(self, modules: tuple[str, ...] = (), forking: bool = False, prompt: bool = False) -> None:
        self.killed, self.lock = False, threading.Lock()
        self.log = tempfile.TemporaryFile()  # noqa: SIM115 (closed in `end`)
        theirs, ours = os.pipe()
        mine, its = os.pipe()
        self.orders, self.answers = os.fdopen(ours, "wb"), os.fdopen(mine, "rb")
        try:
            streams = theirs, its, self.log.fileno()
            forked = forks(*modules).start(*streams) if forking else None
            self.process: Started = forked or Commanded(*streams, modules, prompt)
        finally:
            os.close(theirs)
            os.close(its)

    @property
    def alive(self) -> bool:
        return not self.killed and self.process.poll(0) is None

    def send(self, *said: Any) -> None:
        """Raises OSError when the process is gone, ValueError once it has been ended from here."""
        with self.lock:
            pickle.dump(said, self.orders, pickle.HIGHEST_PROTOCOL)
            self.orders.flush()

    def begin(self, call: Call) -> None:
        """Gives it work. Raises OSError."""
        call.be_at("")
        self.send("environ", dict(os.environ))
        self.send("do", call.number, call.packed())

    def heard(self) -> Iterator[tuple[Any, ...]]:
        """What it says, until it dies."""
        while not self.process.pid and self.process.poll(ENDS) is None:
            continue  # a fork that is being made: it cannot be killed before its number is known
        while self.process.pid:
            try:
                yield pickle.load(self.answers)
            except (EOFError, pickle.UnpicklingError, OSError):
                return

    def kill(self) -> None:
        self.killed = True
        self.process.kill()

    def end(self) -> None:
        """Ends it, waits for it, closes its pipes."""
        self.process.close()
        for stream in (self.orders, self.answers, self.log):
            with suppress(OSError):  # what was still to be sent has nowhere to go
                stream.close()

    def code(self) -> int:
        """The exit code of a process that has closed its pipes."""
        found = self.process.poll(ENDS)
        return -signal.SIGKILL if found is None or self.killed else found

    def last_words(self) -> str:
        """The last line of its log that is not blank."""
        self.log.seek(0)
        lines = self.log.read()[-TAIL:].decode("utf-8", "replace").splitlines()
        return next((line for line in reversed(lines) if line.strip()), "")[:LINE]
