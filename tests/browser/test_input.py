"""Choosing what comes in: every source through its menu, own numbers and words, and nonsense of every kind."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from rnnviz.state.inputs import SOURCES, Source, make_input
from rnnviz.state.settings import from_preset
from rnnviz.theme import format_number
from tests.browser.rest import rest
from tests.browser.stage import CHECKED, Stage, expected, staged

MADE = {
    "sine": Source("sine", steps=24),
    "step": Source("step", steps=24, at=1),
    "impulse": Source("impulse", steps=24, at=1),
    "noise": Source("noise", steps=24),
    "temperature": Source("temperature", steps=24),
}


@pytest.fixture(scope="module")
def stage(browser, server):
    with staged(browser, server) as one:
        yield one


def opened(stage: Stage, link: str) -> Stage:
    """The link, with the menu of inputs open."""
    stage.open(link)
    stage.page.get_by_role("button", name="Input").click()
    expect(stage.page.get_by_role("combobox", name="What comes in")).to_be_visible()
    return stage


def choose(stage: Stage, kind: str) -> None:
    stage.page.get_by_role("combobox", name="What comes in").click()
    stage.page.get_by_role("option", name=SOURCES[kind].title, exact=True).click()
    rest(stage.page)  # the box of the kind before stands there until Python has drawn this one's


def submit(stage: Stage, text: str) -> None:
    """Put a text into the box at once, as pasting does, and leave it."""
    box = stage.page.get_by_test_id("stTextArea").locator("textarea")
    box.fill(text)
    box.press("Control+Enter")


def inputs(stage: Stage) -> list[str]:
    """The first row of the strip, cell by cell."""
    cells = stage.cells()
    words = stage.read("told", ".strip", [cells(t, "x[1]") for t in cells.columns])
    return [said.split(": ")[1].split(" ")[0] for said in words]


def test_every_kind_of_input_through_its_menu(stage):
    opened(stage, "/rnn?standardise=1")
    for kind, source in MADE.items():
        choose(stage, kind)
        expect(stage.page.get_by_text(SOURCES[kind].note)).to_be_visible()
        x, labels = make_input(source, 1)
        if kind == "temperature":
            x, labels = make_input(replace(source, standardise=True), 1)
        expect(stage.strip).to_have_attribute("aria-valuetext", f"time step 1 of {len(x)}, {labels[0]}")
        assert inputs(stage) == [format_number(float(value), "") for value in x[:, 0]]
        expect(stage.truth).to_have_text(CHECKED)
    for kind in ("words", "typed"):
        choose(stage, kind)
        expect(stage.page.get_by_text(SOURCES[kind].note)).to_be_visible()
        expect(stage.page.get_by_test_id("stTextArea").locator("textarea")).not_to_have_value("")
        expect(stage.truth).to_have_text(CHECKED)
    words = Source("words", text="I am happy I am", standardise=True)
    typed = replace(words, kind="typed", text="0 0 1 0 0 0 -1 0 0 0")
    assert stage.holds(from_preset("rnn", "worked").with_source(words).with_source(typed))


def test_the_hours_are_chosen_by_sliders(stage):
    opened(stage, "/rnn?preset=worked")
    for name, key, seen in (
        ("First hour", "ArrowRight", ["1 of 24, 04-01 01h", "1 of 24, 04-01 02h", "1 of 24, 04-01 03h"]),
        ("Time steps", "ArrowLeft", ["1 of 23, 04-01 03h", "1 of 22, 04-01 03h"]),
    ):
        stage.page.get_by_role("slider", name=name).focus()
        for words in seen:
            stage.page.keyboard.press(key)
            expect(stage.strip).to_have_attribute("aria-valuetext", f"time step {words}")
    stage.page.get_by_text("Standardised").click()
    start = Source("temperature", start=3, steps=22, standardise=True)
    assert stage.holds(from_preset("rnn", "worked").with_source(start))


def test_own_numbers_and_words(stage):
    opened(stage, "/gru?source=typed&text=1")
    submit(stage, "0.5, -1; 2e-1\t3")
    x = from_preset("gru", "worked").with_source(Source("typed", text="0.5, -1; 2e-1\t3", steps=1, standardise=True))
    expect(stage.strip).to_have_attribute("aria-valuemax", "4")
    assert stage.numbers() == expected(x)
    submit(stage, "1 2\n3 4\n5 6")
    expect(stage.strip).to_have_attribute("aria-valuemax", "3")
    expect(stage.number("x", 1)).to_contain_text("+2.000")
    choose(stage, "words")
    submit(stage, "Was it a cat it was")
    expect(stage.strip).to_have_attribute("aria-valuetext", "time step 1 of 6, was")
    expect(stage.number("x", 3)).to_be_visible()
    expect(stage.truth).to_have_text(CHECKED)


NONSENSE = {
    "1, two, 3": "“two” is not a number",
    "NaN": "not a number",
    "inf": "not a number",
    "1e308": "too big",
    " ": "no number here yet",
    "🙂 🙂": "not a number",
    "1,,2": "missing",
    "1 2\n3": "Line 2",
    "1 2 3 4 5\n" * 2: "at most 4",
    "0 " * 65: "at most 64",
    "![](//evil.example)": "![](//evil.example)",
    ":red[1] $x$ **2**": "“:red[1]”",
}


def test_nonsense_gets_a_sentence_beside_the_box_and_the_last_good_input_stays(stage):
    """It is shown letter for letter, and nothing is fetched for it."""
    opened(stage, "/rnn?source=typed&text=0,1,0.5")
    good = stage.settings()
    box = stage.page.get_by_test_id("stTextArea").locator("textarea")
    for text, words in NONSENSE.items():
        submit(stage, text)
        sentence = stage.page.get_by_test_id("stAlert")
        expect(sentence).to_contain_text(words)
        expect(sentence).to_contain_text("The stage keeps the last valid input.")
        assert len(sentence.inner_text()) < 250
        assert box.input_value() == text, "what was typed can be mended"
        gap = sentence.bounding_box()["y"] - box.bounding_box()["y"] - box.bounding_box()["height"]
        assert 0 <= gap < 60, "beside the box"
        assert stage.numbers() == expected(good)
    assert stage.holds(good)
    submit(stage, "1 2")
    expect(stage.page.get_by_test_id("stAlert")).to_have_count(0)
    expect(stage.strip).to_have_attribute("aria-valuemax", "2")


def test_a_million_numbers(stage):
    opened(stage, "/gru?source=typed&text=0,1,0.5")
    good = stage.settings()
    box = stage.page.get_by_test_id("stTextArea").locator("textarea")
    box.evaluate("""(box) => {
      const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set;
      set.call(box, "0.5 ".repeat(1e6));
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }""")
    box.press("Control+Enter")
    expect(stage.page.get_by_test_id("stAlert")).to_contain_text("type at most 64 steps", timeout=15_000)
    assert stage.numbers() == expected(good)
    submit(stage, "2")
    expect(stage.strip).to_have_attribute("aria-valuemax", "1")


def test_an_old_sentence_goes_with_the_text_it_was_about(stage):
    """Another kind of input, an undo: each brings a text of its own, and no complaint about the last."""
    opened(stage, "/rnn?source=typed&text=0,1,0.5")
    alert = stage.page.get_by_test_id("stAlert")
    submit(stage, "two")
    expect(alert).to_have_count(1)
    choose(stage, "sine")
    expect(alert).to_have_count(0)
    choose(stage, "typed")
    box = stage.page.get_by_test_id("stTextArea").locator("textarea")
    expect(box).to_have_value("0 0 1 0 0 0 -1 0 0 0")
    expect(alert).to_have_count(0)
    submit(stage, "two")
    expect(alert).to_have_count(1)
    stage.page.keyboard.press("Escape")
    for steps in (24, 3):  # a whole input each; the menu is opened when the stage has it
        stage.button("undo").click()
        expect(stage.strip).to_have_attribute("aria-valuemax", str(steps))
    expect(stage.truth).to_have_text(CHECKED)
    stage.page.get_by_role("button", name="Input").click()
    expect(box).to_have_value("0,1,0.5")
    expect(alert).to_have_count(0)
