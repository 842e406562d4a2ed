"""The arithmetic is in sight, no half of a screen is empty, and on paper the page is whole."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.rest import rest
from tests.browser.screens import visit


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_the_arithmetic_is_above_the_fold(page, cell):
    visit(page, f"/{cell}")
    for _ in range(6):
        for part in (".symbolic .katex", ".lines > div", ".note"):
            for el in page.locator(f".stage .arithmetic {part}").all():
                box = el.bounding_box()
                assert box is None or box["y"] + box["height"] <= 720, part
        page.keyboard.press("ArrowUp")
    assert page.locator(".stMain").evaluate("(el) => el.scrollTop") == 0


@pytest.mark.parametrize("link", ["/", "/rnn", "/stacks?op=1"])
def test_no_line_of_arithmetic_is_cut(page, link):
    visit(page, link)
    if link != "/":
        page.keyboard.press("ArrowLeft")
    lines = page.locator(".stage .numbers")
    assert lines.evaluate("(el) => el.scrollWidth - el.clientWidth") <= 1


@pytest.mark.parametrize("net", ["LSTM of the training loop", "One layer, two ways"])
def test_no_half_of_a_screen_is_empty(page, net):
    """The shapes stand under the stage or, where there is none, in its place, and take the width."""
    visit(page, "/stacks")
    page.get_by_role("combobox", name="Net").click()
    page.get_by_role("option", name=net).click()
    shapes = page.locator(".st-key-shapes")
    expect(shapes).to_contain_text("weight_ih_l0")
    rest(page)
    stage = page.locator(".stage")
    box = shapes.bounding_box()
    assert box["x"] < 60
    assert box["width"] > 1100
    assert stage.count() == 0 or box["y"] >= stage.bounding_box()["y"] + stage.bounding_box()["height"]


PAPER = [
    "/", "/rnn", "/lstm?t=4", "/gru", "/construction?stage=b", "/stacks", "/directions", "/gradient?cell=lstm&front=5",
    "/gradient?view=path&example=net&factor=4", "/kinds", "/sequences?preset=fifty", "/images",
]  # fmt: skip
# What reaches beyond the sheet, or is cut off at its own edge.
TOO_WIDE = """() => {
  const out = [];
  const name = (node) => `${node.tagName}.${node.getAttribute("class")}`;
  const walk = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches("marker, defs, .main-svg *, .katex *")) return;
    const { overflow, display } = getComputedStyle(node);
    if (display === "none") return;
    const { width, right } = node.getBoundingClientRect();
    if (width > 1 && right > document.documentElement.clientWidth + 2) out.push(`${name(node)} ${Math.round(right)}`);
    const cut = /auto|scroll|hidden/.test(overflow) && node.clientWidth > 1 && node.scrollWidth > node.clientWidth + 2;
    if (cut && !node.closest(".katex, .live")) out.push(`cut: ${name(node)}`);
    if (node.shadowRoot) node.shadowRoot.childNodes.forEach(walk);
    node.childNodes.forEach(walk);
  };
  walk(document.body);
  return out;
}"""
# Grounds that are dark, and texts that are too pale for white paper.
DARK = """() => {
  const light = (colour) => {
    const [r, g, b, a = 1] = (colour.match(/[\\d.]+/g) ?? [0, 0, 0]).map(Number);
    return a < 0.5 ? null : (0.3 * r + 0.6 * g + 0.1 * b) / 255;
  };
  const out = [];
  const walk = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    const style = getComputedStyle(node);
    const box = node.getBoundingClientRect();
    if (style.display === "none" || !box.width) return;
    const own = [...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim());
    const [ground, ink] = [light(style.backgroundColor), light(node.tagName === "text" ? style.fill : style.color)];
    const coloured = node.closest("button, .gradient, .matrix, .numbers-in"); // a picture's own colours
    if (ground !== null && ground < 0.5 && box.width > 200) out.push(`dark: ${node.getAttribute("class")}`);
    if (own && ink > 0.72 && !coloured) out.push(`pale: ${node.textContent.trim().slice(0, 30)}`);
    if (node.shadowRoot) node.shadowRoot.childNodes.forEach(walk);
    node.childNodes.forEach(walk);
  };
  walk(document.body);
  return [...new Set(out)];
}"""


@pytest.mark.parametrize("link", PAPER)
def test_a_printed_page_is_whole_light_and_without_toolbars(open_page, link):
    page = open_page(color_scheme="dark")
    visit(page, link)
    expect(page.locator(".stage").first).to_have_attribute("data-theme", "dark")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator(".stage").first).to_have_attribute("data-theme", "light")
    rest(page, 100)
    stage = page.locator(".stage").first
    for pressed in ("header", "[data-action]", ".stage select", ".st-key-controls", ".st-key-heading button"):
        for el in page.locator(pressed).all():
            expect(el).to_be_hidden()
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate(DARK) == []
    chosen = page.locator("[data-testid=stButtonGroup] [data-selected=true]").filter(visible=True)
    if link == "/kinds":
        expect(page.get_by_text("Many to one: a word")).to_be_visible()  # the sheet says what was chosen
    for one in chosen.all():
        expect(one).to_have_css("outline-style", "solid")
    whole = page.evaluate("() => document.documentElement.scrollHeight")
    box = stage.bounding_box()
    assert box["height"] > 200
    assert box["y"] + box["height"] <= whole + 1, "the page is as long as what stands on it"
    assert len(page.pdf(prefer_css_page_size=True)) > 10_000
    page.emulate_media(media="screen", color_scheme="dark")
    expect(stage).to_have_attribute("data-theme", "dark")
    expect(stage.locator(".toolbar [data-action=play]").filter(visible=True)).to_have_count(1)
