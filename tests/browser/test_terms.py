"""What a term means, where it stands: shown on pointing, on focus, on a tap; it goes again, and the link leads on."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from rnnviz.theme import QUANTITIES
from tests.browser.rest import rest


def test_a_term_says_what_it_means_by_pointer_by_keyboard_and_by_finger(open_page):
    page = open_page(led=True, has_touch=True)
    page.goto("/vanishing?step=2")
    rest(page)
    box = page.locator(".term-box")
    card = page.locator(".st-key-lead")
    radius = card.get_by_role("link", name="spectral radius")
    expect(box).to_be_hidden()

    radius.hover()
    expect(box).to_contain_text("largest eigenvalue")
    within = box.bounding_box()
    assert within["x"] >= 0
    assert within["x"] + within["width"] <= page.viewport_size["width"]
    page.mouse.move(5, 400)
    expect(box).to_be_hidden()

    radius.focus()
    expect(radius).to_have_accessible_description(re.compile("largest eigenvalue"))
    page.keyboard.press("Tab")
    expect(box).to_contain_text("between −1 and 1")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()

    card.get_by_role("link", name="gradient").tap()
    expect(box).to_contain_text("how much the loss changes", ignore_case=True)
    assert len(page.context.pages) == 1  # the first tap says, the second leads on
    with page.context.expect_page() as opened:
        card.get_by_role("link", name="gradient").tap()
    expect(opened.value).to_have_url(re.compile(r"/glossary\?term=gradient$"))
    search = opened.value.get_by_label("Search")
    expect(search).to_have_value("gradient")
    search.fill("forget gate")
    search.press("Enter")
    red, green, blue = bytes.fromhex(QUANTITIES["f"].colour.removeprefix("#"))
    term = opened.value.locator(".st-key-glossary strong")
    expect(term).to_have_text("forget gate")
    expect(term).to_have_css("color", f"rgb({red}, {green}, {blue})")  # as on the stage
