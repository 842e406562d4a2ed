"""Every preset by its link, and every slip: the slide's rows under the right ones, with the core's numbers."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from playwright.sync_api import expect

from rnnviz.core.slips import SLIPS, two_outputs
from rnnviz.equations.wording import in_notation
from rnnviz.state.link import to_query
from rnnviz.state.opening import first_example
from rnnviz.state.presets import PRESETS
from rnnviz.state.settings import Settings, from_preset
from rnnviz.theme import format_number
from tests.browser.stage import CHECKED, Stage, expected, staged

# A cell's preset after another cell's, so that each link opens its page anew.
IN_TURN = [
    (cell, key)
    for row in zip_longest(*[[(c, k) for k in keys] for c, keys in PRESETS.items()])
    for cell, key in filter(None, row)
]
SLIDES = [(letter, cell) for letter, slip in SLIPS.items() for cell in slip.cells]


@pytest.fixture(scope="module")
def stage(browser, server):
    with staged(browser, server) as one:
        yield one


def test_every_preset_opens_by_its_link(stage):
    """The last step's numbers are the core's, and the page says what to look for."""
    wrong = []
    for cell, key in IN_TURN:
        settings = first_example(cell) if key == "worked" else from_preset(cell, key)
        stage.open(f"/{cell}?{urlencode({'preset': key} | to_query(settings) | {'t': settings.steps})}")
        look_for = stage.page.get_by_text(PRESETS[cell][key].look_for[:40])
        if stage.numbers() != expected(settings, settings.steps - 1) or not look_for.count():
            wrong.append(f"{cell} {key}")
        expect(stage.page.get_by_test_id("stAlert")).to_have_count(0)
    assert not wrong
    assert len(IN_TURN) == sum(map(len, PRESETS.values()))


def test_the_preset_list_leads_to_each_and_says_so(stage):
    stage.open("/gru?notation=wu")
    for key, preset in list(PRESETS["gru"].items())[1:]:
        stage.page.get_by_test_id("stSelectbox").first.click()
        stage.page.get_by_role("option", name=preset.title, exact=True).click()
        expect(stage.change).to_contain_text(preset.title)
        expect(stage.page.get_by_text(in_notation(preset.look_for, "wu", "gru")[:40])).to_be_visible()
        expect(stage.truth).to_have_text(CHECKED)
        made = from_preset("gru", key)
        assert stage.numbers() == expected(made, stage.at[0] - 1)
    assert stage.notation.input_value() == "wu", "the notation is the reader's own"
    assert stage.rest().preset == "random"


def told(stage: Stage) -> dict[str, list[str]]:
    """Each row of the strip, cell by cell, as pointing at it tells."""
    cells = stage.cells()
    places = [(name, t) for name in cells.rows for t in cells.columns]
    words = stage.read("told", ".strip", [cells(t, name) for name, t in places])
    found: dict[str, list[str]] = {}
    for (name, t), said in zip(places, words, strict=True):
        assert said.startswith(f"{name} at t = {t}: ")
        found.setdefault(name, []).append(said.split(": ")[1].split(" ")[0])
    return found


def rows_in_core(settings: Settings) -> dict[str, list[str]]:
    outcome = settings.run()
    slip = SLIPS[settings.slip]
    rows: dict[str, Any] = {"x": outcome.record.x, "h": outcome.record.h}
    if settings.cell == "lstm":
        rows["c"] = outcome.record.c
    if outcome.head:
        rows["p"] = outcome.head.p
    if slip.head_form != "right":
        rows["slide p"] = outcome.slip_head.p
    elif slip.computes:
        rows["slide h"] = outcome.slip_record.h
        if settings.cell == "lstm":
            rows["slide c"] = outcome.slip_record.c
    return {
        f"{name}[{unit + 1}]": [format_number(float(value), "") for value in values[:, unit]]
        for name, values in rows.items()
        for unit in range(values.shape[1])
    }


@pytest.mark.parametrize(("letter", "cell"), SLIDES)
def test_every_slip_stands_beside_the_right_form(stage, letter, cell):
    """By its switch: two formulas, a sentence, and on the strip the slide's own numbers; and off again."""
    slip = SLIPS[letter]
    stage.open(f"/{cell}?t=3")
    stage.page.get_by_role("button", name="Common mistakes").click()
    stage.page.get_by_text(slip.title, exact=True).click()
    expect(stage.page.get_by_text(slip.why[:40])).to_be_visible()
    stage.page.keyboard.press("Escape")
    expect(stage.page.get_by_text(f"Source: slide {slip.source}")).to_be_visible()
    settings = replace(from_preset(cell, "worked"), slip=letter, t=2)
    if letter == "c":
        settings = replace(settings, head=two_outputs(2), softmax=True)
    assert stage.holds(settings)
    assert told(stage) == rows_in_core(settings)
    assert stage.numbers() == expected(settings), "the circuit keeps the right form"
    expect(stage.truth).to_have_text(CHECKED)
    if letter == "d":
        expect(stage.page.get_by_role("cell", name="newly constructed memory")).to_be_visible()
    stage.button("undo").click()
    expect(stage.page.get_by_text(slip.why[:40])).to_have_count(0)
    assert set(told(stage)) == {name for name in rows_in_core(settings) if not name.startswith(("slide", "p"))}


def test_a_slip_follows_what_the_hand_does(stage):
    """Drag with the slide's form beside: both rows move, before the hand lets go."""
    settings = stage.open("/lstm?slip=a&t=1").settings()
    with stage.held(stage.number("x"), by=60):
        value = float(stage.note.split(" ")[0])
        x = settings.x.copy()
        x[0, 0] = value
        assert told(stage) == rows_in_core(replace(settings, x=x))
    assert np.array_equal(stage.rest().x, x)
