"""What pages show without any link: something finished, that has an answer or a shape to look at."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

SLOW = 30_000


def test_kinds_opens_at_the_end_where_the_answer_stands_and_a_link_keeps_its_step(page: Page) -> None:
    page.goto("/kinds")
    where = page.locator(".stage .where")
    expect(where).to_have_text("t = 9 of 9", timeout=SLOW)
    expect(page.locator(".stage")).not_to_contain_text("No output at this step")
    where.click()
    page.keyboard.press("Home")
    expect(where).to_have_text("t = 1 of 9")
    expect(page).to_have_url(re.compile("t=1"))
    page.reload()
    expect(where).to_have_text("t = 1 of 9", timeout=SLOW)
    page.goto("/kinds?kind=many-to-one")
    expect(where).to_have_text("t = 1 of 9", timeout=SLOW)


def test_gradients_opens_with_the_gradient_all_the_way_back(page: Page) -> None:
    page.goto("/gradient")
    expect(page.locator(".stage")).to_contain_text("at h₀ · 8 of 8", timeout=SLOW)
    page.goto("/gradient?cell=rnn")
    expect(page.locator(".stage")).to_contain_text("1 of 8", timeout=SLOW)


@pytest.mark.parametrize(
    ("path", "said"),
    [("images", "These two nets came with rnnviz"), ("directions", "These taggers came with rnnviz")],
)
def test_nets_that_came_along_say_so(page: Page, path: str, said: str) -> None:
    page.goto(f"/{path}")
    expect(page.get_by_text(said)).to_be_visible(timeout=SLOW)


def test_the_rnn_opens_on_hours_that_move_it_and_its_old_links_on_raw_degrees(page: Page) -> None:
    page.goto("/rnn")
    expect(page.get_by_text("h of unit 1 follows the day")).to_be_attached(timeout=SLOW)  # a lead may stand before it
    page.goto("/rnn?t=1")
    expect(page.get_by_text("raw degrees are too big for tanh")).to_be_attached(timeout=SLOW)
    page.goto("/rnn?preset=raw")
    expect(page.get_by_text("raw degrees are too big for tanh")).to_be_attached(timeout=SLOW)
