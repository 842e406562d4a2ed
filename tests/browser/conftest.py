"""Chromium, and a page that fails its test when the browser or the server reports an error."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

Open = Callable[..., Page]
CLOSED = "%7B%22closed%22%3Atrue%7D"
expect.set_options(timeout=15_000)  # ms; machines that test are seldom idle


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium or Chrome, one for all tests."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        missing = f"The browser tests need one of {', '.join(BROWSERS)} on the PATH."
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=ARGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def server(launch: Any) -> Iterator[Any]:
    """The app as ``make run`` serves it, one for all tests: ``server.url``, ``server.log``."""
    with launch("python") as served:
        yield served


def watch(page: Page, url: str) -> list[str]:
    """What goes wrong in ``page``, as it happens: script errors, the console's, and requests that leave ``url``."""
    problems: list[str] = []

    def on_console(message: Any) -> None:
        if message.type == "error":
            problems.append(f"console: {message.text} ({message.location.get('url')})")

    def on_request(request: Any) -> None:
        if not request.url.startswith((url, "data:", "blob:")):
            problems.append(f"a request left the app: {request.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: problems.append(f"script: {error.stack or error}"))
    page.on("request", on_request)
    return problems


@contextmanager
def opened(browser: Browser, served: Any, led: bool = False, **options: Any) -> Iterator[Page]:
    """A fresh page of the app at ``served``; on leaving, whatever went wrong in it or in the server fails the test.

    led: as a newcomer meets it; else this browser has closed the lessons' leads.
    """
    logged = len(served.log.read_text())
    with browser.new_context(base_url=served.url, **{"viewport": {"width": 1280, "height": 720}} | options) as context:
        if not led:
            context.add_cookies([{"name": "rnnviz_lead", "value": CLOSED, "url": served.url}])
        page = context.new_page()
        problems = watch(page, served.url)
        yield page
        errors = served.log.read_text()[logged:]
        assert not problems
        assert "Traceback" not in errors, errors


@pytest.fixture
def open_page(browser: Browser, server: Any) -> Iterator[Open]:
    """``open_page(color_scheme="dark", has_touch=True)``: a page with Playwright's context options.

    ``open_page(served)`` opens it on another server than the session's.
    """
    with ExitStack() as stack:
        yield lambda served=server, **options: stack.enter_context(opened(browser, served, **options))


@pytest.fixture
def page(open_page: Open) -> Page:
    """A page of 1280 by 720 on the session's server; ``page.goto("/lstm")`` opens a lesson."""
    return open_page()
