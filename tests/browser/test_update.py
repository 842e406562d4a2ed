"""The update page in Chromium: the rate redraws the step to come, steps and undo, the link, both screens."""

from __future__ import annotations

import itertools
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.rest import rest
from tests.browser.test_vanishing import PHONE, WATCH, charts, slider


def settled(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.get_by_text("with autograd")).to_be_visible(timeout=30_000)  # the last to come: torch is loaded
    expect(page.locator(".barlayer path").first).to_be_attached(timeout=30_000)
    page.wait_for_load_state("networkidle")


def bars(page: Page) -> list[str]:
    """The outlines of all bars: before, after, change."""
    return page.locator(".barlayer path").evaluate_all("all => all.map((bar) => bar.getAttribute('d'))")


def test_the_rate_redraws_the_step_in_place(page):
    settled(page, "/update")
    before = bars(page)
    assert len(before) == 3 * 16
    page.evaluate(f"({WATCH})(document.querySelectorAll('.chart')[1])")
    slider(page, "Learning rate").press("ArrowRight")
    expect(page).to_have_url(re.compile(r"lr=0\.02"))
    page.wait_for_function(
        "(old) => document.querySelectorAll('.barlayer path')[16].getAttribute('d') !== old", arg=before[16]
    )
    after = bars(page)
    assert after[:16] == before[:16], "the weights before the step do not move"
    assert page.evaluate("missing") == 0, "the chart blinked"


def test_steps_are_taken_undone_and_kept_by_the_link(page):
    settled(page, "/update")
    points = page.locator(".scatterlayer .trace").first.locator("path.point")
    expect(points).to_have_count(1)
    page.get_by_role("button", name="Take the step").click()
    expect(points).to_have_count(2)
    page.get_by_role("button", name="× 10").click()
    expect(points).to_have_count(12)
    expect(page.get_by_text("Step 12:")).to_be_visible()
    page.reload()
    expect(points).to_have_count(12)
    page.get_by_role("button", name="Undo").click()
    expect(points).to_have_count(11)
    page.go_back()
    expect(points).to_have_count(12)
    page.get_by_role("button", name="Reset").click()
    expect(points).to_have_count(1)


def test_a_rate_that_runs_away_gives_a_sentence(page):
    settled(page, "/update?taken=sgd:500*1")
    slider(page, "Learning rate").press("End")
    expect(page.get_by_text("The loss explodes")).to_be_visible()
    expect(page.get_by_role("button", name="Take the step")).to_be_disabled()
    expect(page.locator(".stMain")).not_to_contain_text("NaN")


@pytest.mark.parametrize("device", [{}, PHONE], ids=["desk", "phone"])
def test_it_fits_both_screens_in_both_themes(open_page, device):
    page = open_page(**device)
    settled(page, "/update?cell=lstm&preset=worked")
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator(".stApp")).to_have_css("color-scheme", scheme)
        assert page.locator(".stMain").evaluate("e => e.scrollWidth <= e.clientWidth"), "the page scrolls sideways"
        if not device:
            assert page.locator(".stMain").evaluate("e => e.scrollHeight <= e.clientHeight"), "more than one screen"
    page.locator(".chart").last.scroll_into_view_if_needed()
    expect(charts(page)).to_have_count(2)
    if device:
        page.get_by_role("button", name="Controls", exact=True).click()
    page.get_by_role("button", name="Five lines").click()
    opened = page.get_by_test_id("stPopoverBody")
    wide = "e => e.scrollWidth - e.clientWidth"
    expect(opened.locator(".stCode")).to_contain_text("optimizer.step()")
    assert opened.locator(".stCode pre").evaluate(wide) <= 1, "a line of code is cut"
    if not device:
        expect(opened.locator(".dvn-scroller")).to_be_visible()
        assert opened.locator(".dvn-scroller").evaluate(wide) <= 1, "a column of the table is out of sight"


TICKS = """(plot) => [...plot.querySelectorAll(".ytick text, .y2tick text, .xtick text")].map((el) => {
  const { left, right, top, bottom } = el.getBoundingClientRect();
  const air = Math.min(right - left, bottom - top) / 8; // a box is taller than its letters
  return { text: el.textContent, left: left + air, right: right - air, top: top + air, bottom: bottom - air };
})"""


@pytest.mark.parametrize("screen", [{}, PHONE], ids=["desk", "phone"])
def test_no_two_ticks_of_a_chart_touch(open_page, screen):
    page = open_page(**screen)
    for link in ("", "?cell=lstm", "?cell=gru&lr=0.0001", "?preset=random&hidden=4&lr=1"):
        page.goto(f"/update{link}")
        expect(page.locator(".chart")).to_have_count(2, timeout=30_000)
        for chart in page.locator(".chart").all():
            chart.scroll_into_view_if_needed()  # on a phone it is drawn when it comes into sight
            expect(chart.locator(".ytick text").first).to_be_attached()
            rest(page, 100)
            ticks = chart.evaluate(TICKS)
            assert len(ticks) > 5
            for a, b in itertools.combinations(ticks, 2):
                apart = min(a["right"], b["right"]) - max(a["left"], b["left"])
                above = min(a["bottom"], b["bottom"]) - max(a["top"], b["top"])
                assert apart <= 0 or above <= 0, (link, a["text"], b["text"])


def test_the_five_lines_are_read_whole_on_a_phone(open_page):
    page = open_page(**PHONE)
    settled(page, "/update?line=4")
    page.get_by_role("button", name="Controls", exact=True).click()
    page.get_by_role("button", name="Five lines").click()
    body = page.get_by_test_id("stPopoverBody")
    expect(body.get_by_test_id("stDataFrame")).to_be_in_viewport(ratio=1)
    rest(page)
    assert body.evaluate("e => e.scrollHeight <= e.clientHeight + 1"), "it scrolls"
    expect(body).to_be_in_viewport(ratio=1)
