"""A notation changes everything on a page: after switching, no letter of another one is left, on the canvas either."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from rnnviz.state.link import from_query
from rnnviz.ui.controls import head_equation
from tests.browser.rest import rest
from tests.browser.stage import Stage

# By hand from the table in README.md: what no longer stands anywhere in a notation, as a word of its own.
TORCH = r"W_[ih]\w|b_[ih]\w|W[ᵢₕ]\w|b[ᵢₕ]\w|weight_\w+|bias_\w+"
ANDREW = r"Γ\w*|Γ_\w+|a⟨|W_a\w|W_\wa|Wₐ\w|z_y|ŷ"
GATES = {"rnn": "", "lstm": "i|f|g|o", "gru": "r|z|n"}
CANDIDATE = {"rnn": "", "lstm": "g", "gru": "n"}
LETTER = {"torch": "h", "concat": "h", "wu": "h", "andrew": "a"}
PAGES = {
    "rnn": ("rnn", "outputs=2&t=3"), "lstm": ("lstm", "outputs=2&softmax=1&t=3"), "gru": ("gru", "t=3"),
    "construction": ("lstm", "stage=b&t=3"), "stacks": ("lstm", "cell=lstm&num_layers=2&t=3"),
    "directions": ("rnn", "t=3"), "gradient": ("lstm", "cell=lstm&front=6"),
}  # fmt: skip
# Every text on the page that is not KaTeX, a menu of notations, the lesson's title, PyTorch's own shapes, or a note
# which says what a letter is called elsewhere.
TEXTS = """() => {
  const out = [];
  const skip = ".katex, .katex-mathml, select[aria-label=Notation], .st-key-heading, .st-key-shapes, .note, header, "
    + "script, style, .stSelectbox";
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return void (node.data.trim() && out.push(node.data.trim()));
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (node.matches(skip) || getComputedStyle(node).display === "none") return;
      for (const name of ["aria-label", "title"]) if (node.getAttribute(name)) out.push(node.getAttribute(name));
      if (node.shadowRoot) walk(node.shadowRoot);
    }
    node.childNodes.forEach(walk);
  };
  walk(document.querySelector(".stMain"));
  return out;
}"""
STATES = """() => {
  const stage = [...document.querySelectorAll("*")].map((el) => el.shadowRoot?.querySelector(".stage")).find(Boolean);
  return [...stage.querySelectorAll(".katex-html .q-h")].map((el) => el.textContent.replace(/[^a-zA-Z]/g, "")[0]);
}"""
ROWS = """(stage) => {
  const strip = stage.querySelector(".strip, .ribbon");
  const box = strip.getBoundingClientRect();
  const said = new Set();
  for (let y = box.top + 2; y < box.bottom; y += 2) {
    strip.dispatchEvent(new PointerEvent("pointermove", { clientX: box.right - 4, clientY: y }));
    said.add(stage.querySelector(".change").textContent);
  }
  strip.dispatchEvent(new PointerEvent("pointerleave"));
  return [...said];
}"""


def foreign(notation: str, cell: str) -> re.Pattern[str]:
    other = {
        "torch": rf"{ANDREW}|[ch]̃|U",
        "concat": rf"{TORCH}|{ANDREW}|U|{CANDIDATE[cell]}",
        "wu": rf"{TORCH}|{ANDREW}|{CANDIDATE[cell]}",
        "andrew": rf"{TORCH}|h|h₀|U|{GATES[cell]}",
    }[notation]
    tokens = "|".join(sorted(filter(None, other.split("|")), key=len, reverse=True))
    return re.compile(rf"(?<![\w'’.\-])(?:{tokens})(?![\w'’\-])")


def left(page: Page, notation: str, cell: str) -> list[str]:
    stage = page.locator(".stage").first
    texts = [*page.evaluate(TEXTS), *(stage.evaluate(ROWS) if stage.locator(".strip, .ribbon").count() else [])]
    return [text for text in texts if foreign(notation, cell).search(text)]


def remains(page: Page, notation: str, cell: str) -> list[str]:
    """What is left when what Python writes has come too: its sentences follow the stage's letters."""
    for _ in range(40):
        if not (found := left(page, notation, cell)):
            break
        page.wait_for_timeout(100)
    return found


def switch(page: Page, notation: str) -> None:
    page.get_by_role("combobox", name="Notation").select_option(notation)
    rest(page)


@pytest.mark.parametrize("lesson", PAGES)
def test_no_letter_of_another_notation_is_left(page, lesson):
    cell, query = PAGES[lesson]
    page.goto(f"/{lesson}?{query}")
    expect(page.locator(".stage .katex").first).to_be_attached(timeout=30_000)
    rest(page)
    for notation in ("andrew", "wu", "concat", "torch"):
        switch(page, notation)
        charts(page, lesson, notation)
        assert remains(page, notation, cell) == [], notation
        found = set(page.evaluate(STATES))
        assert found <= {LETTER[notation]}, (notation, found)


def charts(page: Page, lesson: str, notation: str) -> None:
    """The charts under a cell come when the stage has come to rest."""
    if lesson not in ("rnn", "lstm", "gru"):
        return
    title = page.locator(".js-plotly-plot .ytitle, .js-plotly-plot .y2title").filter(has_text=LETTER[notation])
    page.locator(".chart").last.scroll_into_view_if_needed()
    expect(title.first).to_be_attached()


@pytest.mark.parametrize("lesson", ["lstm", "gru", "stacks"])
def test_every_tab_and_clamp_is_in_the_notation(page, lesson):
    cell, query = PAGES[lesson]
    page.goto(f"/{lesson}?{query}&notation=andrew")
    expect(page.locator(".stage .katex").first).to_be_attached(timeout=30_000)
    stage = page.locator(".stage").first
    for tab in stage.locator(".tabs [role=tab]").all():
        tab.click()
        assert remains(page, "andrew", cell) == []
    one = Stage(page)
    one.drag(stage.locator(".weight").first, 20)
    rest(page)
    assert remains(page, "andrew", cell) == [], "the sentence of what changed"


@pytest.mark.parametrize("view", ["path", "sum"])
def test_the_gradients_exhibits(page, view):
    page.goto(f"/gradient?cell=gru&view={view}&example=net&factor=3")
    expect(page.locator(".stage .katex, .js-plotly-plot").first).to_be_attached(timeout=30_000)
    rest(page)
    for notation in ("andrew", "wu"):
        switch(page, notation)
        assert remains(page, notation, "gru") == [], notation


def test_the_switch_finds_what_is_left(page):
    """The test above can fail: PyTorch's page is full of letters that Ng does not have."""
    page.goto("/lstm?t=3")
    expect(page.locator(".stage .katex").first).to_be_attached(timeout=30_000)
    rest(page)
    found: Any = left(page, "andrew", "lstm")
    assert {"f", "o"} <= set(found)
    assert any("h[1]" in text for text in found)


def test_the_output_layers_equation():
    assert head_equation(from_query("lstm", {"notation": "andrew"})) == (
        r"$z_{y}^{\langle t\rangle} = W_{ya} a^{\langle t\rangle} + b_{y}$"
    )
