"""Where the picture stands: right under the title with nothing cut, and on a phone in the first screen.

The controls are one row of groups, each with its heading; on a phone one button opens them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.links import HOME
from tests.browser.conftest import Open, opened
from tests.browser.rest import rest

SCREENS = {
    "laptop": {"viewport": {"width": 1280, "height": 720}},
    "projector": {"viewport": {"width": 1920, "height": 1080}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}
BELOW_TITLE = {"projector": 150}  # px; the page around the stages grows by a quarter there
# The top of what is drawn: rows of buttons over it are no picture; and what reaches beyond the screen's sides.
PLACE = """() => {
  const drawn = "svg, canvas, .chart, table, .reading, .plot, .tokens, .grids";
  const rows = ".toolbar, .tabs, .layers-row, .tools, .stButton, .live, .stCaptionContainer";
  const tops = [], wide = [];
  const walk = (node, root) => {
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches(rows)) return;
    const box = node.getBoundingClientRect();
    if (node.matches(drawn) && box.height > 30 && box.width > 60) return tops.push(box.top);
    [...node.childNodes, ...(node.shadowRoot?.childNodes ?? [])].forEach((child) => walk(child));
  };
  const title = document.querySelector(".st-key-heading h1").getBoundingClientRect();
  const picture = document.querySelector(".st-key-picture");
  if (picture) walk(picture);
  for (const el of document.querySelectorAll(".st-key-controls *, .st-key-heading *"))
    if (el.getBoundingClientRect().right > innerWidth + 1) wide.push(el.className);
  const scrolled = document.querySelector(".stMain").scrollTop; // a lead brings what it speaks of into view
  return { top: Math.min(...tops, 99999) + scrolled, title: title.bottom + scrolled, wide: [...new Set(wide)],
    sideways: document.querySelector(".stMain").scrollWidth - innerWidth };
}"""
HEADED = """() => [...document.querySelectorAll(".st-key-controls [class*=st-key-controls_]")].map((group) =>
  group.querySelector("[data-testid=stCaptionContainer]")?.textContent ?? "")"""


def visited(page: Page, url_path: str) -> dict[str, Any]:
    page.goto("/" if url_path == HOME else f"/{url_path}")
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=30_000)
    rest(page)
    page.wait_for_function(f"() => ({PLACE})().top < 99999")
    return dict(page.evaluate(PLACE))


@pytest.fixture(scope="module", params=SCREENS)
def seen(request: Any, browser: Any, server: Any) -> Iterator[tuple[str, Page]]:
    """One page a screen, for what is only looked at."""
    with opened(browser, server, **SCREENS[request.param]) as page:
        yield request.param, page


@pytest.mark.parametrize("url_path", LESSONS)
def test_the_picture_begins_right_under_the_title_and_three_groups_of_controls(
    seen: tuple[str, Page], url_path: str
) -> None:
    screen, page = seen
    place = visited(page, url_path)
    named = page.evaluate(HEADED)
    assert (len(named) <= 3 and all(named)) if url_path != HOME else named == [], "three groups at most, with names"
    below = place["top"] - place["title"]
    assert place["wide"] == [], "cut at the side"
    assert place["sideways"] <= 0
    assert below <= BELOW_TITLE.get(screen, 120) if screen != "phone" else place["top"] < 844, place


@pytest.mark.parametrize("url_path", [name for name in LESSONS if name != HOME])
def test_on_a_phone_one_button_opens_the_controls(open_page: Open, url_path: str) -> None:
    page = open_page(**SCREENS["phone"])
    visited(page, url_path)
    controls, button = page.locator(".st-key-controls"), page.get_by_role("button", name="Controls", exact=True)
    expect(controls).to_be_hidden()
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(controls).to_be_visible()
    box = controls.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert controls.evaluate("(el) => el.scrollWidth - el.clientWidth") <= 0, "cut at the side"
    page.keyboard.press("Escape")
    expect(controls).to_be_hidden()
    expect(button).to_be_focused()


def test_there_is_no_button_where_there_are_no_controls(open_page: Open) -> None:
    page = open_page(**SCREENS["phone"])
    visited(page, HOME)
    expect(page.get_by_text("Controls", exact=True)).to_be_hidden()


def test_a_touch_beside_the_sheet_closes_it_and_one_in_its_popover_does_not(open_page: Open) -> None:
    page = open_page(**SCREENS["phone"])
    visited(page, "lstm")
    controls = page.locator(".st-key-controls")
    page.get_by_role("button", name="Controls", exact=True).tap()
    page.get_by_role("button", name="Sizes").tap()
    page.get_by_test_id("stPopoverBody").get_by_text("Hidden size").tap()
    expect(controls).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stPopoverBody")).to_be_hidden()
    expect(controls).to_be_visible()
    page.touchscreen.tap(200, 800)
    expect(controls).to_be_hidden()
