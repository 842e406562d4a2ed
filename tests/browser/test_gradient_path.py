"""The lesson "Gradients" in Chromium: one path opened, its arithmetic, the slides' numbers and expansions."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from rnnviz.core.bptt import GradientRecord, chain, norms, running_products
from rnnviz.equations import NOTATIONS
from rnnviz.theme import format_number
from tests.browser.gradient import Lesson, drag, written


@pytest.fixture
def lesson(page: Page) -> Lesson:
    return Lesson(page).open()


# One path


@pytest.mark.parametrize("cell", ["rnn", "gru"])
def test_a_path_is_the_cores_chain_factor_by_factor(page: Page, cell: str) -> None:
    lesson = Lesson(page).open(f"/gradient?cell={cell}&view=path&example=net&factor=0&E=5&k=2&parameter=weight_ih")
    factors = chain(lesson.gradient(), 4, 1, "weight_ih")
    products = running_products(factors)
    shown = lesson.cards()
    assert len(shown) == len(factors) == 6
    for card, factor in zip(shown, factors, strict=True):
        if factor.matrix.shape[1] <= 4:  # wider ones are pictures
            assert card["numbers"] == written(factor.matrix)
    so_far = lesson.root.locator(".so-far")
    for m, (product, norm) in enumerate(zip(products, norms(products), strict=True), start=1):
        lesson.press("ArrowDown")
        assert [card["done"] for card in lesson.cards()] == [n < m for n in range(len(factors))]
        expect(so_far).to_contain_text(f"norm {format_number(norm, '')}")
        if m < len(factors):
            assert so_far.locator(".matrix span").all_text_contents() == written(product)
    expect(lesson.button("opNext")).to_be_disabled()
    lesson.press("ArrowUp", "ArrowUp")
    assert lesson.where == "E₅ → step 2 · 4 of 6 factors"


def test_the_paths_ends_are_chosen_by_clicks(lesson: Lesson) -> None:
    lesson.net()
    lesson.root.locator(".pick.E[data-step='3']").click()
    expect(lesson.root.locator(".pick.E.chosen")).to_have_text("E₄")
    lesson.root.locator(".pick.h[data-step='1']").click()
    assert lesson.where.startswith("E₄ → step 2")
    lesson.press("ArrowLeft")
    assert lesson.where.startswith("E₄ → step 1")
    lesson.press("End")
    assert lesson.where.startswith("E₄ → step 4")
    assert len(lesson.cards()) == 3
    lesson.root.get_by_role("combobox", name="Parameter").select_option("head_weight")
    expect(lesson.root.locator(".card")).to_have_count(2)
    lesson.view("sweep").press("Home")
    lesson.root.locator(".gradient[data-q=dh][data-k='1']").first.click()
    assert lesson.root.get_attribute("data-view") == "path"


def value(text: str) -> float:
    """A side of an equation as the page shows it: −, ⋅ and a square behind its parenthesis."""
    clean = text.replace("−", "-").replace("⋅", "*").replace("\u200b", "").replace("\xa0", "")
    clean = re.sub(r"\)2", ")**2", clean)
    clean = re.sub(r"\)\(", ")*(", clean)
    assert re.fullmatch(r"[-+*()\d.e]+", clean), clean
    return float(eval(clean))


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_pointing_at_an_entry_shows_its_arithmetic(page: Page, cell: str) -> None:
    """Every entry of a state's factor, and every line under it: what stands left and right of = is one number."""
    lesson = Lesson(page).open(f"/gradient?cell={cell}&view=path&example=net&factor=3&k=3&parameter=bias_hh")
    matrix = chain(lesson.gradient(), 5, 2, "bias_hh")[2].matrix
    for (row, col), entry in np.ndenumerate(matrix):
        lesson.root.locator(f".card[data-factor='2'] span[data-row='{row}'][data-col='{col}']").hover()
        lesson.frame()
        first, *slopes = lesson.lines()
        assert np.isclose(value(last_side(first)), entry, rtol=1e-13, atol=0)
        for line in [first, *slopes]:
            sides = [side for side in line.split("=")[1:] if re.fullmatch(r"[-−+⋅()\d.e\u200b\xa0]+", side)]
            assert sides or entry == 0.0, line
            np.testing.assert_allclose([value(side) for side in sides], value(last_side(line)), rtol=1e-10, atol=1e-15)
        assert len(first.split("=")) >= 3 or entry == 0.0
    lesson.root.locator(".so-far span[data-col='1']").hover()
    lesson.frame()
    [line] = lesson.lines()
    product = running_products(chain(lesson.gradient(), 5, 2, "bias_hh"))[2][0, 1]
    np.testing.assert_allclose([value(side) for side in line.split("=")], product, rtol=1e-10)


