"""The training lab in the browser: start, watch, pause, reload, look back, use, save and load."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from playwright.sync_api import Page, expect

from rnnviz.learn.portable import DATA, SCRIPT
from tests.browser.bar import follow
from tests.browser.rest import choose

MOST_TABS = 8
SLOW = 45_000  # a worker loads torch first, on a machine that others use too


def view(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name).click()


def start(page: Page, query: str) -> None:
    page.goto(f"/train?{query}")
    page.locator(".st-key-train_start button").click(timeout=SLOW)  # a menu of the bar is called Start, too


def test_a_run_from_start_to_saved_weights(page: Page, tmp_path: Path) -> None:
    start(page, "task=names&epochs=80&hidden=16")
    expect(page.get_by_text(re.compile("^Training ·"))).to_be_visible(timeout=SLOW)
    expect(
        page.get_by_role("figure", name="Loss against epochs").locator(".scatterlayer .trace").first
    ).to_be_attached()
    pause = page.get_by_role("button", name="Pause")
    pause.focus()
    pause.press("Enter")
    expect(page.get_by_role("button", name="Resume")).to_be_focused(timeout=SLOW)
    page.reload()
    expect(page.get_by_text(re.compile("^Paused ·"))).to_be_visible(timeout=SLOW)
    follow(page, "GRU")
    expect(page.get_by_role("heading", level=1)).to_have_text("GRU")
    follow(page, "Train")
    page.get_by_role("button", name="Resume").click(timeout=SLOW)
    expect(page.get_by_role("button", name="Pause")).to_be_visible(timeout=SLOW)
    page.locator(".st-key-train_stop_0 button").click()  # Streamlit has a button of that name, too
    expect(page.get_by_text(re.compile("Stopped"))).to_be_visible(timeout=SLOW)
    look_back(page)
    take_along(page, tmp_path)
    use(page, tmp_path)


def look_back(page: Page) -> None:
    view(page, "Look back")
    slider = page.get_by_role("slider", name="After epoch")
    slider.focus()
    slider.press("Home")
    expect(page.get_by_text("Epoch 0: the net has not learned")).to_be_visible()
    slider.press("ArrowRight")
    expect(page.get_by_text(re.compile(r"After epoch \d+, validation"))).to_be_visible()  # of many, some are kept
    expect(page.get_by_role("figure", name=re.compile("^The hidden state"))).to_be_visible()


def take_along(page: Page, folder: Path) -> None:
    page.get_by_role("button", name="Script", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="With its data").click()
    waiting.value.save_as(folder / "run.zip")
    page.keyboard.press("Escape")
    with zipfile.ZipFile(folder / "run.zip") as saved:
        assert saved.testzip() is None
        assert sorted(saved.namelist()) == [DATA, SCRIPT]


def use(page: Page, folder: Path) -> None:
    view(page, "Use it")
    name = page.locator(".st-key-train_example_names_use input")  # for a moment the other view's is there, too
    expect(name).to_have_value("Satoshi")
    name.fill("Dovesky")
    name.press("Enter")
    expect(page.get_by_role("columnheader", name="log-probability")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save the weights").click()
    saved = folder / "mine.safetensors"
    waiting.value.save_as(saved)
    box = page.locator("[data-testid=stFileUploaderDropzoneInput]")
    choose(page, box, saved)
    expect(page.get_by_text("loaded from your file")).to_be_visible()


def test_a_number_that_cannot_be_used_starts_nothing(page: Page) -> None:
    """It is typed and the run is started at once: the menu closes, the sentence stays, and no run begins."""
    page.goto("/train?task=names")
    begin = page.locator(".st-key-train_start button")
    expect(begin).to_be_enabled(timeout=SLOW)
    page.get_by_role("button", name="Net", exact=True).click()
    box = page.get_by_label("Hidden size")
    box.fill("999")
    begin.click()
    expect(page.get_by_text("Train it yourself waits for it").last).to_be_visible()
    expect(begin).to_be_disabled()
    assert "run=" not in page.url
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Net", exact=True).click()
    expect(box).to_have_value("999")
    box.fill("16")
    box.press("Enter")
    expect(begin).to_be_enabled()
    assert "hidden=16" in page.url


def test_a_fresh_page_shows_a_finished_run_and_says_that_it_came_along(page: Page) -> None:
    page.goto("/train")
    expect(page.get_by_text("This run came with rnnviz")).to_be_visible(timeout=SLOW)
    for name in ("loss", "score", "gradients"):
        curves = page.locator(f".st-key-train_watch_{name} .scatterlayer path.js-line")
        expect(curves.first).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("button", name="Train it yourself")).to_be_enabled()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the skip button
    expect(page.locator(".st-key-picture").first).to_be_focused()
    begin = page.locator(".st-key-train_start button")
    for _ in range(MOST_TABS - 2):
        page.keyboard.press("Shift+Tab")
        if begin.evaluate("(el) => el === document.activeElement"):
            break
    expect(begin).to_be_focused()
