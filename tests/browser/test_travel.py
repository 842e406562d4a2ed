"""What is shown is what travels: a link takes along what the hand moved a moment ago, with Python or without."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from rnnviz.state.link import from_query
from tests.browser.rest import rest
from tests.browser.stage import Stage


def items(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query))


@pytest.mark.parametrize(("label", "heading"), [("Compare with LSTM", "LSTM"), ("Its gradient", "Gradients")])
def test_the_step_and_the_notation_travel_at_once(page: Page, label: str, heading: str) -> None:
    stage = Stage(page).open("/rnn?t=3")
    stage.notation.select_option("wu")
    for _ in range(6):
        stage.button("next").click()
    page.get_by_role("button", name="Compare").click()
    link = page.get_by_role("link", name=label)
    link.hover()
    assert items(link.get_attribute("href") or "")["t"] == "9", "also for a link that is copied or opened in a tab"
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.locator(".stage")).to_have_count(1)
    rest(page)
    assert (items(page.url)["t"], items(page.url)["notation"]) == ("9", "wu")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("RNN")
    rest(page)
    assert items(page.url)["t"] == "9"


def test_an_edit_travels_though_the_link_is_followed_at_once(page: Page) -> None:
    stage = Stage(page).open("/rnn?t=2")
    stage.drag(stage.number("x"), 30)
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("link", name="Compare with GRU").click()
    shown = stage.settings().x
    expect(page.get_by_role("heading", level=1)).to_have_text("GRU")
    rest(page)
    assert re.match("x=|.*&x=", urlsplit(page.url).query)
    there = stage.settings()
    assert there.cell == "gru"
    np.testing.assert_array_equal(there.x, from_query("gru", items(page.url)).x)
    assert not np.array_equal(there.x, from_query("rnn", {}).x)
    assert there.t == 1
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("RNN")
    rest(page)
    np.testing.assert_array_equal(stage.settings().x, there.x)
    assert shown.shape == there.x.shape


def test_the_gradients_notation_goes_into_the_cell(page: Page) -> None:
    page.goto("/gradient?cell=gru&preset=leaky&t=4")
    expect(page.get_by_role("combobox", name="Notation")).to_be_visible(timeout=30_000)
    rest(page)
    page.get_by_role("combobox", name="Notation").select_option("concat")
    page.get_by_role("link", name="In the cell").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("GRU")
    rest(page)
    assert (items(page.url)["t"], items(page.url)["notation"]) == ("4", "concat")
