"""A number's arithmetic and its own equation, whatever the operation; a pinned one with its mark and the way out."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.stage import Stage, staged

# What stands left and right of the equals sign, by hand from the cell's definition in torch.nn, without spaces.
OWN = {
    ("rnn", "a_hh"): ("aht", "Whhht−1+bhh"),
    ("rnn", "h"): ("ht", "tanh(at)"),
    ("lstm", "f"): ("ft", "σ(atf)"),
    ("lstm", "a_ih.o"): ("atio", "Wioxt+bio"),
    ("lstm", "a.g"): ("atg", "atig+athg"),
    ("lstm", "c"): ("ct", "ft⊙ct−1+it⊙gt"),
    ("lstm", "h"): ("ht", "ot⊙tanh(ct)"),
    ("gru", "z"): ("zt", "σ(atz"),
    ("gru", "n"): ("nt", "tanh("),
    ("gru", "h"): ("ht", "(1−zt)⊙nt"),
}


@pytest.fixture(scope="module")
def stage(browser, server):
    with staged(browser, server) as one:
        yield one


def annotation(stage: Stage) -> str:
    """The LaTeX of the formula that is on show."""
    return stage.root.locator(".symbolic annotation").text_content() or ""


def line(stage: Stage) -> str:
    return stage.lines()[0].replace("\u200b", "")


@pytest.mark.parametrize(("cell", "quantity"), OWN)
def test_the_formula_is_that_of_the_number_pointed_at(stage, cell, quantity):
    stage.open(f"/{cell}?t=4&op=1")
    stage.page.mouse.move(5, 5)
    stage.frame()
    before = annotation(stage)
    stage.number(quantity).hover()
    stage.frame()
    written = (stage.root.locator(".symbolic .katex-html").text_content() or "").replace("\u200b", "").replace(" ", "")
    right = OWN[cell, quantity][1]
    letters = sorted(right.replace("−", "-"))
    shown = written.split("=", 1)[1].replace("−", "-")
    assert all(shown.count(sign) >= letters.count(sign) for sign in set(letters)), (shown, right)
    assert len(shown) <= 2 * len(right) + 12, "one equation, not the operation's"
    stage.page.mouse.move(5, 5)
    stage.frame()
    assert annotation(stage) == before


@pytest.mark.parametrize("quantity", ["x", "h_prev", "c_prev"])
def test_a_given_number_has_no_equation(stage, quantity):
    stage.open("/lstm?t=4")
    stage.number(quantity).hover()
    stage.frame()
    expect(stage.root.locator(".symbolic")).to_contain_text("given")
    stage.page.mouse.move(5, 5)


def test_a_weight_shows_its_own_name(stage):
    stage.open("/lstm?t=4")
    stage.tab("f")
    stage.weight("weight_hh.f", 1, 0).hover()
    stage.frame()
    assert "W_{hf}" in annotation(stage)
    assert "W_{hf}" in (stage.root.locator(".lines annotation").first.text_content() or "")
    assert "[2,1]" in (stage.root.locator(".lines annotation").first.text_content() or "")
    stage.page.mouse.move(5, 5)


def test_a_pinned_number_has_a_mark_and_is_let_go(stage):
    stage.open("/lstm?t=4&op=6")
    pin = stage.root.locator(".pin")
    expect(pin).to_be_hidden()
    before = annotation(stage)
    stage.number("f", 1).click()
    stage.page.mouse.move(5, 5)
    expect(pin).to_be_visible()
    expect(pin).to_contain_text("pinned: f[2]")
    assert annotation(stage) != before
    stage.strip.focus()
    stage.page.keyboard.press("ArrowRight")
    assert line(stage).startswith("f5[2]")
    stage.number("c").hover()
    stage.frame()
    assert line(stage).startswith("c5[1]"), "what is pointed at comes first"
    expect(pin).to_contain_text("pinned: f[2]")
    stage.page.mouse.move(5, 5)
    pin.get_by_role("button", name="unpin").click()
    expect(pin).to_be_hidden()
    assert annotation(stage) == before
    stage.number("f", 1).click()
    expect(pin).to_be_visible()
    stage.page.keyboard.press("Escape")
    expect(pin).to_be_hidden()
