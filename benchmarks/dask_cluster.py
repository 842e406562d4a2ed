"""A real cluster: a scheduler of Dask's and its workers on free ports of this machine, killed and started at will."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.serving import ROOT, free_port

STARTS = 60.0  # seconds


class DaskCluster:
    """A scheduler; `add_worker` starts one with one thread. `env`: more variables of theirs."""

    def __init__(self, folder: Path, scheme: str = "tcp", **env: str) -> None:
        self.folder, self.port, self.processes = folder, free_port(), dict[str, subprocess.Popen[bytes]]()
        self.address, self.env = f"{scheme}://127.0.0.1:{self.port}", env
        self.start_scheduler()

    def start_scheduler(self) -> None:
        self.start("scheduler", "scheduler", "--port", str(self.port))

    def add_worker(self, name: str, *given: str) -> None:
        here = "--nthreads", "1", "--local-directory", str(self.folder), "--no-nanny", "--name", name
        self.start(name, "worker", self.address, *here, *given)

    def start(self, name: str, *command: str) -> None:
        env = os.environ | self.env | {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
        here = "--host", "127.0.0.1", "--no-dashboard", "--dashboard-address", "127.0.0.1:0"
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", "dask", *command, *here], env=env, stdout=log, stderr=log
            )

    def kill(self, name: str) -> None:
        process = self.processes.pop(name)
        process.kill()
        process.wait()

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def close(self) -> None:
        for name in list(self.processes):
            self.kill(name)


def until(true: Callable[[], object], seconds: float = STARTS, look: float = 0.02) -> None:
    """Waits for it, and looks so often (s). Raises TimeoutError."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(look)
