"""A class in a room: a teacher and three students, each in a browser of their own, through a whole lesson.

One test, as what costs is the visits: each part stands on the one before.
"""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.rest import rest, travel
from tests.browser.room import answer, bar, panel, place, press, together

# A message by hand, over a socket of the page's own, and the answer to it.
BY_HAND = """(messages) => new Promise((done) => {
  const socket = new WebSocket(new URL("room", document.baseURI).href.replace(/^http/, "ws"));
  const said = [];
  socket.onopen = () => messages.forEach((one) => socket.send(JSON.stringify(one)));
  socket.onmessage = ({ data }) => {
    const found = JSON.parse(data);
    if (found.wrong) said.push(found.wrong);
    if (said.length === messages.length - 1) socket.close();
  };
  socket.onclose = () => done(said);
})"""


def test_a_teacher_and_three_students_go_through_a_lesson(open_page: Open) -> None:
    teacher, ann, ben, late = (open_page(led=True) for _ in range(4))
    code = join(teacher, ann, ben)
    follow(teacher, ann, ben)
    explore(teacher, ann, ben)
    present(teacher, ann, code)
    ask(teacher, ann, ben, code)
    truth = ask_again(teacher, ann, ben)
    ask_on_the_spot(teacher, ann)
    share(teacher, ann, ben)
    come_late(teacher, ann, ben, late, code)
    teacher = come_back(teacher, code, truth)
    close(teacher, ann, ben, late)


def join(teacher: Page, ann: Page, ben: Page) -> str:
    """By the link, and by the code typed carelessly; what is no code is said. The room's code."""
    teacher.goto("/class")
    press(teacher, "Open a room")
    code = teacher.locator(".class-big").inner_text()
    expect(teacher.locator(".class-qr")).to_be_visible()
    assert f"/class?room={code}" in teacher.locator(".class-link").inner_text()
    ann.goto(f"/class?room={code}")
    ben.goto("/class")
    ben.get_by_role("textbox", name="Code").fill("ABCD0")
    press(ben, "Join the class")
    expect(ben.get_by_role("alert")).to_contain_text("is no code")
    ben.get_by_role("textbox", name="Code").fill(f" {code.lower()} ")
    press(ben, "Join the class")
    expect(bar(teacher)).to_contain_text("2 here · 2 follow · 0 done")
    face = bar(ann).locator("b").inner_text()
    expect(teacher.locator(".class-faces")).to_contain_text(face)
    return code


def follow(teacher: Page, ann: Page, ben: Page) -> None:
    """Another page, the lead's step, the player's step."""
    travel(teacher, "/gru?step=2", "GRU")
    together(teacher, ann, ben)
    for one in (ann, ben):
        expect(one.get_by_role("heading", name="Blend two numbers")).to_be_visible()
        one.evaluate("() => { window.here = true; }")
        rest(one)
    before = together(teacher, ann, ben)
    teacher.keyboard.press("ArrowRight")
    assert together(teacher, ann, ben) != before


def explore(teacher: Page, ann: Page, ben: Page) -> None:
    """Free, and back again."""
    press(ann, "Explore")
    expect(bar(teacher)).to_contain_text("1 follow")
    stays = place(ann)
    teacher.keyboard.press("ArrowRight")
    together(teacher, ben)
    assert place(ann) == stays
    press(ann, "Follow")
    together(teacher, ann)
    press(teacher, "Class explores")
    expect(bar(ben)).to_contain_text("You explore on your own.")
    press(teacher, "Class follows")


def present(teacher: Page, ann: Page, code: str) -> None:
    """Nothing but the picture, its player and the lead; a clicker's keys take the lead on and back."""
    press(teacher, "Present")
    expect(bar(teacher)).to_be_hidden()
    expect(teacher.locator(".st-key-controls")).to_be_hidden()
    expect(teacher.locator(".room-corner")).to_contain_text(code)
    for key, step in (("PageDown", 3), ("PageUp", 2)):
        teacher.keyboard.press(key)
        for one in (teacher, ann):
            expect(one.locator(".st-key-lead")).to_contain_text(f"Step {step} of")
    teacher.keyboard.press("Escape")
    expect(bar(teacher)).to_be_visible()


