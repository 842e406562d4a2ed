"""What is on the screen fits it: on a desk and on a phone, in both themes, at every step, at two units and at four."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from rnnviz.core.cells import CELLS
from tests.browser.rest import rest
from tests.browser.screens import FITTING
from tests.browser.stage import Stage, staged

SCREENS = {
    "desk": {"viewport": {"width": 1280, "height": 720}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}
# Two units; four of everything; with an output layer; with numbers of every length.
SIZES = ["", "hidden=4&inputs=4", "hidden=3&outputs=4&softmax=1", "h0=-123456.789,1e-7&bias_ih={bias}"]
LINKS = [(cell, size) for size in SIZES for cell in CELLS]
LEAST = 8.9  # px of the smallest digits, those of a number too long for its box


@pytest.fixture(scope="module", params=SCREENS)
def screen(request, browser, server):
    with staged(browser, server, **SCREENS[request.param]) as one:
        yield request.param, one


def opened(stage: Stage, cell: str, size: str) -> Stage:
    bias = ",".join(["12345", "-0.00012345", "99.99", "-1e-6"][k % 4][:9] for k in range(2 * CELLS[cell].blocks))
    return stage.open(f"/{cell}?t=5&{size.format(bias=bias.replace('12345', '12.345'))}")


def sideways(stage: Stage) -> int:
    """By how many pixels the page can be scrolled to the side."""
    return stage.page.evaluate("""() => Math.max(...[document.documentElement, document.querySelector(".stMain")].map(
      (el) => el.scrollWidth - el.clientWidth))""")


@pytest.mark.parametrize(("cell", "size"), LINKS)
def test_nothing_overlaps_or_is_cut_off(screen, cell, size):
    _, stage = screen
    opened(stage, cell, size)
    assert stage.read("misfits") == []
    assert sideways(stage) <= 0
    assert stage.read("smallest") >= (8.0 if "bias" in size else LEAST)


@pytest.mark.parametrize("cell", CELLS)
def test_nothing_is_too_faint_in_either_theme(screen, cell):
    """WCAG's 4.5 : 1 for every text; both themes without loading the page again."""
    _, stage = screen
    stage.open(f"/{cell}?t=5&outputs=2&softmax=1")
    for theme in ("dark", "light"):
        stage.page.emulate_media(color_scheme=theme)
        expect(stage.root).to_have_attribute("data-theme", theme)
        expect(stage.page.locator(".stApp")).to_have_css("color-scheme", theme)
        stage.frame()
        assert stage.read("faint") == [], theme


@pytest.mark.parametrize("cell", CELLS)
def test_nothing_jumps_when_the_step_the_operation_or_the_notation_changes(screen, cell):
    """Every part of the stage stays where it is, to the pixel."""
    _, stage = screen
    stage.open(f"/{cell}?hidden=2&t=1&op=1")
    stage.strip.focus()
    stage.frame()
    places = stage.read("places")
    for key in [*["ArrowDown"] * len(CELLS[cell].ops), "ArrowRight", "ArrowRight", "End", "Home"]:
        stage.page.keyboard.press(key)
        stage.frame()
        assert stage.read("places") == places, (key, stage.where)
    for notation in ("concat", "wu", "andrew", "torch"):
        stage.notation.select_option(notation)
        stage.frame()
        assert stage.read("places") == places, notation
    stage.number("h", 0).hover()
    stage.frame()
    assert stage.read("places") == places, "pointing"
    with stage.held(stage.number("x"), by=60):
        assert stage.read("places") == places, "dragging"
    stage.page.mouse.move(5, 5)
    rest(stage.page)
    assert stage.read("places") == places, "let go"


@pytest.mark.parametrize("screen", ["desk"], indirect=True)
@pytest.mark.parametrize("cell", CELLS)
def test_on_a_desk_the_strip_of_time_is_in_view(screen, cell):
    _, stage = screen
    stage.load(f"/{cell}")
    expect(stage.strip).to_be_in_viewport(ratio=1)
    expect(stage.change).to_be_in_viewport(ratio=1)
    assert stage.scrolled() == 0


@pytest.mark.parametrize("cell", CELLS)
def test_many_units_are_the_net_and_strips(screen, cell):
    _, stage = screen
    settings = stage.open(f"/{cell}?hidden=32&inputs=4&source=noise&steps=64").settings()
    assert stage.large
    expect(stage.page.locator(".stage svg.circuit")).to_be_hidden()
    expect(stage.page.locator(".stage .overview [role=button]:visible")).to_have_count(32 + 1)
    expect(stage.page.locator(".stage .weight").first).to_be_hidden()
    assert sideways(stage) <= 0
    strip = stage.strip.bounding_box()
    assert strip["height"] > 4 * (4 + 32)
    assert stage.read("misfits") == []
    stage.strip.focus()
    stage.page.keyboard.press("End")
    assert stage.at[0] == settings.steps == 64
    expect(stage.change).to_have_text(re.compile("32 units are too many"))


def test_a_stage_that_gets_narrower_is_drawn_for_its_new_width(browser, server):
    """A turned tablet: the layout follows the stage's own width, and the numbers stay."""
    with staged(browser, server) as stage:
        stage.open("/lstm?t=3")
        before = stage.numbers()
        for width in (600, 768, 850, 900, 1024, 1100):
            stage.page.set_viewport_size({"width": width, "height": 800})
            rest(stage.page, 200)
            assert stage.numbers() == before
            assert width == 600 or stage.root.evaluate(FITTING) == [], "a tablet's circuit has the whole width"
            assert stage.read("misfits") == []
            assert sideways(stage) <= 0
        stage.page.set_viewport_size({"width": 768, "height": 1024})
        stage.open("/mingru?t=3")
        assert stage.root.evaluate(FITTING) == [], "a wire leaves its share upwards, beside the share's name"
