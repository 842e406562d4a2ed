"""What keys reach: the whole screen by F, and a weight by its own keys."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from rnnviz.state.settings import from_preset
from rnnviz.ui.links import HOME
from tests.browser.screens import address, visit
from tests.browser.stage import Stage

WHOLE = "() => document.fullscreenElement?.classList.contains('st-key-picture') ?? false"


@pytest.mark.parametrize("url_path", [HOME, "lstm", "update", "map"])
def test_f_gives_the_picture_the_whole_screen_and_escape_takes_it_back(page: Page, url_path: str) -> None:
    visit(page, address(url_path))
    page.keyboard.press("f")
    page.wait_for_function(WHOLE)
    box = page.locator(".st-key-picture").bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"]) == (0, 0, 1280)
    page.keyboard.press("Escape")
    page.wait_for_function(f"() => !({WHOLE})()")


def test_an_f_that_is_typed_is_a_letter(page: Page) -> None:
    visit(page, "/words")
    box = page.get_by_role("textbox", name="Sentence")
    box.press("End")
    box.press("f")
    expect(box).to_have_value(re.compile("f$"))
    assert not page.evaluate(WHOLE)


def test_a_weight_that_has_the_focus_answers_to_up_down_plus_and_minus(page: Page) -> None:
    """And time stands still meanwhile; the arrows of every other part of the stage step through it as before."""
    stage = Stage(page).open("/rnn?t=3&op=2")
    weight, was = stage.weight("weight_ih", 0), from_preset("rnn", "worked").weights.weight_ih[0, 0]
    weight.focus()
    for key, steps in (
        ("ArrowUp", 1),
        ("+", 2),
        ("-", 1),
        ("ArrowDown", 0),
        ("ArrowDown", -1),
        ("Shift+ArrowUp", -0.9),
    ):
        page.keyboard.press(key)
        assert float(stage.rest().weights.weight_ih[0, 0]) == pytest.approx(was + steps / 10, abs=0.006), key
        expect(weight).to_be_focused()
    assert stage.at == (3, 2)
    page.keyboard.press("ArrowRight")
    assert stage.at == (4, 2)
    stage.number("h", 0).focus()
    page.keyboard.press("ArrowUp")
    assert stage.at == (4, 1)
