"""The lesson "Gradients" in Chromium: its link, what is said to nonsense, and the live check when the core is wrong."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from rnnviz.state.link import from_query
from tests.browser.gradient import Lesson, drag
from tests.browser.rest import rest, travel
from tests.conftest import ROOT, Served, free_port, wait_for


@pytest.fixture
def lesson(page: Page) -> Lesson:
    return Lesson(page).open()


# The link


def test_a_reload_brings_everything_back(lesson: Lesson) -> None:
    lesson.net()
    lesson.root.locator(".pick.E[data-step='4']").click()
    expect(lesson.root.locator(".pick.E.chosen")).to_have_text("E₅")
    lesson.root.locator(".pick.h[data-step='2']").click()
    lesson.press("ArrowDown", "ArrowDown")
    lesson.root.get_by_role("combobox", name="Parameter").select_option("bias_ih")
    expect(lesson.root.locator(".weight-mark.chosen")).to_have_text("b_ih")
    lesson.root.get_by_role("combobox", name="Notation").select_option("wu")
    query, where, cards = lesson.query(), lesson.where, lesson.cards()
    lesson.page.reload()
    lesson.ready()
    assert (lesson.query(), lesson.where, lesson.cards()) == (query, where, cards)
    assert lesson.root.get_by_role("combobox", name="Notation").input_value() == "wu"


def test_the_settings_go_to_the_cells_page_and_come_back_anew(lesson: Lesson) -> None:
    drag(lesson, lesson.root.locator(".net-box .cell.edit[data-q=x][data-k='1']"), 40)
    x = lesson.settings().x
    lesson.page.get_by_role("link", name="In the cell").click()
    expect(lesson.page.get_by_role("heading", level=1)).to_have_text("RNN")
    expect(lesson.page.locator(".stage .truth")).to_contain_text("✓", timeout=15_000)
    rest(lesson.page)
    query = dict(parse_qsl(urlsplit(lesson.page.url).query))
    np.testing.assert_array_equal(from_query("rnn", query).x, x)
    travel(lesson.page, "/gradient?cell=lstm&preset=leaky&E=3", "Gradients")
    lesson.ready()
    settings = lesson.settings()
    assert (settings.cell, settings.preset) == ("lstm", "leaky"), "the new link holds, not what was there before"
    expect(lesson.root.locator(".error.chosen")).to_have_text(re.compile("E₃"))


def test_a_wrong_link_is_said(page: Page) -> None:
    Lesson(page).open("/gradient?cell=rnn&E=zero")
    expect(page.get_by_text("E is “zero”")).to_be_visible()


def test_wrong_targets_are_said_beside_the_box(lesson: Lesson) -> None:
    lesson.page.get_by_role("button", name="Loss").click()
    box = lesson.page.get_by_role("textbox", name="Targets")
    box.fill("1 0 2")
    box.press("Control+Enter")
    expect(lesson.page.get_by_text("Give one row of 2 numbers, or 6 of them")).to_be_visible()
    box.fill("0 0")
    box.press("Control+Enter")
    expect(lesson.page.get_by_text("Give one row")).to_have_count(0)
    assert lesson.query()["targets"] == "0,0"


# The live check on a server with an error planted in it

PLANTED = """
import sys
from rnnviz.core.cell import DERIVATIVES
DERIVATIVES["tanh"] = lambda a, h: 1 - h
import app
sys.argv = ["app.py", "--headless", "--port", "{port}"]
app.main()
"""


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The app with 1 - h for 1 - h² in the core's backward pass."""
    served = Served(free_port(), tmp_path_factory.mktemp("planted") / "log")
    command = [sys.executable, "-c", PLANTED.format(port=served.port)]
    home = {"HOME": str(served.log.parent), "PYTHONPATH": str(ROOT)}
    with served.log.open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | home, stdout=log, stderr=log)
    try:
        wait_for(served, process)
        yield served
    finally:
        process.terminate()
        process.wait(timeout=10)


def test_a_planted_error_turns_the_check_red(browser: Any, planted: Served) -> None:
    with browser.open(planted) as page:
        lesson = Lesson(page).open("/gradient?view=sum")
        expect(lesson.verdict).to_contain_text("✗ autograd disagrees", timeout=20_000)
        expect(lesson.verdict).to_contain_text("weight_ih")
        colour = lesson.verdict.evaluate(
            "(e) => getComputedStyle(e.querySelector('[class*=colored], span') ?? e).color"
        )
        red, green, blue = map(int, re.findall(r"\d+", colour)[:3])
        assert red > 1.5 * max(green, blue)
        expect(page.get_by_text("difference")).to_contain_text("✗")
