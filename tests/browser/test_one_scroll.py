"""Boxes, bars and the axis of hours of "Gradients" scroll as one, and show that there is more on a side."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.gradient import Lesson
from tests.browser.rest import FRAME, rest
from tests.browser.test_house import PHONE

# What a canvas writes and fills, in px of the page from its own left edge, as of its latest clearing.
RECORD = """(() => {
  const marks = window.marks = new WeakMap();
  const own = CanvasRenderingContext2D.prototype;
  const wrap = (name, note) => {
    const before = own[name];
    own[name] = function (...args) {
      note(this, args, this.getTransform().a);
      return before.apply(this, args);
    };
  };
  wrap("clearRect", (ctx) => marks.set(ctx.canvas, { texts: [], bars: [] }));
  wrap("fillText", (ctx, [text, x, y]) => marks.get(ctx.canvas)?.texts.push({ text, x, y, align: ctx.textAlign }));
  wrap("fillRect", (ctx, [x, y, width, height]) =>
    marks.get(ctx.canvas)?.bars.push({ middle: x + width / 2, y, width, height }));
})()"""
# The middle of each step's box, of its word on the axis and of its bar, on the screen.
MIDDLES = """(stage) => {
  const canvas = stage.querySelector(".ribbon canvas");
  const left = canvas.getBoundingClientRect().left;
  const middle = (box) => (box.left + box.right) / 2;
  const boxes = [...stage.querySelectorAll(".net .error rect")].map((rect) => middle(rect.getBoundingClientRect()));
  const { texts, bars } = window.marks.get(canvas);
  const words = texts.filter((text) => text.align === "center" && text.y < 12)
    .map((text) => [text.text, left + text.x]);
  const columns = bars.filter((bar) => bar.height > 0 && bar.width < 30).map((bar) => left + bar.middle);
  return { boxes, words, columns };
}"""
SCROLL = "(box, share) => box.scrollTo({ left: share * (box.scrollWidth - box.clientWidth), behavior: 'instant' })"
AT = "(box) => [box.scrollLeft, box.scrollWidth - box.clientWidth]"


def opened(page: Page, steps: int) -> Lesson:
    page.add_init_script(RECORD)
    return Lesson(page).open(f"/gradient?preset=random&source=noise&steps={steps}&whole=1&loss=every")


def middles(lesson: Lesson) -> dict[str, Any]:
    return dict(lesson.root.evaluate(MIDDLES))


@pytest.mark.parametrize("steps", [6, 24])
@pytest.mark.parametrize("device", [{}, PHONE], ids=["desk", "phone"])
def test_a_step_stands_over_its_hour_wherever_the_net_is_scrolled_to(open_page: Any, device: Any, steps: int) -> None:
    lesson = opened(open_page(fresh=True, **device), steps)
    box = lesson.root.locator(".net-scroll")
    for share in (None, 0, 0.3, 0.77, 1):  # None: as it opens
        if share is not None:
            lesson.press("Home")
            box.evaluate(SCROLL, share)
            lesson.page.evaluate(FRAME)
        seen = middles(lesson)
        hours = {word: x for word, x in seen["words"] if word.isdigit()}
        assert len(seen["boxes"]) == steps
        assert hours, seen["words"]
        for word, x in hours.items():
            assert seen["boxes"][int(word) - 1] == pytest.approx(x, abs=2), (share, word)
        if share is None:
            continue
        assert len(seen["columns"]) == steps + 1
        for box_of_step, bar in zip(seen["boxes"], seen["columns"][1:], strict=True):
            assert box_of_step == pytest.approx(bar, abs=2)


def test_the_arrows_go_when_there_is_nothing_more_on_their_side(open_page: Any) -> None:
    lesson = opened(open_page(fresh=True, **PHONE), 24)
    box = lesson.root.locator(".net-scroll")
    left, right = (lesson.root.locator(f".more.{side}") for side in ("left", "right"))

    def shown(share: float) -> tuple[bool, bool]:
        box.evaluate(SCROLL, share)
        lesson.page.evaluate(FRAME)
        return left.is_visible(), right.is_visible()

    assert [shown(share) for share in (0, 0.5, 1)] == [(False, True), (True, True), (True, False)]
    before = box.evaluate(AT)[0]
    left.tap()
    rest(lesson.page)
    assert 0 < box.evaluate(AT)[0] < before - 100
    assert not Lesson(open_page()).open().root.locator(".more").filter(visible=True).count()


def test_a_net_opens_where_its_sweep_begins(open_page: Any) -> None:
    page = open_page(**PHONE)
    lesson = Lesson(page).open("/gradient?preset=random&source=noise&steps=24&whole=1&loss=every&front=0")
    at, most = lesson.root.locator(".net-scroll").evaluate(AT)
    assert at == pytest.approx(most, abs=2)


def test_what_is_under_a_hand_on_the_axis_stays_there(open_page: Any) -> None:
    """A step that is half in sight is taken too; a net that scrolled then would run away under the hand."""
    lesson = opened(open_page(fresh=True, **PHONE), 24)
    lesson.root.locator(".status").scroll_into_view_if_needed()
    box, ribbon = lesson.root.locator(".net-scroll"), lesson.root.locator(".ribbon")
    box.evaluate(SCROLL, 0.31)
    lesson.page.evaluate(FRAME)
    before, top = box.evaluate(AT)[0], ribbon.bounding_box()["y"]
    seen = box.bounding_box()
    hours = [(word, x) for word, x in middles(lesson)["words"] if word.isdigit()]
    assert hours
    for x in (seen["x"] + seen["width"] - 4, seen["x"] + 70):
        near = min(hours, key=lambda hour: abs(hour[1] - x))[0]
        lesson.page.mouse.click(x, top + 30)
        lesson.frame()
        assert ribbon.get_attribute("aria-valuenow") == near
        assert box.evaluate(AT)[0] == before
