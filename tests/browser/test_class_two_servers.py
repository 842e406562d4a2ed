"""A class on two servers with one Redis: the teacher on one, a student on the other; and a Redis that dies.

One test, as what costs is the visits: each part stands on the one before.
"""

from __future__ import annotations

from playwright.sync_api import Page, expect

from rnnviz.room.redis_bus import DOWN
from tests.browser.conftest import Open
from tests.browser.rest import travel
from tests.browser.room import answer, bar, panel, place, press, together
from tests.conftest import Served
from tests.redis_server import RedisServer


def test_a_class_on_two_servers(open_page: Open, replicas: list[Served], redis_server: RedisServer) -> None:
    teacher, ann = (open_page(one, led=True) for one in replicas)
    both: tuple[Page, Page] = (teacher, ann)
    teacher.goto("/class")
    press(teacher, "Open a room")
    code = teacher.locator(".class-big").inner_text()
    ann.goto(f"/class?room={code}")
    expect(bar(teacher)).to_contain_text("1 here · 1 follow · 0 done")

    travel(teacher, "/gru?step=2", "GRU")
    together(teacher, ann)
    expect(ann.get_by_role("heading", name="Blend two numbers")).to_be_visible()
    before = place(ann)
    teacher.keyboard.press("ArrowRight")
    assert together(teacher, ann) != before

    teacher.get_by_role("button", name="Ask the class").click()
    expect(ann.locator(".st-key-lead")).to_contain_text("Answer to the class")
    answer(ann, 1)
    expect(panel(teacher)).to_contain_text("1 of 1 answered")

    dies_and_comes_back(redis_server, teacher, ann)
    expect(panel(ann)).to_contain_text("Your answer:")
    press(teacher, "Reveal")
    for one in both:
        expect(panel(one).locator(".room-row").nth(1).locator(".room-line b")).to_have_text(["1"])
        expect(panel(one).locator("[data-true]")).to_have_count(1)
    press(teacher, "End the question")
    expect(panel(ann)).to_be_hidden()
    teacher.keyboard.press("ArrowRight")
    together(teacher, ann)

    teacher.goto("/class")
    press(teacher, "Close the room")
    expect(bar(ann)).to_be_hidden()


def dies_and_comes_back(redis_server: RedisServer, teacher: Page, ann: Page) -> None:
    """Both screens say so, and keep what they show; then the class comes back, too."""
    both = (teacher, ann)
    redis_server.kill()
    try:
        for one in both:
            expect(bar(one)).to_contain_text(DOWN)
        press(teacher, "Class explores")
        ann.reload()
        expect(bar(ann)).to_contain_text(DOWN)
        expect(bar(teacher)).to_contain_text(DOWN)
    finally:
        redis_server.start()
    for one in both:
        expect(bar(one)).not_to_contain_text(DOWN)
