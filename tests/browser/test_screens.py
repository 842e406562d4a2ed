"""Every page on every screen: it comes up without a jump, its picture is in its place, and all can be read.

One visit serves all measures, since a visit is what costs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from benchmarks.first_picture import SEEN
from rnnviz.lessons.sequences.setup import PRESETS as WINDOWS
from rnnviz.state.presets import PRESETS
from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.links import CLASS, GLOSSARY, HOME
from tests.browser.conftest import Open
from tests.browser.screens import (
    HEADED,
    SCREENS,
    WATCH,
    WRITTEN,
    Resized,
    address,
    come,
    cut,
    hurried,
    misfits,
    misnamed,
    misplaced,
    moved,
    skipped,
    small,
    stepped,
    visit,
)

SIZE = "(el) => parseFloat(getComputedStyle(el).fontSize) * el.currentCSSZoom"
GUIDE = re.compile("Guide|Lead me")
PLOTTED = {"vanishing", "sequences", "inside"}
LINKS = [
    *[f"/{cell}?preset={preset}&t=4" for cell, presets in PRESETS.items() for preset in presets],
    "/lstm?notation=andrew&op=1", "/gru?notation=andrew&op=4", "/rnn?notation=andrew&op=1", "/gru?op=1",
    "/lstm?hidden=4&inputs=4&op=1", "/gru?hidden=3&outputs=4&softmax=1",
    "/stacks?op=1", "/stacks?cell=lstm&num_layers=2&op=1", "/stacks?cell=gru&bidirectional=1",
    "/stacks?cell=lstm&num_layers=2&layer=2", "/directions?op=1",
    *[f"/construction?stage={stage}&t=4" for stage in "abcd"],
    "/gradient?cell=lstm&front=8", "/gradient?cell=gru&front=5&preset=random&source=noise&steps=12",
    "/gradient?front=9&preset=random&steps=24&activation=identity&weight_hh=-0.03,-4.1,5.7,0.02",
    "/gradient?view=path", "/gradient?view=path&example=net", "/gradient?view=slides",
    *[f"/sequences?preset={key}" for key, preset in WINDOWS.items() if preset.setup.view != "order"],
]  # fmt: skip


def coming_up(open_page: Open, url_path: str, screen: str) -> Page:
    """A page on its first visit ever, with nothing in the browser's cache."""
    page = open_page(fresh=True, **SCREENS[screen])
    page.add_init_script(WATCH)
    page.add_init_script(WRITTEN)
    page.add_init_script(SEEN)
    visit(page, address(url_path))
    return page


@pytest.mark.parametrize("url_path", LESSONS)
def test_a_page_comes_up_still_legible_and_in_its_place(open_page: Open, url_path: str) -> None:
    page = coming_up(open_page, url_path, "desk")
    assert moved(page) + misnamed(page) + hurried(page, url_path) == []
    named = page.evaluate(HEADED)
    assert (len(named) <= 3 and all(named)) if url_path != HOME else named == [], "three groups at most, with names"
    assert misplaced(page, "desk") + small(page, "desk") + misfits(page) + cut(page) == []
    expect(page.locator(".st-key-heading [data-testid=stMarkdownContainer]").nth(1)).not_to_be_empty()  # its question
    expect(page.get_by_role("button", name=GUIDE)).to_be_visible()
    expect(page.locator("[data-testid=stException], [data-testid=stAlertContentError]")).to_have_count(0)
    skipped(page, url_path in PLOTTED)
    assert stepped(page) == []
    Resized(page).to("projector")
    assert misplaced(page, "projector") + small(page, "projector") + misfits(page) + cut(page) == []


@pytest.mark.parametrize("url_path", LESSONS)
def test_a_page_comes_up_on_a_phone_with_its_controls_behind_one_button(open_page: Open, url_path: str) -> None:
    page = coming_up(open_page, url_path, "phone")
    assert moved(page) + misnamed(page) == []
    assert misplaced(page, "phone") + small(page, "phone") + misfits(page) == []
    expect(page.locator(".js-plotly-plot:not(.scatter *) .modebar").filter(visible=True)).to_have_count(0)
    if url_path == HOME:
        expect(page.get_by_text("Controls", exact=True)).to_be_hidden()
        return
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


@pytest.mark.parametrize("url_path", [GLOSSARY, CLASS])
def test_a_page_without_a_picture_comes_up_still_and_legible(open_page: Open, url_path: str) -> None:
    page = coming_up(open_page, url_path, "desk")
    assert moved(page) == []
    resized = Resized(page)
    for screen in SCREENS:
        resized.to(screen)
        assert small(page, screen) + misfits(page) == [], screen
        if (url_path, screen) == (CLASS, "projector"):
            assert page.locator(".class-desk p").first.evaluate(SIZE) == pytest.approx(24), "one and a half times 16 px"


@pytest.fixture(scope="module")
def kept(browser: Any, server: Any) -> Iterator[Resized]:
    with browser.open(server, fresh=True) as page:
        page.add_init_script(WRITTEN)
        yield Resized(page)


@pytest.mark.parametrize("link", LINKS)
def test_nothing_is_cut_covered_or_too_small(kept: Resized, link: str) -> None:
    kept.to("desk")
    come(kept.page, link)
    for screen in SCREENS:
        kept.to(screen)
        assert misfits(kept.page) + small(kept.page, screen) == [], screen


def test_the_measure_finds_what_does_not_fit(kept: Resized) -> None:
    """It is no measure if nothing can fail it: a label moved onto a number, a text that leaves the stage."""
    kept.to("desk")
    page = kept.page
    visit(page, "/lstm?t=4")
    assert misfits(page) == []
    page.locator(".stage .label").first.evaluate("(el) => (el.style.top = `calc(${el.style.top.slice(5, -1)} + 30px)`)")
    assert any("covers" in found or "crosses" in found for found in misfits(page))
    page.locator(".stage .change").evaluate("(el) => (el.style.marginLeft = '-300px')")
    assert any("leaves" in found for found in misfits(page))


def test_a_touch_beside_the_sheet_closes_it_and_one_in_its_popover_does_not(open_page: Open) -> None:
    page = open_page(**SCREENS["phone"])
    visit(page, "/lstm")
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
