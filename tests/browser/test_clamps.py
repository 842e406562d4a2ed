"""Clamping a gate, for one step or for all: everything downstream follows, and is the core's."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from rnnviz.state.link import from_query
from rnnviz.state.settings import Clamp, Settings
from rnnviz.theme import format_number
from tests.browser.stage import CHECKED, Stage, expected, staged

CLAMPS = {"lstm": ["i", "f", "o"], "gru": ["r", "z"]}


@pytest.fixture(scope="module")
def stage(browser, server):
    with staged(browser, server) as one:
        yield one


def row(stage: Stage, gate: str):
    return stage.page.get_by_role("group", name=f"Clamp gate {gate}")


def choose(stage: Stage, gate: str, title: str) -> None:
    row(stage, gate).get_by_role("radio", name=title, exact=True).check()


def state(stage: Stage, gate: str) -> list[str]:
    """The choices that are checked, as a screen reader has them: the value's, then where it holds."""
    radios = row(stage, gate).get_by_role("radio").all()
    return [radio.locator("xpath=..").inner_text().strip() for radio in radios if radio.is_checked()]


@pytest.mark.parametrize("cell", CLAMPS)
def test_clamping_a_gate_for_one_step_or_for_all(stage, cell):
    settings = stage.open(f"/{cell}?t=4").settings()
    for gate in CLAMPS[cell]:
        stage.tab(gate)
        assert state(stage, gate) == ["free", "every step"]
        for title, value in (("0", 0.0), ("½", 0.5), ("1", 1.0)):
            choose(stage, gate, title)
            held = replace(settings, clamps=(Clamp(gate, None, value),))
            assert stage.numbers() == expected(held)
            assert state(stage, gate) == [title, "every step"]
            assert stage.change.text_content().endswith(effect_of_clamp(stage, held))
        expect(stage.number(gate)).to_have_class(re.compile("clamped"))
        choose(stage, gate, "free")
        assert stage.numbers() == expected(settings)
        choose(stage, gate, "t = 4 only")
        assert state(stage, gate) == ["free", "t = 4 only"]
        choose(stage, gate, "0")
        once = replace(settings, clamps=(Clamp(gate, 3, 0.0),))
        for t, key in ((3, "ArrowRight"), (4, "ArrowLeft")):
            assert stage.numbers() == expected(once, t)
            assert state(stage, gate)[0] == ("0" if t == 3 else "free")
            stage.strip.focus()
            stage.page.keyboard.press(key)
        assert stage.holds(once)
        expect(stage.truth).to_have_text(CHECKED)
        choose(stage, gate, "free")
    assert stage.holds(settings)


def test_where_a_clamp_holds_is_changed_without_setting_it_anew(stage):
    settings = stage.open("/lstm?t=4&clamp=f:1").settings()
    stage.tab("f")
    assert state(stage, "f") == ["1", "every step"], "what the link says"
    choose(stage, "f", "t = 4 only")
    once = replace(settings, clamps=(Clamp("f", 3, 1.0),))
    assert stage.numbers() == expected(once)
    stage.strip.focus()
    stage.page.keyboard.press("ArrowRight")
    assert state(stage, "f") == ["free", "t = 5 only"]
    expect(row(stage, "f")).to_contain_text("also at t = 4: 1")
    stage.page.keyboard.press("ArrowLeft")
    choose(stage, "f", "every step")
    assert stage.holds(settings)


def test_a_clamp_at_any_number_and_two_that_meet_say_what_holds(stage):
    """The later one of a link holds: 0.25 at every step but the fourth; there 1."""
    stage.open("/lstm?t=4&clamp=f:0.25,f@4:1")
    stage.tab("f")
    assert state(stage, "f") == ["1", "t = 4 only"]
    expect(row(stage, "f")).to_contain_text("also at every step: 0.25")
    stage.strip.focus()
    stage.page.keyboard.press("ArrowRight")
    assert state(stage, "f") == ["0.25", "every step"]
    expect(row(stage, "f")).to_contain_text("also at t = 4: 1")
    choose(stage, "f", "free")
    assert stage.numbers() == expected(from_query("lstm", {"t": "5"}))


def test_a_clamp_by_keyboard(stage):
    settings = stage.open("/gru?t=4").settings()
    stage.tab("z")
    row(stage, "z").get_by_role("radio", name="free").focus()
    stage.page.keyboard.press("ArrowRight")
    assert state(stage, "z") == ["0", "every step"]
    assert stage.at[0] == 4, "the arrow was the choice's"
    stage.page.keyboard.press("Tab")
    stage.page.keyboard.press("ArrowRight")
    assert state(stage, "z") == ["0", "t = 4 only"]
    assert stage.holds(replace(settings, clamps=(Clamp("z", 3, 0.0),)))


def effect_of_clamp(stage: Stage, after: Settings) -> str:
    """The sentence compares with the run just before, which the stage still knows by its ghost."""
    said = stage.change.text_content() or ""
    found = re.search(r"unit (\d): (\S+) → (\S+) \(by", said)
    if found is None:
        return "h did not move."
    t = int(re.search(r"most at t = (\d+)", said)[1]) - 1
    assert found[3] == format_number(after.run().record.h[t, int(found[1]) - 1], "")
    return said


def test_two_clamps_at_once_and_the_words_on_a_clamped_gate(stage):
    stage.open("/lstm?t=4&clamp=i@4:0,f:1")
    both = from_query("lstm", {"t": "4", "clamp": "i@4:0,f:1"})
    assert stage.numbers() == expected(both)
    stage.number("f").hover()
    stage.frame()
    assert stage.lines()[0].replace("\xa0", " ").replace(" ", "").endswith("=(1)(clamped)")
