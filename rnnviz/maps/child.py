"""The server's end of the worker's process: started, spoken to, ended."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "rnnviz.maps.serve")
TAIL = 2000


class Child:
    """A process of its own command: Streamlit puts a page where `multiprocessing` looks for the main module."""

    def __init__(self, warm: bool) -> None:
        paths = os.pathsep.join(part for part in (str(ROOT), os.environ.get("PYTHONPATH")) if part)
        self.killed = False
        self.log, self.lock = tempfile.TemporaryFile(), threading.Lock()  # noqa: SIM115 (closed in `end`)
        self.process = subprocess.Popen(
            [*COMMAND, *(["--warm"] if warm else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            env=os.environ | {"PYTHONPATH": paths},
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
            return "The process that makes maps was killed, most often for want of memory; it starts anew: try again."
        self.log.seek(0)
        lines = self.log.read()[-TAIL:].decode("utf-8", "replace").splitlines()
        last = next((line for line in reversed(lines) if line.strip()), f"code {code}")
        return f"The process that makes maps died ({last[:200]}); it starts anew: try again."
