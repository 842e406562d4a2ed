"""What surrounds every lesson: the way in, the bar, the heading and its guide, both themes, the phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from rnnviz.ui.lessons import LESSONS
from tests.browser.bar import follow
from tests.browser.stage import Stage

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize("how", ["python", "uvicorn", "streamlit"])
def test_a_deep_link_is_the_first_visit_of_a_fresh_server(launch, open_page, how):
    """With pages/ beside the script that Streamlit runs, this opened a broken page."""
    with launch(how) as served:
        page = open_page(served)
        page.goto("/lstm")
        expect(page.get_by_role("heading", level=1)).to_have_text("LSTM")
        expect(page.get_by_text("Page not found")).to_have_count(0)
        expect(page).to_have_title("LSTM · rnnviz")


def test_the_bar_leads_from_lesson_to_lesson(page):
    page.goto("/")
    for url_path, lesson in LESSONS.items():
        follow(page, lesson.title)
        expect(page).to_have_title(f"{lesson.title} · rnnviz")
        expect(page).to_have_url(re.compile("/$" if url_path == "home" else rf"/{url_path}\b"))


def test_after_a_choice_from_the_bar_by_hand_the_arrows_are_the_stage_s(page):
    """By keyboard the focus goes back to the menu, as a menu's does."""
    page.goto("/rnn")
    stage = Stage(page).ready()
    follow(page, LESSONS["lstm"].title)
    stage.ready()
    where = stage.where
    page.keyboard.press("ArrowUp")
    assert stage.where != where
    menu = page.get_by_test_id("stTopNavSection").filter(has_text=LESSONS["lstm"].section)
    expect(menu).not_to_be_focused()
    menu.press("Enter")
    page.get_by_role("menuitem", name=LESSONS["rnn"].title, exact=True).press("Enter")
    expect(page).to_have_url(re.compile("/rnn"))
    expect(menu).to_be_focused()


def test_the_guide_shows_one_prompt_at_a_time(page):
    page.goto("/")
    page.get_by_role("button", name="Guide").click()
    shown = page.get_by_role("tabpanel").filter(visible=True)
    for tab, words in (
        ("Try", "reads one hour of temperature"),
        ("Predict", "After 24 hours"),
        ("Recap", "read a sequence one step at a time"),
    ):
        page.get_by_role("tab", name=tab).click()
        expect(shown).to_have_count(1)
        expect(shown).to_contain_text(words)


@pytest.mark.parametrize(("scheme", "ground"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(15, 19, 26)")])
@pytest.mark.parametrize("device", [{}, PHONE], ids=["desk", "phone"])
def test_both_themes_on_both_screens(open_page, device, scheme, ground):
    page = open_page(color_scheme=scheme, **device)
    page.goto("/rnn")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_be_visible()
    expect(page.locator(".stApp")).to_have_css("background-color", ground)
    page.wait_for_load_state("networkidle")
    assert page.locator(".stMain").evaluate("e => e.scrollWidth <= e.clientWidth"), "the page scrolls sideways"
    expect(page.get_by_text(LESSONS["rnn"].question)).to_be_in_viewport(ratio=1)
    box = heading.bounding_box()
    assert box is not None
    assert 44 <= box["y"] <= 60, "the heading stands right under the bar"


def test_the_chart_below_is_fetched_when_it_is_scrolled_to(page):
    """Plotly is a second of script: the stage does not wait for it."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/lstm")
    expect(page.get_by_text("checked by Python")).to_be_visible()
    page.wait_for_timeout(300)
    assert not any("PlotlyChart" in url for url in asked)
    page.locator(".chart").scroll_into_view_if_needed()
    expect(page.locator(".chart .js-line").first).to_be_attached()
