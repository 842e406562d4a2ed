"""Hands on every stage from a fresh visit: keys without a click, drags by mouse and by finger, and the way back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from rnnviz.state.link import from_query
from tests.browser.rest import rest, travel
from tests.browser.stage import Stage, edited, expected, staged

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# Each page with a player, and a place where every arrow has somewhere to go.
PLAYERS = {
    "rnn": "t=5&op=2", "lstm": "t=5&op=2", "gru": "t=5&op=2", "construction": "t=5&op=2", "stacks": "t=3&op=2",
    "directions": "t=3&op=2", "gradient": "front=6", "kinds": "kind=tag&t=2", "sequences": "preset=fifty&at=20",
    "images": "t=4",
}  # fmt: skip
FOCUSED = "() => document.activeElement === document.body"


def visit(page: Page, link: str) -> Page:
    """A fresh visit, waited for until the stage says where it stands."""
    page.goto(link)
    expect(page.locator(".stage .toolbar .where").first).not_to_be_empty(timeout=30_000)
    rest(page, 150)
    return page


def where(page: Page) -> str:
    return page.locator(".stage .toolbar .where").first.text_content() or ""


@pytest.mark.parametrize("lesson", PLAYERS)
def test_arrows_and_space_work_before_anything_is_clicked(page, lesson):
    visit(page, f"/{lesson}?{PLAYERS[lesson]}")
    assert page.evaluate(FOCUSED), "nothing has the focus"
    here = page.locator(".stage .toolbar .where").first
    play = page.locator(".stage [data-action=play]").filter(visible=True).first
    pairs = [("ArrowRight", "ArrowLeft")]
    if lesson != "images":
        pairs.append(("ArrowDown", "ArrowUp"))
    for key, back in pairs:
        before = where(page)
        page.keyboard.press(key)
        expect(here).not_to_have_text(before)
        page.keyboard.press(back)
        expect(here).to_have_text(before)
    page.keyboard.press("Space")
    expect(play).to_have_text(re.compile("pause"))
    page.keyboard.press("Space")
    expect(play).not_to_have_text(re.compile("pause"))


def test_a_key_that_somebody_else_wants_is_theirs(page):
    visit(page, "/rnn?t=5&op=2")
    before = where(page)
    for key in ("Control+ArrowRight", "Alt+ArrowDown", "Meta+ArrowRight", "Control+Space"):
        page.keyboard.press(key)
        assert where(page) == before, key
    page.get_by_role("button", name="Input").click()
    slider = page.get_by_role("slider", name="Time steps")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".stage .strip")).to_have_attribute("aria-valuemax", "23")
    page.get_by_role("combobox", name="What comes in").focus()
    for key in ("ArrowDown", "ArrowUp", "Escape"):
        page.keyboard.press(key)
    assert "t = 5" in where(page), "a slider and a list keep their arrows"


@pytest.mark.parametrize("lesson", ["kinds", "sequences"])
def test_a_row_of_choices_that_has_the_focus_keeps_its_arrows(page, lesson):
    visit(page, f"/{lesson}?{PLAYERS[lesson]}")
    before = where(page)
    page.get_by_test_id("stButtonGroup").first.get_by_role("radio").or_(
        page.get_by_test_id("stButtonGroup").first.get_by_role("button")
    ).first.focus()
    page.keyboard.press("ArrowDown")
    rest(page)
    assert where(page) == before


def test_another_page_has_its_own_keys(page):
    """Left pages no longer listen: one press moves one stage by one step."""
    visit(page, "/lstm?t=5")
    for title, url in (("GRU", "gru"), ("RNN", "rnn")):
        travel(page, f"/{url}?t=5", title)
        expect(page.locator(".stage .where")).to_have_text(re.compile("t = 5"))
        page.keyboard.press("ArrowRight")
        expect(page.locator(".stage .where")).to_have_text(re.compile("t = 6"))
    travel(page, "/words", "Words")
    expect(page.locator(".grids")).to_be_visible(timeout=30_000)
    rest(page)
    url = page.url
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    rest(page)
    assert page.url == url


@pytest.fixture(scope="module")
def stage(browser, server):
    with staged(browser, server) as one:
        yield one


@pytest.fixture(scope="module")
def phone(browser, server):
    with staged(browser, server, **PHONE) as one:
        yield one


def value(stage: Stage) -> float:
    """The number that the hand is on, at full precision."""
    stage.frame()
    return float(stage.note.split(" ")[0])


# A hundredth of the power of ten nearest to it, of 1 at least, by hand: 40 pixels.
STEPS = [("0.25", 0.65), ("-0.02", 0.38), ("7", 11.0), ("20", 24.0), ("0", 0.4)]


@pytest.mark.parametrize(("start", "end"), STEPS)
def test_a_drag_follows_the_size_of_its_number(stage, start, end):
    stage.open(f"/rnn?bias_ih={start},0")
    handle = stage.weight("bias_ih", 0)
    with stage.held(handle, by=40):
        assert value(stage) == pytest.approx(end, rel=1e-12)
    stage.button("undo").click()
    gain = end - float(start)
    for key, factor in (("Shift", 0.1), ("Alt", 10)):
        stage.page.keyboard.down(key)
        with stage.held(handle, by=40):
            assert value(stage) == pytest.approx(float(start) + gain * factor, rel=1e-9), key
        stage.page.keyboard.up(key)
        stage.button("undo").click()


def test_shift_in_the_middle_of_a_drag_goes_on_from_there(stage):
    stage.open("/rnn?bias_ih=0.25,0")
    with stage.held(stage.weight("bias_ih", 0), by=40):
        assert value(stage) == pytest.approx(0.65)
        stage.page.keyboard.down("Shift")
        box = stage.weight("bias_ih", 0).bounding_box()
        stage.page.mouse.move(box["x"] + box["width"] / 2 + 60, box["y"] + box["height"] / 2)
        assert value(stage) == pytest.approx(0.67)
    stage.page.keyboard.up("Shift")


@pytest.mark.parametrize(("lesson", "number"), [("lstm", "x"), ("gru", "h_prev"), ("construction", "x")])
def test_escape_takes_a_drag_back(page, lesson, number):
    visit(page, f"/{lesson}")
    one = Stage(page)
    handle = one.number(number)
    before = one.numbers()
    with one.held(handle, by=50):
        assert one.numbers() != before
        page.keyboard.press("Escape")
        one.frame()
        assert one.numbers() == before
        page.mouse.move(700, 400)
        one.frame()
        assert one.numbers() == before, "the hand has let go of it"
    rest(page)
    assert one.numbers() == before
    expect(page.locator(".stage .type-box")).to_have_count(0)
    expect(one.button("undo")).to_have_attribute("aria-disabled", "true")


@pytest.mark.parametrize("lesson", ["stacks", "directions"])
def test_escape_takes_a_drag_back_in_a_stack(page, lesson):
    visit(page, f"/{lesson}")
    one = Stage(page)
    handle = page.locator(".stage .weight").first
    before = one.numbers()
    with one.held(handle, by=50):
        assert one.numbers() != before
        page.keyboard.press("Escape")
        one.frame()
        assert one.numbers() == before
    rest(page)
    assert one.numbers() == before


def test_escape_takes_a_drag_back_on_the_gradients(page):
    visit(page, "/gradient?view=path&example=slide")
    number = page.locator(".stage .card .edit").first
    before = number.text_content()
    with Stage(page).held(number, by=50):
        expect(number).not_to_have_text(before)
        page.keyboard.press("Escape")
        expect(number).to_have_text(before)
    expect(page.locator(".stage .type-box")).to_have_count(0)
    visit(page, "/gradient")
    x = page.locator(".stage .cell.edit").first
    before = x.text_content()
    with Stage(page).held(x, by=50):
        expect(x).not_to_have_text(before)
        page.keyboard.press("Escape")
        expect(x).to_have_text(before)
    rest(page)
    expect(x).to_have_text(before)


def test_a_drag_pauses_the_player(stage):
    settings = stage.open("/rnn?t=2&op=3").settings()
    stage.page.get_by_role("combobox", name="Speed").select_option("slow")
    stage.button("play").click()
    with stage.held(stage.number("x"), by=30):
        expect(stage.button("play")).to_have_text(re.compile("play"))
        t, dragged = stage.at[0] - 1, value(stage)
    after = stage.rest()
    assert after.x.tolist() == edited(from_query("rnn", {"t": str(t + 1)}), "x", 0, 0, dragged).x.tolist()
    assert after.t == t != settings.steps - 1
    stage.button("play").click()
    stage.page.mouse.click(*stage.cells()(4, "h[1]"))
    expect(stage.button("play")).to_have_text(re.compile("play"))
    assert stage.at[0] == 4, "so does the strip"


SWIPED = {
    "a number": lambda one: one.number("x"),
    "a weight": lambda one: one.weight("weight_ih.r", 0),
    "the strip": lambda one: one.strip,
}


@pytest.mark.parametrize("what", SWIPED)
def test_a_swipe_upwards_scrolls_and_changes_nothing(phone, what):
    settings = phone.open("/gru?t=3").settings()
    handle = SWIPED[what](phone)
    handle.scroll_into_view_if_needed()
    box, before, scrolled = handle.bounding_box(), phone.numbers(), phone.scrolled()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    way = -1 if y > 400 or not scrolled else 1
    phone.touch("Start", (x, y))
    for down in (4, 12, 30, 80, 160):
        phone.touch("Move", (x + 2, y + way * down))
    phone.touch("End")
    phone.page.wait_for_function("(was) => document.querySelector('.stMain').scrollTop !== was", arg=scrolled)
    assert phone.numbers() == before == expected(settings)
    assert phone.rest() == settings
    expect(phone.page.locator(".stage .type-box")).to_have_count(0)


@pytest.mark.parametrize("what", ["a number", "a weight"])
def test_a_swipe_sideways_drags(phone, what):
    phone.open("/gru?t=1")
    handle = SWIPED[what](phone)
    handle.scroll_into_view_if_needed()
    box, before, scrolled = handle.bounding_box(), phone.numbers(), phone.scrolled()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    phone.touch("Start", (x, y))
    for by in (4, 12, 30, 60):
        phone.touch("Move", (x + by, y + 5))
    phone.touch("End")
    assert phone.scrolled() == scrolled
    after = phone.rest()
    assert phone.numbers() == expected(after) != before


INK = """
window.inked = { fillText: [], strokeRect: [] };
for (const [name, calls] of Object.entries(inked)) {
  const before = CanvasRenderingContext2D.prototype[name];
  CanvasRenderingContext2D.prototype[name] = function (...how) {
    calls.push(how);
    return before.apply(this, how);
  };
}"""


def test_the_frame_of_a_narrow_step_does_not_cross_the_words_over_it(open_page):
    page = open_page(fresh=True, **PHONE)
    page.add_init_script(INK)
    page.goto("/rnn")
    expect(page.locator(".stage .katex").first).to_be_attached(timeout=30_000)
    page.wait_for_function("inked.strokeRect.length > 0")
    frames, written = page.evaluate("[inked.strokeRect, inked.fillText]")
    lowest = max(y for text, _, y in written if str(text).endswith("h"))
    assert min(top for _, top, _, _ in frames) >= lowest + 4