def last_side(line: str) -> str:
    """Behind the last =, without a remark."""
    return re.split(r"\((?=[a-z])", line.split("=")[-1])[0].strip()


@pytest.mark.parametrize("cell", ["rnn", "lstm"])
def test_pointing_in_the_net_shows_what_a_gradient_is_the_sum_of(page: Page, cell: str) -> None:
    lesson = Lesson(page).open(f"/gradient?cell={cell}&whole=1&front=99")
    gradient = lesson.gradient()
    for q in ("h", "c") if cell == "lstm" else ("h",):
        lesson.root.locator(f".gradient[data-q=d{q}][data-k='2'][data-row='1']").hover()
        lesson.frame()
        lines = lesson.lines()
        total = gradient.dh[2, 1] if q == "h" else gradient.dc[2, 1]
        assert value(last_side(lines[0])) == pytest.approx(total, rel=1e-12)
        for line in lines[1:] if q == "h" else lines:  # h's first line has words under its numbers
            sides = line.split("=")[1:]
            np.testing.assert_allclose([value(side) for side in sides], value(sides[-1]), rtol=1e-10, atol=1e-14)
    lesson.root.locator(".gradient[data-q=dy][data-k='4'][data-row='0']").hover()
    lesson.frame()
    assert value(last_side(lesson.lines()[0])) == gradient.dy[4, 0]
    lesson.root.locator(".error[data-step='1']").hover()
    lesson.frame()
    assert value(last_side(lesson.lines()[0])) == gradient.errors[1]


def test_a_weight_is_dragged_beside_the_path(lesson: Lesson) -> None:
    lesson.net().press("ArrowDown", "ArrowDown")
    before = lesson.settings()
    drag(lesson, lesson.root.locator(".side .weight[data-q='weight_hh'][data-row='0'][data-col='0']"), 50)
    now = lesson.settings()
    assert now.weights.weight_hh[0, 0] > before.weights.weight_hh[0, 0] + 0.3
    matrix = chain(lesson.gradient(), 5, 0, "weight_ih")[2].matrix
    assert lesson.cards()[2]["numbers"] == written(matrix)
    expect(lesson.verdict).to_contain_text("agrees")


def test_every_notation_of_every_cell_can_be_typeset(page: Page) -> None:
    """KaTeX reports what it cannot read as an error of the page, which fails this test."""
    lesson = Lesson(page)
    for cell, parameter in {"rnn": "weight_ih", "lstm": "bias_hh", "gru": "head_bias"}.items():
        lesson.open(f"/gradient?cell={cell}&view=path&example=net&parameter={parameter}&loss=cross_entropy&whole=1")
        for notation in NOTATIONS:
            lesson.root.get_by_role("combobox", name="Notation").select_option(notation)
            lesson.press("ArrowDown", "ArrowDown", "ArrowDown", "End", "ArrowDown", "Home")
            lesson.view("sweep").press("Home", "ArrowRight", "ArrowUp")
            lesson.view("path")
        formula = lesson.root.locator(".symbolic annotation").text_content() or ""
        assert (r"\langle" in formula) == (notation == "andrew")


# The slide's numbers


