"""Dragging and typing: every number on the stage follows at once, and it is the core's number."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import expect

from rnnviz.core.cells import CELLS
from rnnviz.lessons.cells.checks import MOVED
from rnnviz.state.settings import Settings
from rnnviz.theme import format_number
from tests.browser.stage import CHECKED, Stage, edited, expected, staged

# A weight, a bias, an initial state and the input of each cell, and the tab of the panel on which they are.
HANDLES = {
    "rnn": [("weight_hh", 1, 0, "Weights"), ("bias_ih", 0, 0, "Weights"), ("h0", 1, 0, "h₀"), ("x", 0, 0, "")],
    "lstm": [
        ("weight_ih.f", 1, 0, "f"),
        ("weight_hh.o", 0, 1, "o"),
        ("bias_hh.g", 1, 0, "g"),
        ("c0", 0, 0, "h₀ c₀"),
        ("x", 0, 0, ""),
    ],
    "gru": [("weight_hh.n", 0, 1, "n"), ("bias_hh.r", 0, 0, "r"), ("h0", 0, 0, "h₀"), ("x", 0, 0, "")],
    "mingru": [("weight_ih.n", 1, 0, "n"), ("bias_ih.z", 0, 0, "z"), ("h0", 0, 0, "h₀"), ("x", 0, 0, "")],
}
NEXT_FRAME = """async (number) => {
  const texts = [...number.getRootNode().querySelectorAll(".number[data-q=h] text")];
  const shown = () => texts.map((text) => text.textContent);
  const before = shown();
  number.dispatchEvent(new PointerEvent("pointermove", { clientX: 5000, clientY: 300 }));
  await new Promise(requestAnimationFrame);
  return [before, shown()];
}"""
NONSENSE = [
    ("", "Type a number"),
    ("abc", "“abc” is not a number"),
    ("1e999", "1e999 is too large"),
    ("NaN", "“NaN” is not a number"),
    ("Infinity", "“Infinity” is not a number"),
    ("101", "between −100 and 100"),
    ("1,2,3", "is not a number"),
    ("0x10", "is not a number"),
    ("🙂", "is not a number"),
    ("9" * 5000, "too large"),
    ("<img src=x onerror=alert(1)>", "is not a number"),
]


@pytest.fixture(scope="module")
def stage(browser, server):
    with staged(browser, server) as one:
        yield one


def handle(stage: Stage, name: str, row: int, col: int, tab: str):
    if not tab:
        return stage.number(name, row)
    stage.tab(tab)
    return stage.weight(name, row, col)


def value_of(stage: Stage) -> float:
    """The number under the hand, at full precision."""
    return float(stage.note.split(" ")[0])


def moved_in_core(before: Settings, after: Settings) -> set[str]:
    """The numbers of the step on show that differ between two settings so that it counts, by name."""
    was, now = before.run().record, after.run().record
    gates = CELLS[before.cell].gates
    found = set()
    for name in vars(was):
        a, b = getattr(was, name)[before.t], getattr(now, name)[before.t]
        names = [f"{name}.{gate}" for gate in gates] if gates and name in ("a_ih", "a_hh", "a") else [name]
        units = len(a) // len(names)
        found |= {f"{names[k // units]}:{k % units}" for k in np.flatnonzero(np.abs(a - b) > MOVED)}
    return found


def effect(before: Settings, after: Settings) -> str:
    """What the stage should say of h."""
    was, now = before.run().record.h, after.run().record.h
    gaps = np.abs(now - was)
    steps = int((gaps > 0.001).any(axis=1).sum())
    if not steps:
        return "h moved by less than 0.001." if gaps.max() > 1e-12 else "h did not move."
    t, unit = np.unravel_index(np.argmax(gaps), gaps.shape)
    a, b, by = (format_number(float(value), "") for value in (was[t, unit], now[t, unit], gaps[t, unit]))
    where = f"{steps} of {len(was)} steps by more than 0.001, most at t = {t + 1}, unit {unit + 1}"
    return f"h moved at {where}: {a} → {b} (by {by})."


@pytest.mark.parametrize("cell", CELLS)
def test_a_drag_moves_all_that_depends_on_it_and_leaves_a_ghost(stage, cell):
    """Before the hand lets go: the numbers, the marks of what they were, and the sentence; then Python agrees."""
    settings = stage.open(f"/{cell}").settings()
    for name, row, col, tab in HANDLES[cell]:
        dragged = handle(stage, name, row, col, tab)
        with stage.held(dragged, by=23):
            value = value_of(stage)
            after = edited(settings, name, row, col, value)
            assert after != settings, name
            assert stage.numbers() == expected(after), name
            assert stage.moved() == moved_in_core(settings, after), name
            said = stage.change.text_content()
            assert said.endswith(effect(settings, after)), name
            was = format_number(float(stage.note.split(" was ")[1].split(" ")[0]), "")
            assert f"{was} → {format_number(value, '')}" in said, name
        assert stage.holds(after), name
        assert stage.numbers() == expected(after)
        stage.button("undo").click()
        assert stage.numbers() == expected(settings), "undone"


def test_the_numbers_follow_in_the_same_frame(stage):
    stage.open("/lstm")
    with stage.held(stage.number("x"), by=5):
        before, after = stage.number("x").evaluate(NEXT_FRAME)
    assert all(a != b for a, b in zip(before, after, strict=True))


def test_a_hundredth_a_pixel_and_a_tenth_of_that_with_shift(stage):
    stage.open("/lstm")
    with stage.held(stage.weight("weight_ih.i", 0), by=20):
        assert value_of(stage) == 1.7
    with stage.held(stage.weight("weight_ih.i", 0), by=0, down=20):
        assert value_of(stage) == 1.5, "upwards is more, downwards is less"
    stage.page.keyboard.down("Shift")
    with stage.held(stage.weight("weight_ih.i", 0), by=20):
        assert value_of(stage) == 1.52
    stage.page.keyboard.up("Shift")
    stage.open("/rnn?h0=200000,0")
    with stage.held(stage.number("h_prev"), by=-3000):
        assert value_of(stage) == -1e6, "and no farther than the limit"


def test_typing_a_number(stage):
    stage.open("/rnn")
    for text, value in [("2.5", 2.5), ("-3e-2", -0.03), ("−0,75", -0.75), (" +.5 ", 0.5), ("100", 100.0)]:
        settings = stage.settings()
        stage.type(stage.weight("weight_hh", 0, 1), text).press("Enter")
        after = edited(settings, "weight_hh", 0, 1, value)
        expect(stage.page.locator(".stage .type-box")).to_have_count(0)
        assert stage.numbers() == expected(after)
        expect(stage.weight("weight_hh", 0, 1)).to_be_focused()
        assert stage.holds(after)
        expect(stage.truth).to_have_text(CHECKED)


def test_escape_leaves_the_number_as_it_was(stage):
    settings = stage.open("/rnn").settings()
    stage.quiet()
    for how in ("Escape", "Enter"):
        box = (
            stage.type(stage.number("x"), "77")
            if how == "Escape"
            else stage.type(stage.number("x"), str(settings.x[0, 0]))
        )
        box.press(how)
        expect(stage.page.locator(".stage .type-box")).to_have_count(0)
        expect(stage.button("undo")).to_be_disabled()
        assert stage.numbers() == expected(settings)
    assert stage.sent == []


def test_nonsense_gets_a_sentence_by_the_box_and_changes_nothing(stage):
    settings = stage.open("/gru").settings()
    stage.quiet()
    box = stage.type(stage.weight("weight_ih.r", 0), "x")
    for text, sentence in NONSENSE:
        box.fill(text)
        box.press("Enter")
        problem = stage.page.locator(".stage .type-box .problem")
        expect(problem).to_contain_text(sentence)
        assert len(problem.text_content()) < 120
        assert problem.bounding_box()["y"] - box.bounding_box()["y"] < 60
        assert stage.numbers() == expected(settings)
    expect(stage.page.locator(".stage .type-box img")).to_have_count(0)
    stage.page.mouse.click(640, 66)
    expect(stage.page.locator(".stage .type-box")).to_have_count(0)
    assert stage.numbers() == expected(settings)
    box = stage.type(stage.number("x"), "1000001")
    box.press("Enter")
    expect(stage.page.locator(".stage .problem")).to_contain_text("between −1000000 and 1000000")
    box.press("Escape")
    assert stage.sent == []


def test_a_mended_number_is_taken(stage):
    settings = stage.open("/gru").settings()
    box = stage.type(stage.number("x"), "one")
    box.press("Enter")
    box.fill("1")
    box.press("Enter")
    assert stage.numbers() == expected(edited(settings, "x", 0, 0, 1.0))
    stage.type(stage.number("x"), "2")
    stage.strip.click()
    expect(stage.page.locator(".stage .type-box")).to_have_count(0)
    assert stage.at[0] > 1
    assert stage.rest().x[0, 0] == 2.0, "leaving the box takes what stands in it, at the step where it was typed"
