"""Nets of 5 to 32 units: rows keep their names, what does nothing is not there, the chart draws what is chosen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from rnnviz.core.cells import CELLS
from tests.browser.rest import rest
from tests.browser.stage import Stage, staged

SIZES = (5, 17, 32)
MOVES = ("first", "next", "last", "back", "play")
# The names of rows are drawn on canvases and are no elements.
WRITTEN = Path(__file__).with_name("written.js").read_text()
LEAST = 10  # px
# A toolbar's buttons that can be seen and pressed.
PRESSABLE = """(stage) => [...stage.querySelectorAll("[data-action], .mode")]
  .filter((button) => button.getBoundingClientRect().width > 0 && button.getAttribute("aria-disabled") !== "true")
  .map((button) => button.dataset.action ?? "mode")"""
# All that a press may change: words, the marks of a choice, the pixels of the strips.
LOOKS = """(stage) => [stage.querySelector(".where").textContent, stage.querySelector("[data-action=play]").textContent,
  ...[...stage.querySelectorAll("canvas")].map((canvas) => canvas.toDataURL())].join()"""


@pytest.fixture(scope="module")
def stage(browser, server):
    with staged(browser, server, fresh=True) as one:
        one.page.add_init_script(WRITTEN)
        yield one


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("hidden", SIZES)
def test_every_row_has_its_name(stage, cell, hidden):
    stage.open(f"/{cell}?preset=random&hidden={hidden}")
    names = ["h", *CELLS[cell].gates] + (["c"] if cell == "lstm" else [])
    wanted = {f"{name}[{unit}]" for name in names for unit in range(1, hidden + 1)}
    stage.frame()
    assert wanted <= {text for text, size, _ in stage.page.evaluate("written()") if size >= LEAST}


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("hidden", [5, 32])
def test_what_can_be_pressed_does_something(stage, cell, hidden):
    stage.open(f"/{cell}?preset=random&hidden={hidden}&t=3")
    assert set(stage.root.evaluate(PRESSABLE)) == {*MOVES, "reset"}, "no operation, no lines"
    for action in MOVES:
        was = stage.root.evaluate(LOOKS)
        stage.button(action).click()
        stage.frame()
        assert stage.root.evaluate(LOOKS) != was, action


def test_lines_that_were_asked_for_come_back_where_they_are_few(stage):
    stage.open("/gru?preset=random&hidden=4")
    stage.root.locator(".mode").click()
    expect(stage.root.locator(".mode")).to_have_text("show bars")
    slider(stage, "ArrowRight")
    expect(stage.root.locator(".mode")).to_be_hidden()
    slider(stage, "ArrowLeft")
    expect(stage.root.locator(".mode")).to_have_text("show bars")


def slider(stage: Stage, key: str) -> None:
    page = stage.page
    page.get_by_role("button", name=re.compile("Sizes")).click()
    page.get_by_role("slider", name="Hidden size").press(key)
    rest(page)
    page.keyboard.press("Escape")
    rest(page)


def test_the_chart_draws_the_units_that_are_chosen(stage):
    stage.open("/lstm?preset=random&hidden=8")
    page = stage.page
    chooser = page.get_by_role("combobox", name=re.compile("Units in the chart, at most 4 of 8"))
    chooser.scroll_into_view_if_needed()
    legend = page.locator(".js-plotly-plot .legendtext")
    expect(legend).to_have_text(["x[1]", *(f"{q}[{k}]" for q in "hc" for k in (1, 2, 3, 4))], timeout=30_000)
    page.get_by_role("button", name=re.compile("Remove unit 2|unit 2")).first.click()
    expect(legend).to_have_text(["x[1]", *(f"{q}[{k}]" for q in "hc" for k in (1, 3, 4))], timeout=30_000)
    chooser.click()
    page.get_by_role("option", name="unit 8").click()
    curves = ["x[1]", *(f"{q}[{k}]" for q in "hc" for k in (1, 3, 4, 8))]
    expect(legend).to_have_text(curves, timeout=30_000)
    expect(page).to_have_url(re.compile("units=1%2C3%2C4%2C8"))
    page.reload()
    chooser.scroll_into_view_if_needed()
    expect(legend).to_have_text(curves, timeout=30_000)