def test_the_slides_path_is_the_first_example(lesson: Lesson) -> None:
    lesson.view("path")
    assert [card["numbers"] for card in lesson.cards()] == [["+0.2000"], ["+0.1000"], ["+0.01000"], ["+0.02000"]]
    expect(lesson.root.locator(".symbolic annotation")).to_have_text(
        r"0.2\times 0.1\times 0.01\times 0.02=0.000004", use_inner_text=False
    )
    lesson.press("ArrowDown", "ArrowDown", "ArrowDown")
    expect(lesson.root.locator(".so-far")).to_contain_text("norm 4.000e−06")
    lesson.quiet()
    handle = lesson.root.locator(".card[data-factor='2'] .matrix span")
    box = handle.bounding_box()
    assert box is not None
    lesson.page.mouse.move(box["x"] + 20, box["y"] + 10)
    lesson.page.mouse.down()
    lesson.page.mouse.move(box["x"] + 120, box["y"] + 10, steps=4)
    lesson.frame()
    moving = lesson.root.locator(".so-far b").text_content()
    assert moving != "norm 4.000e−06"
    assert lesson.sent == [], "nothing is sent while it is dragged"
    lesson.page.mouse.up()
    values = [float(number) for number in lesson.query()["values"].split(",")]
    assert values[2] == pytest.approx(0.02), "a hundredth of 0.01 a pixel"
    expect(lesson.root.locator(".so-far b")).to_have_text(f"norm {format_number(float(np.prod(values)), '')}")
    lesson.button("longer").click()
    expect(lesson.root.locator(".card")).to_have_count(5)
    expect(lesson.root.locator(".card .name annotation").first).to_have_text(
        re.compile(r"E_\{3\}"), use_inner_text=False
    )


def test_a_number_of_the_slide_is_typed(lesson: Lesson) -> None:
    lesson.view("path").root.locator(".card[data-factor='0'] .matrix span").click()
    box = lesson.root.locator(".type-box input")
    box.fill("twelve")
    box.press("Enter")
    expect(lesson.root.locator(".type-box .problem")).to_contain_text("“twelve” is not a number")
    box.fill("0.5")
    box.press("Enter")
    assert lesson.query()["values"] == "0.5,0.1,0.01,0.02"


# The sum, and the slides


def test_the_sum_stands_under_the_stage_while_it_is_open(lesson: Lesson) -> None:
    lesson.view("sum")
    expect(lesson.page.locator(".js-plotly-plot")).to_be_visible(timeout=15_000)
    expect(lesson.page.get_by_text("difference")).to_contain_text("✓")
    assert lesson.query()["view"] == "sum"
    lesson.root.locator(".pick.h[data-step='2']").click()
    assert lesson.where.startswith("E₆ → step 3"), "a step's bar opens into its path"
    expect(lesson.page.locator(".js-plotly-plot")).to_have_count(0)
    assert lesson.query()["view"] == "path"


def test_the_slides_expansions_and_slip_f(lesson: Lesson) -> None:
    lesson.view("slides")
    gradient = lesson.gradient()
    expect(lesson.root.locator(".slides > .expansion")).to_have_count(3)
    third = lesson.root.locator(".slides > .expansion[data-of='2']")
    expect(third.locator(".term .matrix")).to_have_count(4)
    total = third.locator(".term .matrix").last.locator("span").all_text_contents()
    assert total == written(sum(chain_total(gradient, 2, k) for k in range(3)))
    for form, said in (("right", "once"), ("unfinished", "∂h₁/∂Wₓ is missing"), ("repeated", "never used")):
        expect(lesson.root.locator(f"[data-form={form}]")).to_contain_text(said)
    expect(lesson.root.locator("[data-form=repeated]")).to_contain_text("Off by 0.01438")
    lesson.root.locator(".slides [data-parameter=weight_hh]").click()
    expect(lesson.root.locator(".slides [data-parameter=weight_hh]")).to_have_attribute("aria-selected", "true")
    third.locator("button.term").nth(1).click()
    expect(lesson.root.locator(".where")).to_contain_text("E₃ → step 2")
    assert lesson.query()["parameter"] == "weight_hh"


def chain_total(gradient: GradientRecord, t: int, k: int) -> np.ndarray:
    return running_products(chain(gradient, t, k, "weight_ih"))[-1]
