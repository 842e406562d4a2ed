"""Train's views as a class meets them: nothing of ours is hard to reach or to read, on a phone and by keyboard, too."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.rest import choose, rest
from tests.browser.test_axe import AXE, audits
from tests.browser.test_train import SLOW, view
from tests.learn.own_files import HOURS, NAMES, table

# Streamlit's own: a box for files whose role says that it is nothing, and that has a name; an editor on a canvas.
THEIRS = ("stFileUploaderDropzone", "stDataFrameResizable")
VIEWS = {
    "Look back": re.compile("^After epoch .*, validation"), "Use it": "log-probability", "Runs": "Choose up to 4",
    "Honest lessons": "Change the scores",
}  # fmt: skip
"""The views of a run that is over but *Watch*, and what each says."""
OWN = {"names": table(NAMES, header="label,text"), "weather": HOURS}


def clean(page: Page, name: str) -> None:
    rest(page)
    if AXE.exists():
        page.evaluate(AXE.read_text())
        found = {where: [it for it in said if not any(part in it for part in THEIRS)]
                 for where, said in audits(page, "body").items()}  # fmt: skip
        assert {where: said for where, said in found.items() if said} == {}, name


@pytest.mark.parametrize("task", OWN)
def test_axe_finds_nothing_of_ours_in_the_preview_of_own_data(page: Page, task: str) -> None:
    page.goto(f"/train?task={task}&source=own%20file&lag=6")
    file = {"name": "mine.csv", "mimeType": "text/csv", "buffer": OWN[task].encode()}
    choose(page, page.locator("[data-testid=stFileUploader] input"), file)
    expect(page.locator(".st-key-train_preview").get_by_role("figure").first).to_be_visible(timeout=SLOW)
    clean(page, task)


def test_axe_finds_nothing_of_ours_in_any_view_of_a_run(page: Page) -> None:
    page.goto("/train?task=names")
    page.get_by_role("button", name="Now I am done").click(timeout=SLOW)
    expect(page.get_by_role("button", name="Now I am done")).to_be_hidden(timeout=SLOW)
    expect(page.get_by_text("A test score counts once")).to_be_visible(timeout=SLOW)
    clean(page, "done")
    for name, seen in VIEWS.items():
        view(page, name)
        expect(page.get_by_text(seen).filter(visible=True).first).to_be_visible(timeout=SLOW)
        clean(page, name)


def test_axe_finds_nothing_of_ours_in_slow_motion(page: Page) -> None:
    page.goto("/train?task=names&epochs=1&hidden=4&view=slow")
    page.get_by_role("button", name="Start in slow motion").click(timeout=SLOW)
    for _ in range(3):
        page.get_by_role("button", name="Line →").click(timeout=SLOW)
        rest(page)
    clean(page, "slow")


def test_on_a_phone_start_is_on_the_first_screen_and_every_view_is_in_sight(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/train?task=names")
    begin = page.locator(".st-key-train_start button")
    expect(begin).to_be_enabled(timeout=SLOW)
    rest(page)
    expect(begin).to_be_in_viewport(ratio=1)
    for name in page.locator(".st-key-train_views p").filter(visible=True).all():
        box = name.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    page.locator(".st-key-train_views").get_by_text("Runs", exact=True).click()
    tools = page.locator("[data-testid=stElementToolbar]").first
    expect(tools).to_be_attached(timeout=SLOW)
    rest(page)
    over = page.get_by_text("Choose up to 4 of one task").bounding_box()
    under = tools.bounding_box()
    assert over is not None
    assert under is not None
    assert under["y"] >= over["y"] + over["height"] - 2, "a table's tools cover no text"


def test_the_five_tasks_are_in_sight_without_scrolling_sideways(page: Page) -> None:
    page.goto("/train?task=names")
    expect(page.locator(".st-key-train_start button")).to_be_enabled(timeout=SLOW)
    page.get_by_role("combobox", name="Task").click()
    options = page.get_by_role("option")
    expect(options).to_have_count(5)
    for it in options.all():
        expect(it).to_be_in_viewport(ratio=0.9)
