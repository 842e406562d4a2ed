"""Chromium's tabs, kept from test to test: in a new one a page costs three times as much."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NoReturn

from playwright.sync_api import Browser, BrowserContext, Page

CLOSED = "%7B%22closed%22%3Atrue%7D"
DESK = {"width": 1280, "height": 720}
KEPT = 4  # tabs that nobody uses now; each is a process of 150 MB
USES = 40  # of a tab, until what tests left listening in it is dropped
MEDIA = {"media": "null", "color_scheme": "light", "reduced_motion": "no-preference", "forced_colors": "none"}
LASTING = ("add_init_script", "route", "expose_function")


@dataclass
class Tab:
    """One page in a context of its own; `problems` is what went wrong in it, as it happens."""

    context: BrowserContext
    page: Page
    fresh: bool
    problems: list[str] = field(default_factory=list)
    uses: int = 0


class Tabs:
    """One browser's. Each opening is a first visit: no cookie, nothing stored, the default screen.

    failed: how many tests have failed so far; what a failed test was in is used no more.
    """

    def __init__(self, chromium: Browser, failed: Callable[[], int]) -> None:
        self.chromium, self.failed = chromium, failed
        self.free: list[tuple[str, Tab]] = []

    @contextmanager
    def open(self, served: Any, led: bool = False, fresh: bool = False, **options: Any) -> Iterator[Page]:
        """A page of the app at `served`; on leaving, whatever went wrong in it or in the server fails the test.

        led: as a newcomer meets it; else this browser has closed the lessons' leads.
        fresh: a tab of its own, with an empty cache, in which a script may be left or a clock be set.
        options: of Playwright's context.
        """
        logged, failed = len(served.log.read_text()), self.failed()
        key = json.dumps([served.url, options], sort_keys=True, default=str)
        tab = self._take(key, served.url, fresh, options)
        if not led:
            tab.context.add_cookies([{"name": "rnnviz_lead", "value": CLOSED, "url": served.url}])
        kept = False
        try:
            yield tab.page
            errors = served.log.read_text()[logged:]
            assert not tab.problems, tab.problems
            assert "Traceback" not in errors, errors
            kept = not fresh and tab.uses < USES and tab.context.pages == [tab.page] and self.failed() == failed
        finally:
            if kept and len(self.free) < KEPT:
                self._clear(tab, options)
                self.free.append((key, tab))
            else:
                tab.context.close()

    def _take(self, key: str, url: str, fresh: bool, options: dict[str, Any]) -> Tab:
        at = next((k for k, (name, _) in enumerate(self.free) if name == key), None)
        if at is None or fresh:
            context = self.chromium.new_context(base_url=url, **{"viewport": DESK} | options)
            tab = Tab(context, context.new_page(), fresh)
            watch(tab, url)
            if at is None and len(self.free) == KEPT:
                self.free.pop(0)[1].context.close()
        else:
            tab = self.free.pop(at)[1]
        tab.problems.clear()
        tab.uses += 1
        return tab

    def _clear(self, tab: Tab, options: dict[str, Any]) -> None:
        """As a browser that has never been here, but for the files it has loaded."""
        url = tab.page.url
        tab.page.evaluate("() => sessionStorage.clear()")
        tab.page.goto("about:blank")  # what a page keeps as it is left goes, too
        tab.context.clear_cookies()
        session = tab.context.new_cdp_session(tab.page)
        session.send("Storage.clearDataForOrigin", {"origin": url, "storageTypes": "local_storage"})
        session.detach()
        tab.page.set_viewport_size(options.get("viewport", DESK))
        tab.page.emulate_media(**{name: options.get(name, usual) for name, usual in MEDIA.items()})
        tab.page.mouse.move(0, 0)


def watch(tab: Tab, url: str) -> None:
    """Note script errors, the console's, and requests that leave `url`."""

    def on_console(message: Any) -> None:
        if message.type == "error":
            tab.problems.append(f"console: {message.text} ({message.location.get('url')})")

    def on_request(request: Any) -> None:
        if not request.url.startswith((url, "data:", "blob:", "about:")):
            tab.problems.append(f"a request left the app: {request.url}")

    tab.page.on("console", on_console)
    tab.page.on("pageerror", lambda error: tab.problems.append(f"script: {error.stack or error}"))
    tab.page.on("request", on_request)
    if not tab.fresh:
        for name in LASTING:
            setattr(tab.page, name, refused(name))


def refused(name: str) -> Callable[..., NoReturn]:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError(f"{name} outlasts the test: it needs open_page(fresh=True)")

    return refuse
