"""The vanishing page in Chromium: a knob redraws the picture in place, the link and Back bring it back, it fits."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from rnnviz.theme import QUANTITIES

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
GREEN = tuple(int(QUANTITIES["h"].colour[k : k + 2], 16) for k in (1, 3, 5))
NORM = f".scatterlayer path.js-line[style*='rgb{GREEN}']"
# Every frame: whether the node tagged at first is still there with its curves. A chart that is taken away blinks.
WATCH = """(chart) => {
  window.missing = 0;
  (function look() {
    if (!chart.isConnected || !chart.querySelector(".js-line")) window.missing += 1;
    requestAnimationFrame(look);
  })();
}"""

# Plotly may be writing its texts anew.
HIGHER = "high => document.querySelector('.chart :is(.xtick, .x2tick) text')?.getBoundingClientRect().height >= high"
WIDER = "wide => document.querySelector('.chart .main-svg').getBoundingClientRect().width > wide"


def charts(page: Page):
    return page.locator(".chart.js-plotly-plot")


def settled(page: Page, path: str) -> None:
    page.goto(path)
    drawn = charts(page).first.locator(".js-line, .barlayer path").first
    expect(drawn).to_be_attached(timeout=30_000)  # plotly's 4.7 MB are read first
    page.wait_for_load_state("networkidle")


def slider(page: Page, label: str):
    return page.locator(".stSlider").filter(has_text=label).locator("input[type=range]")


def test_the_radius_moves_curve_and_eigenvalues_in_place(page):
    settled(page, "/vanishing?preset=keeps")
    chart = charts(page).first
    curve, dot = chart.locator(NORM), charts(page).nth(1).locator("path.point").first
    before, where = curve.get_attribute("d"), dot.get_attribute("transform")
    chart.evaluate(WATCH)
    slider(page, "Spectral radius").press("ArrowRight")
    expect(page).to_have_url(re.compile(r"radius=1\.01"))
    expect(curve).not_to_have_attribute("d", before)
    expect(dot).not_to_have_attribute("transform", where)
    expect(page.get_by_text("at step 1 it is 2.678")).to_be_visible()  # 1.01 ** 99
    assert page.evaluate("missing") == 0, "the chart blinked"


def test_a_link_brings_the_same_picture_and_back_the_one_before(page):
    settled(page, "/vanishing?preset=keeps")
    curve = charts(page).first.locator(NORM)
    first = curve.get_attribute("d")
    slider(page, "Spectral radius").press("ArrowLeft")
    expect(curve).not_to_have_attribute("d", first)
    moved = curve.get_attribute("d")
    page.reload()
    expect(curve).to_have_attribute("d", moved)
    expect(page.locator(".stSlider output, .stSlider").first).to_contain_text("0.99")
    slider(page, "Spectral radius").press("ArrowRight")
    expect(curve).to_have_attribute("d", first)
    page.go_back()
    expect(page).to_have_url(re.compile(r"radius=0\.99"))
    expect(curve).to_have_attribute("d", moved)


def test_the_views_change_and_the_forget_bias_moves_the_horizon(page):
    settled(page, "/vanishing")
    page.get_by_role("radio", name="Why the LSTM helps").or_(page.get_by_text("Why the LSTM helps")).first.click()
    expect(page.get_by_text("Here it explodes instead")).to_be_visible()
    expect(page).to_have_url(re.compile("preset=lstm_keeps"))
    slider(page, "bias of the forget gate").press("Home")
    expect(page.get_by_text("Here, no")).to_be_visible()
    expect(page).to_have_url(re.compile("forget=-4"))


@pytest.mark.parametrize("device", [{}, PHONE], ids=["desk", "phone"])
def test_every_view_fits_both_screens_in_both_themes(open_page, device):
    page = open_page(**device)
    for preset in ("fades", "cuts", "lstm_fades"):
        settled(page, f"/vanishing?preset={preset}")
        for scheme, ink in {"dark": "rgb(242, 245, 249)", "light": "rgb(20, 24, 31)"}.items():
            page.emulate_media(color_scheme=scheme)
            expect(charts(page).first.locator(".xtick text").first).to_have_css("fill", ink)
            assert page.locator(".stMain").evaluate("e => e.scrollWidth <= e.clientWidth"), "the page scrolls sideways"
            if not device:
                assert page.locator(".stMain").evaluate("e => e.scrollHeight <= e.clientHeight"), "more than one screen"


def test_on_a_projector_charts_grow_with_the_page_and_know_where_one_points(open_page):
    page = open_page()
    settled(page, "/update")
    chart, label = charts(page).first, page.locator(".chart .hoverlayer .hovertext").first
    texts, small = chart.locator(".xtick text, .x2tick text"), chart.bounding_box()
    size = texts.first.bounding_box()["height"]
    page.set_viewport_size({"width": 1920, "height": 1080})
    expect(chart).to_have_css("transform", "matrix(1.5, 0, 0, 1.5, 0, 0)")
    page.wait_for_function(WIDER, arg=1.4 * small["width"])
    high = small["height"]
    assert chart.bounding_box()["height"] == pytest.approx(1.5 * round(high + (720 - high) / 6)), "nothing left white"
    page.wait_for_function(HIGHER, arg=1.4 * size)
    below = page.get_by_text("Learning rate").first.bounding_box()["y"]
    assert chart.bounding_box()["y"] + chart.bounding_box()["height"] <= below
    bar = chart.locator(".barlayer .point path").nth(9).bounding_box()  # of the tenth weight
    page.mouse.move(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
    expect(label).to_contain_text(texts.nth(9).text_content())


@pytest.mark.parametrize(("width", "written"), [(1280, 30), (390, 0)])
def test_numbers_in_a_grid_are_written_where_they_have_room(open_page, width, written):
    page = open_page(viewport={"width": width, "height": 844})
    page.goto("/inside?view=inputs")  # three ways to ask, ten letters
    expect(page.locator(".heatmaplayer image").first).to_be_attached(timeout=30_000)
    expect(page.locator(".heatmap-label")).to_have_count(written)
