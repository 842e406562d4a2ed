"""Every lead, walked once on two screens: what is lit is what the step says, what is covered is nowhere on the page."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, TimeoutError, expect

from rnnviz.core.bptt import norms
from rnnviz.lead.answers import digits, numbers
from rnnviz.lead.steps import Step, steps_of
from rnnviz.lessons.gradient.tasks import parts, rows
from tests.browser.conftest import Open
from tests.browser.lead import COVERED, LEADS, SAID, led
from tests.browser.rest import rest
from tests.browser.screens import SCREENS, sized
from tests.pages.leads import CELLS, TASKS, answer_of

WALKED = ("desk", "phone")
IN_PART = (*CELLS, "construction", "gradient")  # whose stage stays and covers numbers of itself
# What is lit is inside the ring, and in its middle nothing of the card lies over it.
RING = """(selector) => {
  const roots = [...document.querySelectorAll("[data-testid=stBidiComponentIsolated]")].map((one) => one.shadowRoot);
  const boxes = roots.flatMap((root) => [...root.querySelectorAll(selector)]).map((el) => el.getBoundingClientRect());
  const ring = document.querySelector(".lead-ring").getBoundingClientRect();
  return boxes.length > 0 && boxes.every((box) => ring.left <= box.left && ring.top <= box.top &&
    ring.right >= box.right && ring.bottom >= box.bottom && ring.width < innerWidth);
}"""
# A strip of the ring, high enough to be seen, stands in the screen and beside the card.
SEEN = """() => {
  const ring = document.querySelector(".lead-ring")?.getBoundingClientRect();
  const card = document.querySelector(".st-key-lead").getBoundingClientRect();
  if (!ring?.width) return false;
  const right = Math.min(ring.right, card.left >= innerWidth / 2 ? card.left : innerWidth);
  const bottom = Math.min(ring.bottom, card.left >= innerWidth / 2 ? innerHeight : card.top);
  return right - Math.max(ring.left, 0) > 20 && bottom - Math.max(ring.top, 0) > 20;
}"""


def asked(lesson: str, step: Step) -> tuple[list[float], list[float]]:
    """Numbers that an open question asks for, or that come of them; and numbers that stand there all the same."""
    state, t = TASKS[lesson].read(step.state)
    if lesson == "gradient":
        back = rows(state)[: state.of]
        found: Any = [*back.ravel(), *norms(list(back))] if step.cover != "sum" else parts(state)
        return list(np.ravel(found)), list(state.gradient.y.ravel())
    record = state.record
    states = [name for name in ("h", "c") if name in vars(record)]
    before = TASKS[lesson].cover(state, t, step.cover)["known"]
    known = [*(f"{name}_prev" for name in states), *(name for name in before if name in vars(record))]
    later = [value for name in states for value in getattr(record, name)[t:].ravel()]
    return later, [value for name in known for value in getattr(record, name)[t]]


def written(values: list[float]) -> set[str]:
    """As the stages write them: rounded, or cut off where the whole number stands; without the sign."""
    rounded = {digits(abs(value)) for value in values}
    return (rounded | {f"{abs(value):.12f}"[: len(digits(abs(value)))] for value in values}) - {"0", "1", "1.000"}


def covers(lesson: str, step: Step, page: Page, where: str) -> None:
    """What is asked for is nowhere on the page, and is said to be covered."""
    said = page.evaluate(SAID)
    beside, card = said["beside"], said["card"]
    assert COVERED in beside["text"], where
    if lesson not in IN_PART:
        assert re.findall(r"[0-9]+", beside["text"]) == [], f"{where}: a number stands beside the cover"
        assert beside["drawn"] == [], f"{where}: a picture stands beside the cover"
        return
    answer = answer_of(lesson, step, step.ask)
    truth = [] if isinstance(answer.truth, str) else np.ravel(answer.truth).tolist()
    later, known = asked(lesson, step)
    hidden = written([*later, *(one for one in truth if one != round(one))]) - written(known)
    assert hidden or set(later) <= set(known), where
    assert [number for number in hidden if number in beside["text"]] == [], where
    wrong = written(list(numbers(answer.mistakes).values()))
    assert [number for number in hidden - wrong - written(known) if number in card["text"]] == [], where


def lights(page: Page, where: str) -> None:
    """The target is there and on the screen, beside the card."""
    expect(page.locator(".lead-ring"), where).to_be_visible()
    try:
        page.wait_for_function(SEEN, timeout=15_000)
    except TimeoutError as error:
        raise AssertionError(f"{where}: what is lit is not on the screen") from error


def rings_its_quantity(page: Page, light: str, screen: str) -> None:
    """On a cell's first step: the ring is around all of the quantity and beside the card, which is in the screen."""
    page.wait_for_function(RING, arg=f'[data-q="{light}"]' if light.isalpha() else light)
    box, ring = page.locator(".st-key-lead").bounding_box(), page.locator(".lead-ring").bounding_box()
    assert box
    assert ring
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= SCREENS[screen]["viewport"]["width"]
    assert ring["x"] + ring["width"] < box["x"] or ring["y"] + ring["height"] < box["y"]


@pytest.mark.parametrize("lesson", LEADS)
def test_every_step_lights_what_it_means_and_covers_what_it_asks(open_page: Open, lesson: str) -> None:
    """On the desk, then as on a turned phone; the next step begins on the screen on which this one ends."""
    page, steps = led(open_page, f"/{lesson}"), steps_of(lesson)
    cdp, card = page.context.new_cdp_session(page), page.locator(".st-key-lead")
    for k, step in enumerate(steps):
        expect(card).to_contain_text(f"Step {k + 1} of {len(steps)}")
        for screen in WALKED if k % 2 == 0 else WALKED[::-1]:
            sized(page, cdp, screen)
            where = f"{step.title}, {screen}"
            if step.light or step.blanks:
                lights(page, where)
            if k == 0 and lesson in CELLS[:3]:
                rings_its_quantity(page, step.light, screen)
            if step.kind == "predict" and step.cover:
                rest(page, 100)
                covers(lesson, step, page, where)
        if k + 1 < len(steps):
            page.locator(".st-key-lead_next button").click()
    sized(page, cdp, "desk")
    cdp.detach()
