"""The lead in a browser: what is covered is nowhere on the page, what is lit is what it says, and it comes back."""

from __future__ import annotations

import json
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from rnnviz.lead.answers import digits
from rnnviz.lead.steps import TEXTS, steps_of
from rnnviz.lessons.cells.tasks import tasks_of
from tests.browser.rest import rest

CELLS = ("rnn", "lstm", "gru")
LEADS = sorted(path.stem for path in (TEXTS / "en").glob("*.md"))
SCREENS = {
    "desk": {"viewport": {"width": 1280, "height": 720}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}
PREDICTS = [(cell, k) for cell in (*CELLS, "mingru") for k, step in enumerate(steps_of(cell)) if step.cover]
# All that the picture says: its texts, and what a screen reader is told of each element.
SAID = """() => [...document.querySelectorAll("[data-testid=stBidiComponentIsolated]")].map(({ shadowRoot }) =>
  shadowRoot.textContent + [...shadowRoot.querySelectorAll("[aria-label], [aria-valuetext], title")].map((el) =>
  `${el.getAttribute("aria-label")} ${el.getAttribute("aria-valuetext")}`).join(" ")).join(" ")"""
RING = """(selector) => {
  const roots = [...document.querySelectorAll("[data-testid=stBidiComponentIsolated]")].map((one) => one.shadowRoot);
  const boxes = roots.flatMap((root) => [...root.querySelectorAll(selector)]).map((el) => el.getBoundingClientRect());
  const ring = document.querySelector(".lead-ring").getBoundingClientRect();
  return boxes.length > 0 && boxes.every((box) => ring.left <= box.left && ring.top <= box.top &&
    ring.right >= box.right && ring.bottom >= box.bottom && ring.width < innerWidth);
}"""


def led(open_page, link, **options):
    page = open_page(led=True, **options)
    page.goto(link)
    rest(page)
    return page


@pytest.mark.parametrize(("cell", "k"), PREDICTS)
def test_what_is_covered_is_not_on_the_page_until_it_is_guessed(open_page, cell, k):
    step, tasks = steps_of(cell)[k], tasks_of(cell)
    settings, t = tasks.read(step.state)
    record = settings.record
    known = {digits(float(value)) for value in record.h_prev[t]} | {"0", "1.000", "−1.000"}
    hidden = {digits(float(value)) for value in record.h[t]} - known
    page = led(open_page, f"/{cell}?step={k + 1}")
    said = page.evaluate(SAID).replace("-", "−")
    assert not [number for number in hidden if number in said]
    assert "covered, until you have guessed" in said
    page.locator(".st-key-lead [role=radiogroup] label").first.click()
    page.locator(".st-key-commit_0 button").first.click()
    page.wait_for_function(f"() => !({SAID})().includes('covered, until you have guessed')")
    if step.cover == "h":
        said = page.evaluate(SAID).replace("-", "−")
        assert all(number in said for number in hidden)


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("cell", CELLS)
def test_the_ring_is_around_what_the_step_is_about(open_page, cell, screen):
    step = steps_of(cell)[0]
    page = led(open_page, f"/{cell}", **SCREENS[screen])
    page.wait_for_function(RING, arg=f'[data-q="{step.light}"]')
    card, ring = page.locator(".st-key-lead").bounding_box(), page.locator(".lead-ring").bounding_box()
    assert card["x"] >= 0
    assert card["x"] + card["width"] <= SCREENS[screen]["viewport"]["width"]
    assert ring["x"] + ring["width"] < card["x"] or ring["y"] + ring["height"] < card["y"]


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("lesson", LEADS)
def test_every_step_lights_something_that_is_on_the_screen(open_page, lesson, screen):
    page = led(open_page, f"/{lesson}", **SCREENS[screen])
    steps, card = steps_of(lesson), page.locator(".st-key-lead")
    for k, step in enumerate(steps):
        expect(card).to_contain_text(f"Step {k + 1} of {len(steps)}")
        if step.light or step.blanks:
            expect(page.locator(".lead-ring"), step.title).to_be_visible()
            expect(page.locator(".lead-ring"), step.title).to_be_in_viewport()
        if k + 1 < len(steps):
            page.locator(".st-key-lead_next button").click()


def test_the_lead_is_walked_by_keyboard_closed_by_a_key_and_remembered(open_page):
    page = led(open_page, "/rnn")
    page.locator(".st-key-lead_next button").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-lead")).to_contain_text("Step 2 of 9")
    rest(page)
    assert "step=2" in page.url
    page.locator("h1").click()
    page.keyboard.press("l")
    expect(page.locator(".st-key-lead")).to_have_count(0)
    expect(page.locator(".st-key-controls")).to_be_visible()
    expect(page.locator(".lead-ring")).to_have_count(0)
    page.wait_for_function("() => decodeURIComponent(document.cookie).includes('\"closed\":true')")
    page.goto("/rnn")
    rest(page)
    expect(page.locator(".st-key-lead")).to_have_count(0)
    page.keyboard.press("l")
    expect(page.locator(".st-key-lead")).to_contain_text("Step 2 of 9")
    kept = json.loads(page.evaluate("localStorage.getItem('rnnviz.lead')"))
    assert kept["lessons"]["rnn"]["steps"] == 9
    assert 0 in kept["lessons"]["rnn"]["done"]


def test_a_link_with_a_model_of_its_own_closes_no_other_lead(open_page):
    page = led(open_page, "/rnn?preset=latch")
    expect(page.locator(".st-key-lead")).to_have_count(0)
    page.goto("/lstm")
    expect(page.locator(".st-key-lead")).to_contain_text("Step 1 of")


def test_an_answer_is_kept_in_this_browser_alone_and_once(open_page):
    page = led(open_page, "/rnn?step=2")
    page.locator(".st-key-lead [role=radiogroup] label").first.click()
    page.locator(".st-key-commit_0 button").nth(1).click()
    page.wait_for_function("() => JSON.parse(localStorage.getItem('rnnviz.lead')).answers.length === 1")
    page.locator(".st-key-lead_next button").click()
    expect(page.locator(".st-key-lead")).to_contain_text("Step 3 of 9")
    rest(page)
    (answer,) = json.loads(page.evaluate("localStorage.getItem('rnnviz.lead')"))["answers"]
    assert (answer["lesson"], answer["step"], answer["sure"]) == ("rnn", 2, False)
    (cookie,) = [one for one in page.context.cookies() if one["name"] == "rnnviz_lead"]
    assert json.loads(unquote(cookie["value"])) == {"closed": False, "steps": {"rnn": 2}, "done": {"rnn": 1}}


def test_a_task_is_done_on_the_stage(open_page):
    k = next(k for k, step in enumerate(steps_of("rnn")) if step.check == "input_moved")
    page = led(open_page, f"/rnn?step={k + 1}")
    expect(page.locator(".st-key-lead")).to_contain_text("Not done yet")
    number = page.locator('[data-q="x"]').first
    number.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("1.5")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-lead")).to_contain_text("Done.")


def test_ones_own_answers_are_looked_at_saved_and_cleared_on_the_home_page(open_page):
    page = led(open_page, "/rnn?step=2")
    page.locator(".st-key-lead [role=radiogroup] label").first.click()
    page.locator(".st-key-commit_0 button").first.click()
    page.wait_for_function("() => JSON.parse(localStorage.getItem('rnnviz.lead')).answers.length === 1")
    page.goto("/")
    rest(page)
    page.get_by_role("button", name="My answers").click()
    expect(page.locator(".answers")).to_contain_text("Answers: 1,")
    expect(page.locator(".answers tbody tr")).to_have_count(1)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as CSV").click()
    assert "rnn" in saved.value.path().read_text("utf-8-sig").splitlines()[1]
    page.locator(".answers").get_by_role("button", name="Clear").click()
    expect(page.locator(".answers")).to_contain_text("No answers yet")
    assert page.evaluate("localStorage.getItem('rnnviz.lead')") is None
    assert "rnnviz_lead" not in page.evaluate("document.cookie")
