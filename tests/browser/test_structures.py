"""Stacks, two directions and the construction in a browser: stepping, what moves in the layers above, links, phones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import expect

from rnnviz.core.construction import run_stage
from rnnviz.learn.data.tags import SLIDES
from rnnviz.lessons.stacks.state import CODEC as STACKS
from rnnviz.state.settings import from_preset
from rnnviz.theme import format_number
from tests.browser.rest import rest
from tests.browser.stage import CHECKED, Stage, nothing


class Lesson(Stage):
    """A page of this file; `load` comes to a link."""

    def keys(self, *names: str) -> None:
        self.strip.focus()
        for name in names:
            self.page.keyboard.press(name)
        self.frame()

    def answered(self) -> None:
        """Python has seen the last release, and agrees."""
        expect(self.root).not_to_have_attribute("data-waiting", re.compile(""))
        expect(self.truth).to_have_text(CHECKED)

    def words(self, way: int) -> tuple[list[str], str]:
        """What a direction has read (0 forward, 1 backward), and the word that is looked at."""
        line = self.page.locator(".reading .line").nth(way)
        return line.locator(".word.read").all_text_contents(), line.locator(".word.now").text_content() or ""

    def shown(self, quantity: str, units: int = 2) -> list[str]:
        texts = self.numbers()
        return [texts[f"{quantity}:{unit}"] for unit in range(units)]

    def fits_a_phone(self) -> bool:
        """Whether a screen of 390 px shows the page without sideways scrolling."""
        self.page.set_viewport_size({"width": 390, "height": 844})
        self.frame()
        fits = bool(self.page.locator(".stMain").evaluate("e => e.scrollWidth <= e.clientWidth"))
        self.page.set_viewport_size({"width": 1280, "height": 720})
        return fits

    def query(self) -> dict[str, str]:
        rest(self.page)
        return dict(parse_qsl(urlsplit(self.page.url).query))


def written(values: Any) -> list[str]:
    return [nothing(format_number(float(value))) for value in values]


@pytest.fixture(scope="module")
def lesson(browser: Any, server: Any) -> Iterator[Lesson]:
    with browser.open(server) as page:
        yield Lesson(page)


def test_a_stack_is_stepped_layer_by_layer_and_an_edit_moves_what_is_above(lesson):
    lesson.load("/stacks?num_layers=3")
    record = STACKS.read({"num_layers": "3"}).net().run()
    lesson.keys("ArrowRight", "PageUp")
    assert lesson.where.startswith("h² · t = 2 of 8")
    assert lesson.shown("x") == written(record.layers[0][0].h[1])
    assert lesson.shown("h") == written(record.layers[1][0].h[1])
    lesson.keys("ArrowDown")  # after the last operation of layer 2 comes the first of layer 3
    assert lesson.where.startswith("h³ · t = 2 of 8 · linear")
    lesson.keys("End", "ArrowDown", "ArrowDown")
    assert lesson.shown("h") == written(record.layers[2][0].h[7])
    assert lesson.query() | {"t": "8", "layer": "3"} == lesson.query()
    lesson.keys("PageDown", "PageDown")
    handle = lesson.weight("weight_hh", 0, 1)
    with lesson.held(handle, 60):
        lesson.keys("PageUp")
        moved = lesson.shown("x") + lesson.shown("h")
        assert moved != written(record.layers[0][0].h[7]) + written(record.layers[1][0].h[7])
        lesson.keys("PageDown")
    lesson.answered()
    query = lesson.query()
    assert query["weight_hh_l0"].split(",")[1] not in ("", "-0.131")
    now = STACKS.read(query).net().run()
    lesson.keys("PageUp")
    assert lesson.shown("h") == written(now.layers[1][0].h[7])
    assert lesson.shown("h") == moved[2:]
    lesson.query()  # let the address be written
    lesson.load(f"/stacks?{urlsplit(lesson.page.url).query}")
    assert lesson.shown("h") == written(now.layers[1][0].h[7])
    lesson.keys("r")
    lesson.answered()
    assert "weight_hh_l0" not in lesson.query()
    lesson.button("undo").click()
    assert lesson.query()["weight_hh_l0"] == query["weight_hh_l0"]
    assert lesson.fits_a_phone()


NETS = (
    "cell=gru&num_layers=3&bidirectional=1&preset=random&seed=3&inputs=2",
    "cell=lstm&num_layers=2&bidirectional=1&dropout=0.4&way=backward&layer=2&t=3&bias=0",
    "cell=lstm&num_layers=2&proj_size=1&bidirectional=1",
)


@pytest.mark.parametrize("net", NETS)
def test_the_browser_computes_what_python_does(lesson, net):
    lesson.load(f"/stacks?{net}")
    gap = (lesson.truth.get_attribute("title") or "").rsplit(" ", 1)[1]
    assert float(gap) <= 1e-12


def test_each_direction_has_read_its_side_and_training_teaches_the_two_way_one(lesson):
    lesson.load("/directions")
    words = SLIDES[0][0].split()
    assert [lesson.words(way) for way in (0, 1)] == [(words[:1], "general"), (words, "general")]
    lesson.keys("ArrowRight", "ArrowRight")
    assert [lesson.words(way) for way in (0, 1)] == [(words[:3], "is"), (words[2:], "is")]
    lesson.keys("Home")
    lesson.page.get_by_role("tab", name="Layer 1, ←h").click()
    assert "t = 1 of 9" in lesson.where
    lesson.keys("ArrowRight")  # the backward pass has read all by now: there is no further step
    assert "t = 1 of 9" in lesson.where
    lesson.keys("ArrowLeft")  # one step back in its reading is one word on
    assert lesson.words(1) == (words[1:], "psychology")
    assert "h}_{t+1}" in lesson.page.locator(".stage .label annotation").all_text_contents().__str__()
    expect(lesson.page.get_by_text("These taggers came with rnnviz")).to_be_visible()
    lesson.page.get_by_role("button", name="Train both yourself").first.click()
    expect(lesson.page.get_by_text("These taggers came with rnnviz")).to_be_hidden(timeout=120_000)
    row = lesson.page.locator(".st-key-shapes tr", has_text="general")
    expect(lesson.page.get_by_text("Sentences not seen")).to_have_count(1, timeout=120_000)  # two while it is redrawn
    expect(row.locator("td").nth(2)).to_contain_text("other")
    expect(lesson.truth).to_have_text(CHECKED)
    assert lesson.query()["trained"] == "1"
    assert lesson.fits_a_phone()


def test_the_construction_is_walked_with_what_was_moved(lesson):
    lesson.load("/construction?t=6")
    start = from_preset("lstm", "worked")
    numbers = start.x, start.weights, start.h0, start.c0
    for key in ("a", "b", "c", "d"):
        lesson.page.get_by_role("button", name=f"({key})").or_(
            lesson.page.get_by_role("radio", name=f"({key})")
        ).click()
        record = run_stage(key, *numbers)
        expect(lesson.number("i")).to_have_count(int(key in "cd"))
        expect(lesson.number("kept")).to_have_count(int(key == "d"))
        expect(lesson.number("h")).to_have_attribute("aria-label", re.compile(re.escape(format_number(record.h[5, 0]))))
        expect(lesson.truth).to_have_text(CHECKED)
        assert lesson.shown("h") == written(record.h[5])
        live = lesson.page.locator(".stage [aria-live]").first
        expect(live).to_contain_text(format_number(record.h[5, 0], plus=""))  # of this stage, not of the one before
        if key != "a":
            assert lesson.shown("c") == written(record.c[5])
        assert lesson.query()["stage"] == key
    lesson.page.get_by_role("button", name="(c)").or_(lesson.page.get_by_role("radio", name="(c)")).click()
    expect(lesson.number("kept")).to_have_count(0)
    before = lesson.shown("h")
    lesson.tab("f")
    lesson.page.locator(".clamp").get_by_role("radio", name="0", exact=True).check()
    expect(lesson.change).to_contain_text("h did not move")
    assert lesson.shown("f") == ["\N{NO-BREAK SPACE}0.000"] * 2
    assert lesson.shown("h") == before
    expect(lesson.truth).to_have_text(CHECKED)
    assert lesson.fits_a_phone()
