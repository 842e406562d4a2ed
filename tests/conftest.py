"""The app, started for tests as a person would start it."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
import torch
from streamlit.components.v2 import manifest_scanner

from tests.redis_server import RedisServer

ROOT = Path(__file__).resolve().parents[1]
PYTHON = [sys.executable]
STARTS: dict[str, list[str]] = {
    "python": [*PYTHON, "app.py", "--headless", "--port", "{port}"],
    "uvicorn": [*PYTHON, "-m", "uvicorn", "app:app", "--port", "{port}"],
    "streamlit": [*PYTHON, "-m", "streamlit", "run", "app.py", "--server.headless", "true", "--server.port", "{port}"],
}
"""Every way to start the app that the README names."""


@dataclass(frozen=True)
class Served:
    """A server that answers at ``localhost:port`` and writes to ``log``."""

    port: int
    log: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], str]:
        """Status, headers (names in lower case) and text of ``path``."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=10)
        try:
            connection.request("GET", path, headers=headers or {})
            reply = connection.getresponse()
            return reply.status, {k.lower(): v for k, v in reply.getheaders()}, reply.read().decode()
        finally:
            connection.close()

    def healthy(self) -> bool:
        try:
            return self.get("/_stcore/health")[0] == 200
        except (OSError, http.client.HTTPException):
            return False


Launch = Callable[..., AbstractContextManager[Served]]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(served: Served, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not served.healthy():
        if process.poll() is not None or time.monotonic() > until:
            pytest.fail(f"the server did not start:\n{served.log.read_text()}")
        time.sleep(0.05)


@pytest.fixture(autouse=True)
def one_thread() -> None:
    """As the server has it, and to the bit the same numbers: threads of two workers would wait for each other."""
    torch.set_num_threads(1)


@pytest.fixture(scope="session", autouse=True)
def components_looked_for_once() -> Iterator[None]:
    """At each first run AppTest looks for components in all installed packages: four fifths of a visit's time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session")
def launch(tmp_path_factory: pytest.TempPathFactory) -> Launch:
    """``launch("python")`` serves while a ``with`` lasts; the names are those of ``STARTS``.

    ``launch("python", NAME="value")`` has these variables in its environment; `root`: a copy of the app.
    """

    @contextmanager
    def start(how: str, root: Path = ROOT, **more: str) -> Iterator[Served]:
        served = Served(free_port(), tmp_path_factory.mktemp("server") / "log")
        command = [part.format(port=served.port) for part in STARTS[how]]
        home = {"HOME": str(served.log.parent), "USERPROFILE": str(served.log.parent)}  # no settings but the project's
        with served.log.open("wb") as log:
            process = subprocess.Popen(command, cwd=root, env=os.environ | home | more, stdout=log, stderr=log)
        try:
            wait_for(served, process)
            yield replace(served, process=process)
        finally:
            process.terminate()
            process.wait(timeout=10)

    return start


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """One for all tests; what is in it is theirs to throw away."""
    server = RedisServer(free_port(), tmp_path_factory.mktemp("redis"))
    yield server
    server.kill()
