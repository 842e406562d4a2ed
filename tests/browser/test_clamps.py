"""Clamping a gate, for one step or for all: everything downstream follows, and is the core's."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from rnnviz.core.link import from_query
from rnnviz.core.settings import Clamp, Settings
from rnnviz.theme import format_number
from tests.browser.stage import CHECKED, Stage, expected, staged

CLAMPS = {"lstm": ["i", "f", "o"], "gru": ["r", "z"]}


@pytest.fixture(scope="module")
def stage(browser, server):
    with staged(browser, server) as one:
        yield one


@pytest.mark.parametrize("cell", CLAMPS)
def test_clamping_a_gate_for_one_step_or_for_all(stage, cell):
    settings = stage.open(f"/{cell}?t=4").settings()
    for gate in CLAMPS[cell]:
        stage.tab(gate)
        group = stage.page.get_by_role("group", name=f"Clamp gate {gate}")
        scope = group.locator(".scope")
        for title, value in (("0", 0.0), ("½", 0.5), ("1", 1.0)):
            group.get_by_role("button", name=title, exact=True).click()
            held = replace(settings, clamps=(Clamp(gate, None, value),))
            assert stage.numbers() == expected(held)
            expect(group.get_by_role("button", name=title, exact=True)).to_have_attribute("aria-pressed", "true")
            assert stage.change.text_content().endswith(effect_of_clamp(stage, held))
        expect(stage.number(gate)).to_have_class(re.compile("clamped"))
        group.get_by_role("button", name="free").click()
        assert stage.numbers() == expected(settings)
        scope.click()
        expect(scope).to_have_text("at t = 4 only")
        group.get_by_role("button", name="0", exact=True).click()
        once = replace(settings, clamps=(Clamp(gate, 3, 0.0),))
        for t, key in ((3, "ArrowRight"), (4, "ArrowLeft")):
            assert stage.numbers() == expected(once, t)
            stage.strip.focus()
            stage.page.keyboard.press(key)
        assert stage.holds(once)
        expect(stage.truth).to_have_text(CHECKED)
        group.get_by_role("button", name="free").click()
        scope.click()
    assert stage.holds(settings)


def effect_of_clamp(stage: Stage, after: Settings) -> str:
    """The sentence compares with the run just before, which the stage still knows by its ghost."""
    said = stage.change.text_content()
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
