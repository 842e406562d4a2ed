"""Chromium, and a page that fails its test when the browser or the server reports an error."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

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
MEDIA = {"color_scheme", "reduced_motion", "forced_colors"}  # what a page can be given alone
CONTEXTS: dict[str, list[BrowserContext]] = {}
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
def opened(browser: Browser, served: Any, **options: Any) -> Iterator[Page]:
    """A fresh page of the app at ``served``; on leaving, whatever went wrong in it or in the server fails the test."""
    logged = len(served.log.read_text())
    page = page_of(browser, served.url, options)
    problems = watch(page, served.url)
    try:
        yield page
        errors = served.log.read_text()[logged:]
        assert not problems
        assert "Traceback" not in errors, errors
    finally:
        forget(page, served.url)
        page.close()


def page_of(browser: Browser, url: str, options: dict[str, Any]) -> Page:
    """A new page, in a context of these options that no page uses now: the app's 150 files are loaded once in all.

    Two pages at once are two people.
    """
    media = {name: options[name] for name in MEDIA & options.keys()}
    wanted = {"base_url": url} | {name: given for name, given in options.items() if name not in {*MEDIA, "viewport"}}
    contexts = CONTEXTS.setdefault(json.dumps(wanted, sort_keys=True), [])
    free = next((context for context in contexts if not context.pages), None)
    if free is None:
        contexts.append(free := browser.new_context(**wanted))
    page = free.new_page()
    page.set_viewport_size(options.get("viewport", {"width": 1280, "height": 720}))
    if media:
        page.emulate_media(**media)
    return page


def forget(page: Page, url: str) -> None:
    """Leave nothing of a visit but the files: the next page is a newcomer's."""
    kinds = "cookies,local_storage,indexeddb,cache_storage,service_workers"
    session = page.context.new_cdp_session(page)
    session.send("Storage.clearDataForOrigin", {"origin": url, "storageTypes": kinds})


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
