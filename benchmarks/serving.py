"""What the benchmarks share: a server of its own for each way of serving, and Chromium with a clock in its pages."""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HEAVY = ("torch", "umap")
VIEWPORT = ViewportSize(width=1280, height=720)
APP = ("app.py", "--headless", "--port", "{port}")
STREAMLIT = ("streamlit", "run", "app.py", "--server.headless", "true", "--server.port", "{port}")
OURS = re.compile(r"^(fileWatcherType|postScriptGC)\b.*\n", re.MULTILINE)


@dataclass(frozen=True)
class Serving:
    """How to serve: the command after `python` or `python -m`, its folder, and what is loaded first."""

    argv: Sequence[str]
    folder: Path = ROOT
    module: bool = False
    load: Sequence[str] = ()
    frozen: bool = True
    """Whether the app may take what is loaded out of the garbage collector's rounds."""


@dataclass
class Served:
    """A server that has been started; `started` and `listened` are times of day, in milliseconds since 1970."""

    port: int
    scratch: Path
    started: float
    process: subprocess.Popen[bytes] = field(repr=False)
    listened: float = 0

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5) as reply:
                return bool(reply.status == 200)
        except OSError:
            return False

    def wait(self, seconds: float = 120) -> None:
        """Until it answers. Raises RuntimeError with the server's own words if it does not."""
        until = time.monotonic() + seconds
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"The server did not start:\n{(self.scratch / 'log').read_text()}")
            time.sleep(0.02)
        self.listened = time.time() * 1000

    def stop(self) -> list[str]:
        """Stop it as Ctrl+C does; the modules that it had loaded, where it could still say so."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.process.kill()
        modules = self.scratch / "modules"
        return modules.read_text().split() if modules.exists() else []


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve(how: Serving) -> Iterator[Served]:
    """A server, started but perhaps not yet listening (`Served.wait`)."""
    with tempfile.TemporaryDirectory() as name:
        scratch, port = Path(name), free_port()
        plan = {
            "argv": [part.format(port=port) for part in how.argv],
            "module": how.module,
            "load": list(how.load),
            "frozen": how.frozen,
            "modules": str(scratch / "modules"),
        }
        (scratch / "plan.json").write_text(json.dumps(plan))
        command = [sys.executable, str(ROOT / "benchmarks" / "launch.py"), str(scratch / "plan.json")]
        home = {"HOME": name, "USERPROFILE": name, "PYTHONPATH": str(how.folder)}  # no settings but the folder's own
        with (scratch / "log").open("wb") as log:
            started = time.time() * 1000
            process = subprocess.Popen(command, cwd=how.folder, env=os.environ | home, stdout=log, stderr=log)
        served = Served(port, scratch, started, process)
        try:
            yield served
        finally:
            served.stop()


@contextmanager
def copied_app() -> Iterator[Path]:
    """A copy of the app with its looks, and without its settings for speed: Streamlit's own defaults hold there."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(ROOT / "app.py", folder)
        for part in ("rnnviz", "pages", "assets", ".streamlit"):
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        config = folder / ".streamlit" / "config.toml"
        config.write_text(OURS.sub("", config.read_text()))
        yield folder


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium or Chrome, without a window."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise SystemExit(f"The benchmarks need one of {', '.join(BROWSERS)} on the PATH.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGS))
        yield browser
        browser.close()


@contextmanager
def serve_all(ways: dict[str, Serving]) -> Iterator[dict[str, Served]]:
    """All of them at once, each listening, so that they can be measured in turn."""
    with ExitStack() as stack:
        servers = {name: stack.enter_context(serve(how)) for name, how in ways.items()}
        for served in servers.values():
            served.wait()
        yield servers


def clocked_page(browser: Browser) -> Page:
    """A page in a context of its own (nothing cached), with `window.bench` of watch.js in it."""
    page = browser.new_context(viewport=VIEWPORT).new_page()
    page.add_init_script(path=ROOT / "benchmarks" / "watch.js")
    page.set_default_timeout(60_000)
    return page


def cell_page(browser: Browser, url: str) -> Page:
    """A clocked page on which a cell's stage stands without its lead, checked by Python, left alone for a second."""
    page = clocked_page(browser)
    page.goto(f"{url}{'&' if '?' in url else '?'}lead=off")
    page.locator("svg.circuit").wait_for()
    page.locator(".truth:not(:empty)").wait_for()
    page.wait_for_timeout(1000)
    return page


def machine() -> str:
    """A sentence on what the figures were taken on, and on how busy it was with all that ran there."""
    busy = f", load average {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"Python {platform.python_version()} on {platform.system()}, {os.cpu_count()} cores{busy} at the end."


def result(page: Page) -> dict[str, Any]:
    """The timeline of what `bench.arm` waited for, in milliseconds."""
    return dict(page.evaluate("bench.result"))