def ask(teacher: Page, ann: Page, ben: Page, code: str) -> None:
    """A step of the lead. Nobody sees an answer, nobody but the teacher reveals."""
    teacher.get_by_role("button", name="Ask the class").click()
    for one in (ann, ben):
        expect(panel(one).locator(".room-choice")).to_have_count(8)
        expect(one.locator(".st-key-lead")).to_contain_text("Answer to the class")
    answer(ann, 0)
    expect(panel(teacher)).to_contain_text("1 of 2 answered")
    hand_made = [{"do": "join", "code": code}, {"do": "reveal"}, {"do": "close"}, {"do": "show", "link": "rnn"}]
    said = ben.evaluate(BY_HAND, hand_made)
    assert said == ["Only the teacher can do this."] * 3
    expect(panel(teacher)).to_contain_text("1 of 2 answered")
    answer(ben, 1)
    expect(panel(teacher)).to_contain_text("2 of 2 answered")
    expect(panel(ben).locator(".room-results")).to_have_count(0)


def ask_again(teacher: Page, ann: Page, ben: Page) -> str:
    """The first answers stay; both are shown, and the truth with them: what it is."""
    press(teacher, "Ask again")
    for one in (ann, ben):
        expect(panel(one)).to_contain_text("Second vote")
    answer(ann, 1)
    answer(ben, 1)
    press(teacher, "Reveal")
    for one in (teacher, ann, ben):
        rows = panel(one).locator(".room-row")
        expect(rows.nth(0).locator(".room-line b")).to_have_text(["1", "0"])
        expect(rows.nth(1).locator(".room-line b")).to_have_text(["1", "2"])
        expect(panel(one).locator("[data-true]")).to_have_count(1)
    truth = panel(teacher).locator("[data-true] .room-option").inner_text().removeprefix("✓ ")
    press(teacher, "End the question")
    expect(panel(ann)).to_be_hidden()
    return truth


def ask_on_the_spot(teacher: Page, ann: Page) -> None:
    """What is typed stays text."""
    press(teacher, "Ask")
    press(teacher, "Short text")
    teacher.get_by_role("textbox", name="Question", exact=True).fill("Why <b>$z$</b>?")
    panel(teacher).get_by_role("button", name="Ask the class").click()
    expect(panel(ann).locator(".room-asked")).to_have_text("Why <b>$z$</b>?")
    panel(ann).get_by_role("textbox", name="Your answer").fill("<img src=x onerror=alert(1)>")
    press(ann, "Send")
    press(teacher, "Reveal")
    expect(panel(teacher).locator(".room-texts li")).to_have_text(["<img src=x onerror=alert(1)>"])
    press(teacher, "End the question")


def share(teacher: Page, ann: Page, ben: Page) -> None:
    """A student's screen becomes the class's."""
    press(ben, "Explore")
    travel(ben, "/lstm?preset=latch&t=6&lead=off", "LSTM")
    rest(ben)
    bar(ben).get_by_role("textbox").fill("a latch")
    press(ben, "Show the class")
    press(teacher, "Screens: 1")
    expect(panel(teacher)).to_contain_text("a latch")
    press(teacher, "Open it")
    expect(teacher.get_by_role("heading", level=1)).to_have_text("LSTM")
    together(teacher, ann)
    assert place(teacher) == place(ben)
    press(ben, "Follow")


def come_late(teacher: Page, ann: Page, ben: Page, late: Page, code: str) -> None:
    """Who comes late, and who loads the page anew, arrives where the class is."""
    late.goto(f"/class?room={code}")
    ben.reload()
    assert "preset=latch" in together(teacher, ann, ben, late)
    assert ann.evaluate("() => window.here"), "a student who follows is never loaded anew"


def come_back(teacher: Page, code: str, truth: str) -> Page:
    """The teacher's tab dies and comes back by its key; the answers are there still."""
    context = teacher.context
    teacher.close()
    teacher = context.new_page()
    teacher.goto("/class")
    expect(teacher.locator(".class-big")).to_have_text(code)
    with teacher.expect_download() as download:
        press(teacher, "Answers as CSV")
    sheet = download.value.path().read_text("utf-8")
    assert len(sheet.splitlines()) == 1 + 2 + 2 + 1
    assert truth in sheet
    assert "'" not in sheet.splitlines()[0]
    return teacher


def close(teacher: Page, ann: Page, *others: Page) -> None:
    """The students keep what they see."""
    press(teacher, "Close the room")
    for one in (ann, *others):
        expect(bar(one)).to_be_hidden()
    expect(teacher.get_by_role("button", name="Open a room")).to_be_visible()
    assert re.match(r"lstm\?", place(ann)), "the students keep what they see"
