"""The lesson "Gradients" in Chromium: the sweep, another loss, hands on the net, layout, motion, and being read out."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from rnnviz.core.bptt import of_states
from rnnviz.theme import format_number
from tests.browser.gradient import VIEWS, Lesson, drag, written
from tests.browser.rest import rest
from tests.browser.test_house import PHONE


@pytest.fixture
def lesson(page: Page) -> Lesson:
    return Lesson(page).open()


# The sweep


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize("whole", ["0", "1"])
def test_the_sweep_writes_the_cores_gradients(page: Page, cell: str, whole: str) -> None:
    lesson = Lesson(page).open(f"/gradient?cell={cell}&whole={whole}&front=0")
    assert set(lesson.gradients().values()) <= {"", "0"}
    lesson.press("Home")
    gradient = lesson.gradient()
    states = of_states(gradient, None if whole == "1" else 5)
    shown = lesson.gradients()
    for name, values in states.items():
        for (k, row), value in np.ndenumerate(values):
            assert shown[f"d{name}:{k}:{row}"] == format_number(value)
    start = gradient.start.sum(axis=0) if whole == "1" else gradient.start[5]
    assert [shown[f"dh:-1:{row}"] for row in range(2)] == written(start[:2])
    dy = gradient.dy if whole == "1" else np.where(np.arange(6)[:, None] == 5, gradient.dy, 0.0)
    for (k, row), value in np.ndenumerate(dy):
        assert shown[f"dy:{k}:{row}"] == (format_number(value) if whole == "1" or k == 5 else "0")


def test_it_goes_back_one_part_and_one_step_at_a_time(lesson: Lesson) -> None:
    def reached() -> list[int]:
        return sorted(
            {int(key.split(":")[1]) for key, text in lesson.gradients().items() if key[1] == "h" and len(text) > 1}
        )

    assert reached() == []
    assert lesson.gradients()["dy:5:0"] != "", "the first part stands already"
    assert lesson.press("ArrowDown").where.startswith("at h₆")
    assert reached() == [5]
    lesson.press("ArrowLeft", "ArrowLeft")
    assert reached() == [3, 4, 5]
    lesson.press("ArrowRight")
    assert reached() == [4, 5]
    lesson.press("ArrowUp")
    assert reached() == [5]
    lesson.press("Home")
    assert reached() == [-1, 0, 1, 2, 3, 4, 5]
    expect(lesson.button("opNext")).to_be_disabled()
    lesson.press("End")
    assert reached() == []
    assert lesson.gradients()["dy:5:0"] == ""
    lesson.press("Home", "r")
    assert lesson.where == "at y₆ · 1 of 8"


def test_colour_says_sign_and_size(lesson: Lesson) -> None:
    lesson.press("Home")

    def colour(k: int, row: int) -> tuple[int, ...]:
        style = lesson.root.locator(f".gradient[data-q=dh][data-k='{k}'][data-row='{row}'] rect").get_attribute("style")
        return tuple(map(int, re.findall(r"\d+", style or "")))

    dh = lesson.gradient().signals[5]
    red, _, blue = colour(5, 0)
    assert dh[5, 0] < 0 < blue - red
    red, _, blue = colour(4, 1)
    assert blue - red < 0 < dh[4, 1]
    assert min(colour(0, 0)) > 230, "what is small is pale"


def test_stepping_scrubbing_and_playing_ask_the_server_nothing(lesson: Lesson) -> None:
    lesson.quiet()
    lesson.press("ArrowLeft", "ArrowDown", "ArrowUp", "Home", "End")
    ribbon = lesson.root.locator(".ribbon")
    box = ribbon.bounding_box()
    assert box is not None
    step = (box["width"] - 58) / 7
    lesson.page.mouse.move(box["x"] + 58 + 6.5 * step, box["y"] + 30)
    lesson.page.mouse.down()
    for k in (4, 2, 0):
        lesson.page.mouse.move(box["x"] + 58 + (k + 1.5) * step, box["y"] + 30, steps=3)
        lesson.frame()
        assert lesson.where.startswith(f"at h{chr(0x2080 + k + 1)}")
        assert ribbon.get_attribute("aria-valuenow") == str(k + 1)
    lesson.page.mouse.up()
    lesson.press("End")
    lesson.root.get_by_role("combobox", name="Speed").select_option("fast")
    lesson.press(" ")
    expect(lesson.button("play")).to_contain_text("pause")
    expect(lesson.button("opNext")).to_be_disabled(timeout=6000)
    expect(lesson.button("play")).to_contain_text("sweep")
    lesson.view("path").press("ArrowDown")
    lesson.net().press("ArrowDown", "ArrowDown", "ArrowRight", "ArrowUp", "Home")
    lesson.root.locator(".pick.h[data-step='3']").click()
    lesson.view("slides").view("sweep")
    lesson.query()
    assert lesson.sent == []


def test_another_loss_is_chosen_by_a_click(lesson: Lesson) -> None:
    lesson.root.locator(".error[data-step='2']").click()
    expect(lesson.root.locator(".error.chosen")).to_have_text(re.compile("E₃"))
    lesson.press("Home")
    expect(lesson.root.locator(".gradient[data-q=dh][data-k='4'] text").first).to_have_text("0")
    states = of_states(lesson.gradient(), 2)["h"]
    assert [lesson.gradients()[f"dh:{k}:0"] for k in range(3)] == written(states[:3, 0])
    assert lesson.query()["E"] == "3"
    lesson.root.locator("[data-choice=L]").click()
    lesson.press("Home")
    assert [lesson.gradients()[f"dh:{k}:0"] for k in range(6)] == written(lesson.gradient().dh[:, 0])


def test_an_input_is_dragged_and_taken_back(lesson: Lesson) -> None:
    lesson.press("Home")
    before = lesson.settings()
    handle = lesson.root.locator(".net-box .cell.edit[data-q=x][data-k='2']")
    drag(lesson, handle, 60)
    now = lesson.settings()
    assert now.x[2, 0] == pytest.approx(before.x[2, 0] + 0.6, abs=1e-3)
    expect(lesson.root.locator(".gradient[data-q=dh][data-k='0'] text").first).to_have_text(
        format_number(of_states(lesson.gradient(), 5)["h"][0, 0])
    )
    expect(lesson.verdict).to_contain_text("agrees")
    lesson.button("undo").click()
    assert lesson.settings() == before
    lesson.press("Control+y")
    assert lesson.settings() == now


# Layout, motion, and being read out


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_every_exhibit_is_one_screen(open_page: Any, cell: str) -> None:
    lesson = Lesson(open_page(color_scheme="dark")).open(f"/gradient?cell={cell}&example=net&factor=3")
    for view in VIEWS:
        lesson.view(view)
        if view == "sum":
            expect(lesson.page.locator(".js-plotly-plot")).to_be_visible(timeout=15_000)
        bottom = lesson.root.evaluate("(stage) => stage.getBoundingClientRect().bottom")
        assert bottom <= (720 if view != "slides" or cell == "rnn" else 1200), (view, bottom)
        assert lesson.page.locator(".stMain").evaluate("(e) => e.scrollWidth <= e.clientWidth")


def test_on_a_phone_the_page_does_not_scroll_sideways(open_page: Any) -> None:
    lesson = Lesson(open_page(color_scheme="dark", **PHONE)).open("/gradient?cell=lstm")
    for view in VIEWS:
        lesson.tab(view).tap()
        rest(lesson.page, 300)
        assert lesson.page.locator(".stMain").evaluate("(e) => e.scrollWidth <= e.clientWidth"), view
    lesson.tab("sweep").tap()
    for _ in range(4):
        lesson.button("back").tap()
    at = lesson.root.locator(".gradient.now[data-q=dc]").first.bounding_box()
    assert at is not None
    assert 0 <= at["x"] < 390, "the net follows the sweep"


def test_a_long_run_of_many_units_can_be_swept(page: Page) -> None:
    link = "/gradient?cell=lstm&preset=random&hidden=32&source=noise&steps=64&whole=1"
    lesson = Lesson(page).open(link)
    lesson.press("Home")
    expect(lesson.root.locator(".block")).to_have_count(65 * 4)
    lesson.root.locator(".block[data-q=dh][data-k='3']").hover()
    lesson.frame()
    assert lesson.root.locator(".note").first.text_content()
    lesson.net().press("ArrowDown")
    expect(lesson.root.locator(".so-far")).to_contain_text("Too many numbers to send")
    lesson.view("slides")
    took = lesson.page.evaluate("performance.getEntriesByName('rnnviz:frame')[0].duration")
    assert took < 200


def test_stillness_is_kept_where_it_is_asked_for(open_page: Any) -> None:
    for motion, animated in (("reduce", False), ("no-preference", True)):
        lesson = Lesson(open_page(reduced_motion=motion)).open()
        lesson.press("ArrowLeft", "ArrowLeft")
        names = lesson.root.evaluate(
            "(stage) => [...stage.querySelectorAll('.pulse.on')].map((e) => getComputedStyle(e).animationName)"
        )
        assert names
        assert all((name != "none") == animated for name in names)


def test_a_screen_reader_is_told_where_the_sweep_is(lesson: Lesson) -> None:
    live = lesson.root.locator("[aria-live]")
    lesson.press("ArrowLeft", "ArrowLeft")
    norm = np.linalg.norm(lesson.gradient().signals[5, 4])
    expect(live).to_contain_text(f"‖∂E₆/∂h₅‖ = {format_number(norm, '')}")
    lesson.net().press("ArrowDown")
    expect(live).to_contain_text("2 of 8 factors. Product so far")
    lesson.view("sweep")
    cell = lesson.root.locator(".gradient[data-q=dh][data-k='4']").first
    assert (cell.get_attribute("aria-label") or "").startswith("gradient by h 5, unit 1: ")
    cell.focus()
    lesson.page.keyboard.press("Enter")
    assert lesson.root.get_attribute("data-view") == "path"


def test_numbers_that_explode_stay_in_their_boxes(page: Page) -> None:
    link = "/gradient?preset=random&source=sine&steps=64&activation=identity&hidden=2&weight_hh=3,-41,57,62&whole=1"
    lesson = Lesson(page).open(link).press("Home")
    assert any("e+1" in text for text in lesson.root.locator(".error text").all_text_contents())
    inside = """(stage) => [...stage.querySelectorAll(".net :is(.error, .cell)")].flatMap((g) => {
      const [box, text] = ["rect", "text"].map((tag) => g.querySelector(tag)?.getBoundingClientRect());
      const fits = !text?.width || (text.left >= box.left + 1 && text.right <= box.right - 1);
      return fits ? [] : [g.textContent];
    })"""
    assert lesson.root.evaluate(inside) == []
