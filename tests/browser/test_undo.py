"""What was done can be taken back, and nothing that comes late or from elsewhere upsets the stage."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from rnnviz.state.settings import from_preset
from rnnviz.theme import format_number
from tests.browser.rest import rest
from tests.browser.stage import CHECKED, Stage, edited, expected, staged

# What comes from the server is kept back while window.hold is a list.
SLOW_ANSWERS = """
  const listen = WebSocket.prototype.addEventListener;
  const held = (act) => function (event) {
    return window.hold ? void window.hold.push(() => act.call(this, event)) : act.call(this, event);
  };
  WebSocket.prototype.addEventListener = function (type, act, ...more) {
    return listen.call(this, type, type === "message" ? held(act) : act, ...more);
  };
  const handler = Object.getOwnPropertyDescriptor(WebSocket.prototype, "onmessage");
  Object.defineProperty(WebSocket.prototype, "onmessage", {
    ...handler,
    set(act) { handler.set.call(this, held(act)); },
  });
"""

# Python's whole answer has come: nothing for half a second. How much it is stays in window.answer.
ALL_HELD = """async () => {
  for (let still = 0; still < 20 || !window.hold.length; still += 1) {
    if (window.answer !== window.hold.length) [window.answer, still] = [window.hold.length, 0];
    await new Promise((done) => setTimeout(done, 25));
  }
  return true;
}"""


@pytest.fixture(scope="module")
def stage(browser, server):
    with staged(browser, server) as one:
        yield one


def test_undo_redo_and_reset(stage):
    """Three edits, back and forth by button and by key; a new edit ends what could be redone."""
    first = stage.open("/rnn?t=3").settings()
    states = [first]
    for name, row, col, text in (("weight_ih", 0, 0, "0.1"), ("bias_hh", 1, 0, "-1"), ("x", 0, 0, "0")):
        box = stage.type(stage.number("x") if name == "x" else stage.weight(name, row, col), text)
        box.press("Enter")
        states.append(edited(states[-1], name, row, col, float(text)))
        assert stage.numbers() == expected(states[-1])
    press = stage.page.keyboard.press
    undo, redo = stage.button("undo"), stage.button("redo")
    expect(redo).to_be_disabled()
    undo.click()
    assert stage.numbers() == expected(states[2])
    stage.strip.focus()
    press("Control+z")
    assert stage.numbers() == expected(states[1])
    press("Control+z")
    assert stage.numbers() == expected(first)
    expect(undo).to_be_disabled()
    redo.click()
    stage.strip.focus()
    press("Control+Shift+z")
    press("Control+y")
    assert stage.numbers() == expected(states[3])
    expect(redo).to_be_disabled()
    press("r")
    assert stage.numbers() == expected(first), "reset"
    press("Control+z")
    assert stage.numbers() == expected(states[3]), "a reset can be taken back"
    assert stage.holds(states[3])
    press("Control+z")
    stage.type(stage.number("x"), "5").press("Enter")
    expect(redo).to_be_disabled()
    stage.button("reset").click()
    assert stage.holds(first)
    expect(stage.truth).to_have_text(CHECKED)
    assert stage.at == (3, 3), "the time step stays where it is"


def test_undo_takes_back_what_a_control_did(stage):
    first = stage.open("/rnn").settings()
    stage.page.get_by_test_id("stSelectbox").first.click()
    stage.page.get_by_role("option", name="Latch").click()
    expect(stage.page.get_by_text("A pulse on input 1")).to_be_visible()
    latch = from_preset("rnn", "latch")
    assert stage.numbers() == expected(latch)
    stage.button("undo").click()
    expect(stage.page.get_by_text("h of unit 1 follows the day")).to_be_visible()
    assert stage.numbers() == expected(first)
    assert stage.holds(first)
    stage.button("redo").click()
    expect(stage.page.get_by_text("A pulse on input 1")).to_be_visible()
    assert stage.holds(latch)
    expect(stage.truth).to_have_text(CHECKED)


def test_taking_back_what_a_pinned_number_belongs_to(stage):
    """The pinned number goes with the output layer, the stage stays."""
    first = stage.open("/rnn?outputs=2&softmax=1&t=2").settings()
    stage.number("p", 1).click()
    stage.page.mouse.move(5, 5)
    assert "=" in stage.lines()[0]
    stage.button("reset").click()
    bare = replace(first, head=None, softmax=False)
    assert stage.holds(bare)
    assert stage.numbers() == expected(bare)
    stage.button("undo").click()
    assert stage.numbers() == expected(first)
    stage.number("y", 0).hover()
    stage.strip.focus()
    stage.page.keyboard.press("r")
    assert stage.numbers() == expected(bare)
    expect(stage.truth).to_have_text(CHECKED)


def test_reset_where_the_link_s_input_is_longer_than_its_source(stage):
    settings = stage.open("/rnn?source=sine&steps=3&x=1,2,3,4,5,6&t=6").settings()
    stage.button("reset").click()
    expect(stage.truth).to_have_text(CHECKED)
    after = stage.rest()
    assert after.steps == 3
    assert stage.numbers() == expected(after)
    stage.button("undo").click()
    assert stage.rest().x.tolist() == settings.x.tolist()


def test_the_words_stay_true_when_the_learner_moves_on(stage):
    """What changed is said of the step where it changed."""
    stage.open("/rnn?t=2")
    box = stage.type(stage.number("x"), "3")
    box.press("Enter")
    expect(stage.change).to_contain_text("x[1] at t = 2: 9.356 → 3.000.")
    stage.button("next").click()
    expect(stage.change).to_contain_text("x[1] at t = 2: 9.356 → 3.000.")


def test_the_strip_keeps_the_run_before_the_edit(stage):
    """Pointing at a step tells both numbers."""
    settings = stage.open("/gru?t=5").settings()
    stage.type(stage.number("x"), "2").press("Enter")
    after = edited(settings, "x", 0, 0, 2.0)
    assert stage.holds(after)
    was, now = (one.run().record.h[7, 1] for one in (settings, after))
    cells = stage.cells()
    stage.page.mouse.move(*cells(8, "h[2]"))
    assert stage.change.text_content() == f"h[2] at t = 8: {format_number(now, '')} (was {format_number(was, '')})"
    stage.page.mouse.move(*cells(2, "h[2]"))
    assert "was" not in stage.change.text_content(), "before the edit nothing moved"


def test_answers_that_come_together_leave_the_stage_as_it_is(open_page):
    """Streamlit overtakes one call of the component with the next; the stage and its way back must outlive that."""
    page = open_page(fresh=True)
    page.add_init_script(SLOW_ANSWERS)
    stage = Stage(page)
    settings = stage.open("/rnn?t=3").settings()
    page.evaluate("() => (window.hold = [])")
    for text in ("0.1", "0.2", "0.3"):
        stage.type(stage.weight("weight_ih"), text).press("Enter")
    stage.button("undo").click()
    page.wait_for_timeout(800)
    page.evaluate("() => { const held = window.hold; window.hold = null; held.forEach((act) => act()); }")
    page.wait_for_timeout(500)
    expect(stage.truth).to_have_text(CHECKED)
    assert stage.numbers() == expected(edited(settings, "weight_ih", 0, 0, 0.2))
    stage.button("redo").click()
    assert stage.numbers() == expected(edited(settings, "weight_ih", 0, 0, 0.3))
    for _ in range(3):
        stage.button("undo").click()
    assert stage.holds(settings)


def test_what_python_said_before_it_heard_of_an_edit_is_passed_over(open_page):
    """A control is moved and then, before its answer, the stage edited: both show what was done last, Python's too."""
    page = open_page(fresh=True)
    page.add_init_script(SLOW_ANSWERS)
    stage = Stage(page)
    settings = stage.open("/rnn?source=impulse&steps=24&t=3").settings()
    page.get_by_role("button", name="Input").click()
    slider = page.get_by_role("slider", name="Time steps")
    slider.focus()
    stage.quiet()
    page.evaluate("() => (window.hold = [])")
    slider.press("ArrowLeft")
    page.wait_for_function(ALL_HELD)
    stage.type(stage.weight("weight_ih"), "0.1").press("Enter")
    edit = edited(settings, "weight_ih", 0, 0, 0.1)
    page.evaluate("() => window.hold.splice(0, window.answer).forEach((act) => act())")
    page.wait_for_function("() => document.querySelector('[data-test-script-state=notRunning]')")
    stage.frame()
    expect(stage.strip).to_have_attribute("aria-valuemax", "24")
    page.evaluate("() => { const held = window.hold; window.hold = null; held.forEach((act) => act()); }")
    rest(page)
    expect(stage.truth).to_have_text(CHECKED)
    assert stage.numbers() == expected(edit)
    expect(stage.strip).to_have_attribute("aria-valuemax", "24")
    page.get_by_role("button", name="Input").click()
    expect(slider).to_have_value("24")
    page.keyboard.press("Escape")
    stage.button("undo").click()
    assert stage.holds(settings), "the slider's move, which nobody saw, is no step of the way back"


def test_an_answer_that_comes_late_is_not_held_against_a_new_drag(open_page):
    """Python's answer to one release is compared with what was released, not with what the hand has made since."""
    page = open_page(fresh=True)
    page.add_init_script(SLOW_ANSWERS)
    stage = Stage(page).open("/lstm")
    page.evaluate("() => (window.hold = [])")
    stage.drag(stage.number("x"), 20)
    with stage.held(stage.weight("weight_ih.i", 0), by=40):
        page.wait_for_timeout(600)
        page.evaluate("() => { const held = window.hold; window.hold = null; held.forEach((act) => act()); }")
        page.wait_for_timeout(400)
        assert "otherwise" not in stage.truth.text_content()
    page.wait_for_timeout(500)
    expect(stage.truth).to_have_text(CHECKED)
