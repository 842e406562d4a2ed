"""Chromium, and a page that fails its test when the browser or the server reports an error."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.tabs import Tabs
from tests.conftest import Launch, Served
from tests.redis_server import RedisServer

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A test's page lives for seconds: what is compiled best is never earned back, and a fifth of a load was spent so.
    "--js-flags=--no-turbofan --min-semi-space-size=64 --max-semi-space-size=128",
]

Open = Callable[..., Page]
expect.set_options(timeout=15_000)  # ms; machines that test are seldom idle


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser(request: pytest.FixtureRequest) -> Iterator[Tabs]:
    """The system's Chromium or Chrome, one for all tests."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        missing = f"The browser tests need one of {', '.join(BROWSERS)} on the PATH."
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=ARGS)
        yield Tabs(chromium, failed=lambda: request.session.testsfailed)
        chromium.close()


@pytest.fixture(scope="session")
def server(launch: Any) -> Iterator[Any]:
    """The app as ``make run`` serves it, one for all tests: ``server.url``, ``server.log``."""
    with launch("python") as served:
        yield served


@pytest.fixture(scope="module")
def replicas(launch: Launch, redis_server: RedisServer) -> Iterator[list[Served]]:
    """Two servers that know each other by their Redis alone."""
    redis_server.empty()
    with ExitStack() as stack, ThreadPoolExecutor(2) as threads:
        both = [launch("python", RNNVIZ_REDIS=redis_server.address) for _ in range(2)]
        yield list(threads.map(stack.enter_context, both))


@pytest.fixture
def open_page(browser: Tabs, server: Any) -> Iterator[Open]:
    """``open_page(color_scheme="dark", has_touch=True)``: a page with the options of ``Tabs.open``.

    ``open_page(served)`` opens it on another server than the session's.
    """
    with ExitStack() as stack:
        yield lambda served=server, **options: stack.enter_context(browser.open(served, **options))


@pytest.fixture
def page(open_page: Open) -> Page:
    """A page of 1280 by 720 on the session's server; ``page.goto("/lstm")`` opens a lesson."""
    return open_page()
