"""From the net to one product and back, in place: by mouse, by keys, by touch; the numbers are the record's."""

from __future__ import annotations

import os
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from rnnviz.state.link import from_query
from rnnviz.theme import format_number
from tests.browser.conftest import Open
from tests.browser.rest import rest
from tests.browser.test_axe import AXE, OF_COLOUR, audit, faint

RECORD = from_query("lstm", {}).record
T = 3  # the step on show, from 0
# How long each animation lasts, in ms.
LISTEN = """() => {
  window.lasted = [];
  const animate = Element.prototype.animate;
  Element.prototype.animate = function (frames, how) {
    window.lasted.push(how.duration);
    return animate.call(this, frames, how);
  };
}"""


def level(stage: Locator) -> str:
    return stage.locator(".crumbs [aria-current=true]").inner_text()


@pytest.fixture
def stage(page: Page) -> Locator:
    return came(page)


def came(page: Page) -> Locator:
    page.goto(f"/lstm?t={T + 1}")
    stage = page.locator(".stage")
    expect(stage.locator(".truth")).to_have_text("✓ checked by Python", timeout=30_000)
    page.evaluate(LISTEN)
    return stage


@pytest.mark.skipif(not AXE.exists() and not os.environ.get("CI"), reason="axe-core comes with npm ci")
def test_at_every_level_in_both_themes_axe_finds_nothing_and_no_mark_is_faint(stage: Locator, page: Page) -> None:
    page.evaluate(AXE.read_text())
    for there in ("product", "unit", "net"):
        stage.get_by_role("button", name=there, exact=True).click()
        rest(page, 200)
        for scheme, rules in (("light", None), ("dark", OF_COLOUR)):
            page.emulate_media(color_scheme=scheme)
            assert faint(page, scheme) == [], (there, scheme)
            assert audit(page, ".st-key-picture", rules) == [], (there, scheme)


def numbers(text: str) -> list[str]:
    return re.findall(r"[+−]?\d[\d.e+−]*", text)


def test_by_mouse_there_and_by_escape_back(stage: Locator, page: Page) -> None:
    """Its numbers are the record's; what was dragged at a product has moved in the net; the link holds the place."""
    assert level(stage) == "cell"
    stage.get_by_role("button", name="net", exact=True).click()
    assert 0 < max(page.evaluate("lasted")) <= 200
    expect(stage.locator(".circuit-box")).to_be_hidden()
    stage.get_by_role("button", name="h[2]: open unit 2").click()
    assert level(stage) == "unit"
    stage.get_by_role("combobox", name="Gate").select_option("f")
    chips = stage.locator(".unit .sum .value").all_text_contents()
    shown = [RECORD.a_ih[T, 3], RECORD.a_hh[T, 3], RECORD.a[T, 3], RECORD.f[T, 1]]
    assert chips == [format_number(float(value)) for value in shown]
    wire = stage.locator(".unit .weight-wire.minus").first
    assert wire.evaluate("(el) => getComputedStyle(el).strokeDasharray") != "none"
    stage.get_by_role("button", name="h_prev[1]").click()
    assert level(stage) == "product"
    weight = stage.locator(".product .big[data-q='weight_hh.f']")
    value, factor, made = (numbers(text)[0] for text in stage.locator(".product .big").all_inner_texts())
    assert value == format_number(float(RECORD.h_prev[T, 0]))
    assert made == format_number(float(RECORD.h_prev[T, 0]) * -0.3)
    assert numbers(stage.locator(".terms").inner_text())[-1] == format_number(float(RECORD.a_hh[T, 3]), "")
    weight.focus()
    page.keyboard.press("+")
    expect(weight).not_to_have_text(factor)
    rest(page)
    expect(page).to_have_url(re.compile(r"zoom=unit2\.f\.h1"))
    page.reload()
    expect(stage.locator(".truth")).to_have_text("✓ checked by Python", timeout=30_000)
    assert level(stage) == "product"
    weight.focus()
    for there in ("unit", "cell", "net"):
        page.keyboard.press("Escape")
        assert level(stage) == there
        assert stage.evaluate("(el) => el.getRootNode().activeElement?.textContent") == there, "the focus comes along"


def test_by_enter_there(stage: Locator, page: Page) -> None:
    live = stage.locator(".live")
    stage.locator(".number[data-q='a_ih.f'][data-row='1']").focus()
    page.keyboard.press("Enter")
    assert level(stage) == "cell", "Enter pins"
    page.keyboard.press("Enter")
    assert level(stage) == "unit"
    expect(live).to_contain_text("Unit 2, gate f: a sum of 5 numbers")
    stage.locator(".unit .line[role=button]").first.focus()
    page.keyboard.press("Enter")
    assert level(stage) == "product"
    expect(live).to_contain_text("Escape goes back")
    stage.get_by_role("button", name="net", exact=True).press("Enter")
    stage.locator(".overview .here").focus()
    page.keyboard.press("ArrowRight")
    expect(stage.locator(".where")).to_contain_text(f"t = {T + 2} of 24")
    page.keyboard.press("Enter")
    assert level(stage) == "cell"


@pytest.fixture
def phone(open_page: Open) -> Page:
    how = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "reduced_motion": "reduce"}
    return open_page(**how)


def test_by_touch_without_movement_where_none_is_wanted(phone: Page) -> None:
    stage = came(phone)
    stage.locator(".number[data-q='f'][data-row='0']").tap()
    stage.get_by_role("button", name="zoom in").tap()
    assert level(stage) == "unit"
    assert phone.evaluate("lasted") == []
    stage.get_by_role("button", name="x[1]").tap()
    assert level(stage) == "product"
    for name in ("unit", "cell", "net"):
        stage.get_by_role("button", name=name, exact=True).tap()
        assert level(stage) == name
    box = stage.locator(".overview").bounding_box()
    assert box
    phone.touchscreen.tap(box["x"] + box["width"] - 8, box["y"] + 20)
    expect(stage.locator(".where")).to_contain_text("t = 24 of 24")
    assert level(stage) == "cell"
    assert phone.locator(".stMain").evaluate("(el) => el.scrollWidth - el.clientWidth") <= 0
