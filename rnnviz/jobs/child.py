"""The server's end of a process that is kept, for one piece of work after the other: started, spoken to, ended."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from typing import Any

from rnnviz.jobs.death import last_words
from rnnviz.jobs.forked import PATH, path

COMMAND = (sys.executable, "-m", "rnnviz.jobs.serve")


class Child:
    """A process of its own command. `does`: in words, "makes maps"; `ready`: a module whose import warms it."""

    def __init__(self, does: str, ready: str) -> None:
        self.does = does
        self.killed = False
        self.log, self.lock = tempfile.TemporaryFile(), threading.Lock()  # noqa: SIM115 (closed in `end`)
        self.process = subprocess.Popen(
            [*COMMAND, *([ready] if ready else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            env=os.environ | {PATH: path()},
        )

    @property
    def alive(self) -> bool:
        return not self.killed and self.process.poll() is None

    def send(self, *said: Any) -> None:
        """Raises OSError when the process is gone."""
        assert self.process.stdin
        with self.lock:
            pickle.dump(said, self.process.stdin, pickle.HIGHEST_PROTOCOL)
            self.process.stdin.flush()

    def heard(self) -> Iterator[tuple[Any, ...]]:
        """What it says, until it dies."""
        assert self.process.stdout
        while True:
            try:
                yield pickle.load(self.process.stdout)
            except (EOFError, pickle.UnpicklingError, OSError):
                return

    def kill(self) -> None:
        self.killed = True
        self.process.kill()

    def end(self) -> None:
        """Ends it, waits for it, closes its pipes."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.log):
            try:
                if stream:
                    stream.close()
            except OSError:  # what was still to be sent has nowhere to go
                continue

    def why(self) -> str:
        """A sentence on why it died."""
        code = self.process.wait()
        if code == -9:
            return f"The process that {self.does} was killed, most often for want of memory; it starts anew: try again."
        return f"The process that {self.does} died ({last_words(self.log, code)}); it starts anew: try again."
