"""Sequences, kinds and images in Chromium: windows slide, nets unroll and fold, a digit is drawn; all of it fits."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from rnnviz.core.small.kinds import encoder_decoder
from rnnviz.lessons.sequences.look import look
from rnnviz.lessons.sequences.setup import PRESETS
from rnnviz.theme import format_number

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def at(page: Page, path: str) -> Locator:
    """The stage of that page, drawn."""
    page.goto(path)
    stage = page.locator(".stage")
    expect(stage.locator(".where")).not_to_be_empty(timeout=30_000)
    return stage


def test_windows_slide_and_the_block_follows(page):
    stage = at(page, "/sequences?preset=fifty")
    values = look(PRESETS["fifty"].setup).values[:, 0]
    where, first = stage.locator(".where"), stage.locator(".value").first
    expect(stage.locator(".shape")).to_have_text("X: (951, 50, 1)")
    expect(first).to_have_text(format_number(values[0], ""))
    stage.locator(".said").click()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(where).to_have_text("Window 4 of 951")
    expect(stage.locator(".said")).to_have_text("Window 4 reads points 3–52.")
    page.keyboard.press("End")
    expect(where).to_have_text("Window 951 of 951")
    expect(page).to_have_url(re.compile("at=951"))
    page.get_by_role("spinbutton", name="Stride").fill("50")
    page.keyboard.press("Enter")
    expect(where).to_have_text("Window 20 of 20")
    page.get_by_text("batch_first").click()
    expect(stage.locator(".shape")).to_have_text("X: (50, 20, 1)")
    expect(stage.locator(".axis").first).to_have_text("N = 20")
    expect(page).to_have_url(re.compile("stride=50&first=0&at=20"))
    page.reload()
    expect(where).to_have_text("Window 20 of 20")


def test_what_is_wrong_with_a_window_is_written_on_it(page):
    stage = at(page, "/sequences?preset=j&at=17")
    expect(stage.locator(".bracket.now text")).to_have_text("17 · train · ✕ across a jump")
    page.get_by_text("Sort by time").click()
    expect(stage.locator(".bracket.now text")).to_have_text("17 · train")
    expect(stage.locator(".jump")).to_have_count(0)
    stage = at(page, "/sequences?preset=n&at=22")
    expect(stage.locator(".bracket.mark-n")).to_have_count(3)
    stage.locator("[data-action=first]").click()
    expect(stage.locator(".bracket.now")).to_have_class(re.compile("mark-t"))


def test_a_net_is_unrolled_step_by_step_and_folded(page):
    stage = at(page, "/kinds?kind=encoder-decoder&t=10")
    expect(stage.locator(".column")).to_have_count(21)
    expect(stage.locator(".said.now, .cell.now")).to_have_count(1)
    stage.locator(".status").click()
    page.keyboard.press("ArrowRight")
    expect(stage.locator(".where")).to_have_text("t = 11 of 21")
    expect(stage.locator(".so-far")).to_have_text("2")
    unit = stage.locator(".column.here .unit").first
    unit.hover()
    value = format_number(float(encoder_decoder("7 mar 2026").columns[10].h[0]), "")
    expect(stage.locator(".status")).to_have_text(f"h[1] at t = 11: {value}")
    page.keyboard.press("ArrowUp")
    page.mouse.move(5, 5)
    expect(stage.locator(".status")).to_contain_text("the encoder's last state alone")
    page.keyboard.press("End")
    expect(stage.locator(".so-far")).to_have_text("2026-03-07")
    stage.get_by_role("button", name="fold").click()
    expect(stage.locator(".column")).to_have_count(1)
    expect(stage.locator(".loop")).to_be_visible()
    expect(page).to_have_url(re.compile("t=21.*fold=1|fold=1.*t=21"))
    page.get_by_text("Many to many", exact=True).click()
    expect(stage.locator(".where")).to_have_text("t = 1 of 5")
    expect(stage.locator(".read")).to_have_text("i")
    expect(stage.locator(".net .said")).to_have_text("pronoun")


def test_a_digit_is_drawn_and_read_in_four_orders(page):
    stage = at(page, "/images")
    stage.get_by_role("button", name="clear").click()
    expect(page).to_have_url(re.compile("drawn=0{64}"))
    pad = stage.locator("canvas.pad")
    box = pad.bounding_box()
    assert box is not None
    middle = box["x"] + box["width"] / 2 + 8
    page.mouse.move(middle, box["y"] + 4)
    page.mouse.down()
    page.mouse.move(middle, box["y"] + box["height"] - 4, steps=6)
    page.mouse.up()
    expect(page).not_to_have_url(re.compile("drawn=0{64}"))
    pad.focus()
    for key in ("Space", "ArrowRight", "ArrowDown", "Space"):
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile("drawn=g0.{7}g"))
    inked = stage.locator(".orders figure").first.locator(".pixel")
    expect(inked.nth(0)).to_have_attribute("fill-opacity", "1")
    expect(inked.nth(9)).to_have_attribute("fill-opacity", "1")
    stage.locator(".status").click()
    page.keyboard.press("Home")
    expect(stage.locator(".where")).to_have_text("step 1 of 8")
    expect(inked.nth(9)).to_have_attribute("fill-opacity", "0.25")
    expect(page).to_have_url(re.compile("t=1"))
    expect(stage.locator(".beliefs .net")).to_have_count(2)  # what came along answers at once
    expect(page.get_by_text("These two nets came with rnnviz")).to_be_visible()


LATE = """async () => {
    const { default: show } = await import(new URL("assets/images/reading.js", document.baseURI).href);
    const parentElement = document.createElement("div");
    parentElement.innerHTML = '<div class="stage reading"></div>';
    document.querySelector(".stMain").append(parentElement);
    const sent = [], x = Array.from({ length: 8 }, () => new Array(8).fill(0));
    const orders = Object.fromEntries(["down", "up", "right", "left"].map((name) => [name, { title: name, x }]));
    const data = (drawn) => ({ drawn, orders, beliefs: [], css: { light: "", dark: "" } });
    const answer = (drawn) => show({ parentElement, data: data(drawn), setStateValue: (name, it) => sent.push(it) });
    await answer("0".repeat(64));
    const press = (key) => parentElement.querySelector(".pad").dispatchEvent(new KeyboardEvent("keydown", { key }));
    const ink = () => (press(" "), press("ArrowRight"));
    ink();
    ink();
    await answer(sent[0]);
    await answer("0".repeat(64));
    ink();
    await answer(sent[2]);
    await answer(sent[0]);
    ink();
    parentElement.remove();
    return sent.map((it) => it.slice(0, 5));
}"""


def test_an_answer_that_comes_late_wipes_nothing_that_was_drawn_since(page):
    at(page, "/images")
    drawn = page.evaluate(LATE)
    assert drawn[:3] == ["g0000", "gg000", "ggg00"], "on its way while the hand drew on"
    assert drawn[3] == "g00g0", "sent after all was answered: the Back button's"


@pytest.mark.parametrize(("device", "scheme"), [({}, "light"), (PHONE, "dark")], ids=["desk", "phone"])
def test_every_page_fits_the_screen_in_its_theme(open_page, device, scheme):
    page = open_page(color_scheme=scheme, **device)
    for path in ("/sequences?preset=leak", "/kinds?kind=encoder-decoder&t=12", "/images"):
        stage = at(page, path)
        assert stage.get_attribute("data-theme") == scheme
        assert page.locator(".stMain").evaluate("e => e.scrollWidth <= e.clientWidth"), "the page scrolls sideways"
        if not device:
            assert page.locator(".stMain").evaluate("e => e.scrollHeight <= e.clientHeight"), "more than one screen"


def test_the_first_view_of_sequences_fits_a_desk(page):
    page.goto("/sequences")
    expect(page.locator(".js-plotly-plot .textpoint text").first).to_be_visible(timeout=30_000)
    expect(page.get_by_text("Look for:")).to_be_in_viewport(ratio=1)
    assert page.locator(".stMain").evaluate("e => e.scrollHeight <= e.clientHeight"), "more than one screen"
