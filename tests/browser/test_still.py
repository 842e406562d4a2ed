"""A page stands still while it comes up: nothing that has been seen moves."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.links import HOME
from tests.browser.conftest import Open
from tests.browser.rest import rest

SCREENS = {
    "desk": {"viewport": {"width": 1280, "height": 720}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}
MOST = 0.05  # of the screen's height times its share that moved: "good" is 0.1 at web.dev/cls
WATCH = """window.shifts = [];
new PerformanceObserver((list) => window.shifts.push(...list.getEntries().filter((one) => !one.hadRecentInput)))
  .observe({ type: "layout-shift", buffered: true });"""
SHIFTS = """() => window.shifts.map(({ value, sources }) => [value, sources.map(({ node, previousRect, currentRect }) =>
  `${node?.className ?? "gone"} ${previousRect.x},${previousRect.y} → ${currentRect.x},${currentRect.y}`)])"""
SEEN = """() => [...document.querySelectorAll(":is(.stVerticalBlock, .stHorizontalBlock) > *")]
  .every((el) => getComputedStyle(el).opacity !== "0")"""

NAMED = "() => [...document.querySelectorAll('link[rel=modulepreload]')].map((link) => link.href)"
LOADED = """() => performance.getEntriesByType("resource").map((one) => one.name)
  .filter((name) => /\\/assets\\/.*\\.m?js$/.test(name))"""


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("url_path", LESSONS)
def test_a_page_stands_still_while_it_comes_up(open_page: Open, url_path: str, screen: str) -> None:
    page = open_page(**SCREENS[screen])
    page.add_init_script(WATCH)
    page.goto("/" if url_path == HOME else f"/{url_path}")
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=30_000)
    rest(page)
    shifts = page.evaluate(SHIFTS)
    assert sum(value for value, _ in shifts) <= MOST, shifts
    page.wait_for_function(SEEN)
    named, loaded = page.evaluate(NAMED), page.evaluate(LOADED)
    assert set(loaded) <= set(named), "the head names each script of the page"
    assert {name for name in named if "/assets/" in name} <= set(loaded), "and no other"
    assert len(named) == len(set(named))
