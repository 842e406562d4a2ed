"""The lead in a browser: what is covered is nowhere on the page, what is lit is what it says, and it comes back."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote

import numpy as np
from playwright.sync_api import expect

from rnnviz.lead.steps import steps_of
from tests.browser.lead import led
from tests.browser.rest import rest
from tests.pages.leads import TASKS


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
    expect(page.locator(".st-key-lead")).to_contain_text("0 away")
    box = number.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 + 30, box["y"] + box["height"] / 2, steps=3)
    expect(page.locator(".st-key-lead")).to_contain_text(re.compile("is 0.(3|29)"))  # the hand is still on it
    page.keyboard.press("Escape")
    expect(page.locator(".st-key-lead")).to_contain_text("0 away")
    page.mouse.up()
    number.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("1.5")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-lead")).to_contain_text("Done.")
    line = page.locator(".stage .change")
    said = re.search(r"h moved at (\d+) of 24 steps", line.text_content() or "")
    assert said
    assert len(marked(page, line)) == int(said[1]), "the strip marks the steps that the sentence counts"


def marked(page, line) -> set[str]:
    """The steps at which the strip says of a row of h what it was."""
    strip = page.locator(".stage .strip")
    strip.scroll_into_view_if_needed()
    box, found = strip.bounding_box(), set()
    for row in (1, 2):
        for x in np.arange(box["x"] + 55, box["x"] + box["width"], 18):
            page.mouse.move(x, box["y"] + 16 + 20 * (row + 0.5))
            at = re.search(r"h\[\d\] at t = (\d+): .*\(was", line.text_content() or "")
            found |= {at[1]} if at else set()
    return found


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


IN_VIEW = """([one, ways]) => {
  const [box, foot] = [one, ways].map((it) => it.getBoundingClientRect());
  return box.bottom <= foot.top && box.top >= document.querySelector(".st-key-lead").getBoundingClientRect().top;
}"""
QUIET = """() => new Promise((done) => {
  let frames = 120;  // more than the page is watched while it is laid out
  (function next() { frames-- ? requestAnimationFrame(next) : done(); })();
})"""


def test_of_what_is_computed_the_next_number_stays_in_view(open_page):
    page = led(open_page, "/rnn?step=3")
    card, ways = page.locator(".st-key-lead"), page.locator(".st-key-lead_ways")
    card.get_by_text("Add them, then take tanh").click()
    page.locator(".st-key-commit_0 button").first.click()
    record, t = TASKS["rnn"].read(steps_of("rnn")[2].state)[0].record, 3
    for value in (record.a_ih[t, 0], record.a_hh[t, 0], record.a[t, 0]):
        box = card.locator("input[type=text]")
        asked = card.inner_text()
        box.fill(f"{value:.2f}")
        box.press("Enter")
        expect(card).not_to_have_text(asked)
        rest(page)
        page.evaluate(QUIET)
        assert page.evaluate(IN_VIEW, [box.element_handle(), ways.element_handle()])
    box.fill(f"{record.h[t, 0]:.2f}")
    box.press("Enter")
    done = card.get_by_text("You have computed it")
    expect(done).to_be_visible()
    page.evaluate(QUIET)
    assert page.evaluate(IN_VIEW, [done.element_handle(), ways.element_handle()])


def test_a_card_longer_than_the_screen_shows_what_came_last(open_page):
    """After a wrong answer: the next number that is asked for; on the next step: its beginning; guess beside truth."""
    page = led(open_page, "/gradient?step=2")
    page.locator(".st-key-lead [role=radiogroup] label", has_text="Plus the slope").click()
    page.locator(".st-key-commit_0 button").first.click()
    box = page.locator(".st-key-lead input[type=text]")
    expect(box).to_be_visible()
    over = """([box, ways]) => box.getBoundingClientRect().bottom <= ways.getBoundingClientRect().top"""
    page.wait_for_function(over, arg=[box.element_handle(), page.locator(".st-key-lead_ways").element_handle()])
    page.locator(".st-key-lead_next button").click()
    expect(page.locator(".st-key-lead")).to_contain_text("Step 3 of")
    page.wait_for_function("() => document.querySelector('.st-key-lead').scrollTop === 0")
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(".st-key-lead .answer-track").press("End")
    page.locator(".st-key-commit_0 button").first.click()
    begins = """([card, both]) => Math.abs(both.getBoundingClientRect().top - card.getBoundingClientRect().top) < 20"""
    both = page.locator(".st-key-lead .lead-answer", has_text="Yours: 1. It is: 0.03.")
    expect(both).to_be_visible()
    page.wait_for_function(begins, arg=[page.locator(".st-key-lead").element_handle(), both.element_handle()])
