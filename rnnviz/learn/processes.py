"""An executor of `concurrent.futures` whose every call has a process of its own, which can be ended and may die alone.

The standard pool loses all its calls when one worker dies. And each process starts from its own command, because
Streamlit puts a page where `multiprocessing` looks for the main module.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "rnnviz.learn.worker"]
LOOK = 0.2  # seconds between two looks whether the server itself is ending
TAIL = 2000


class WorkerDied(RuntimeError):
    """The process ended without an answer; the text is one sentence for the learner."""


class Call:
    """One process: not started yet, running, or ended."""

    def __init__(self) -> None:
        self.lock, self.unwanted = threading.Lock(), False
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, log: int) -> subprocess.Popen[bytes]:
        paths = os.pathsep.join(part for part in (str(ROOT), os.environ.get("PYTHONPATH")) if part)
        with self.lock:
            if self.unwanted:
                raise WorkerDied("Stopped before it started.")
            self.process = subprocess.Popen(
                COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=os.environ | {"PYTHONPATH": paths},
            )
            return self.process

    def kill(self) -> None:
        with self.lock:
            self.unwanted = True
            if self.process:
                self.process.kill()


class Processes(ThreadPoolExecutor):
    """`submit(fn, *args)` runs fn in a fresh process, at most `max_workers` at once, the others in turn.

    fn and its arguments must be picklable, and so must the result.
    """

    def __init__(self, max_workers: int) -> None:
        super().__init__(max_workers, thread_name_prefix="rnnviz-run")
        self._calls: weakref.WeakKeyDictionary[Future[Any], Call] = weakref.WeakKeyDictionary()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        call = Call()
        future = super().submit(in_process, call, pickle.dumps((fn, args, kwargs)))
        self._calls[future] = call
        return future

    def kill(self, future: Future[Any]) -> None:
        """Ends the call's process at once, if it runs."""
        if call := self._calls.get(future):
            call.kill()


def in_process(call: Call, content: bytes) -> Any:
    """The answer of a fresh process. Raises WorkerDied, with the last line of what it said."""
    with tempfile.TemporaryFile() as log:
        process = call.start(log.fileno())
        try:
            answer = converse(process, content)
        finally:
            process.kill()
            process.wait()
        if process.returncode or not answer:
            log.seek(0)
            raise WorkerDied(why(process.returncode, log.read()[-TAIL:].decode("utf-8", "replace")))
    return pickle.loads(answer)


def converse(process: subprocess.Popen[bytes], content: bytes) -> bytes:
    """Sends the call and waits for the answer; gives up when the server itself is ending."""
    said: bytes | None = content
    while True:
        try:
            return process.communicate(said, timeout=LOOK)[0]
        except subprocess.TimeoutExpired:
            said = None
            if not threading.main_thread().is_alive():
                return b""


def why(code: int, log: str) -> str:
    last = next((line for line in reversed(log.splitlines()) if line.strip()), "")
    if code == -9:
        return "The run's process was killed: most often the machine ran out of memory. Start it again, smaller."
    if code < 0:
        return f"The run's process died of signal {-code}: start it again."
    return (
        f"This is a fault of rnnviz, not of your settings or data ({last[:200] or f'code {code}'}). "
        "Try other settings, and report this line."
    )
