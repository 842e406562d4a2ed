"""The words and the embedding page in Chromium: tokens and entries are picked in the browser, steps move the table."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_vanishing import PHONE

REQUESTS = "WebSocket.prototype.send = new Proxy(WebSocket.prototype.send, { apply: (f, self, args) => { window.sends = (window.sends ?? 0) + 1; return Reflect.apply(f, self, args); } })"  # noqa: E501


def settled(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.locator(".grids")).to_be_visible(timeout=30_000)
    page.wait_for_load_state("networkidle")


def chosen(page: Page, panel: str) -> str:
    """The row that is marked in a panel, its head first."""
    return " ".join(page.locator(f"[data-name={panel}] .row.chosen").first.inner_text().split())


def test_a_token_is_picked_out_of_the_table_in_the_browser(open_page):
    page = open_page(fresh=True)
    page.add_init_script(REQUESTS)
    settled(page, "/words")
    sends = page.evaluate("sends")
    page.get_by_role("button", name="learning 7").click()
    assert chosen(page, "one-hot") == "3 learning 0 0 0 0 0 0 0 1"
    assert chosen(page, "table") == "7 learning +0.4309 −1.3067 −0.8823 +1.5977"
    assert chosen(page, "rows").endswith("+0.4309 −1.3067 −0.8823 +1.5977")
    sums = page.locator(".sums")
    expect(sums).to_contain_text("“learning” has id 7: take row 7")
    expect(sums).to_contain_text("0·(−0.1882) + 0·(+1.7840) + 0·(+1.0281)")
    expect(sums.locator("strong")).to_have_text("1·(+0.4309)")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".token:focus")).to_have_text(re.compile("^ai"))
    expect(sums.locator("strong")).to_have_text("1·(−1.9094)")
    expect(page.locator(".live")).to_contain_text("Token 4, ai, id 2")
    expect(page).to_have_url(re.compile(r"\?at=4&column=2$"))
    assert page.evaluate("sends") == sends, "the server was asked"
    page.locator("[data-name=table] .row").nth(4).locator(".entry").first.click()
    expect(sums).to_contain_text("“are” has id 4")

    box = page.get_by_role("textbox", name="Sentence")
    box.fill("AI is magic")
    box.press("Control+Enter")
    expect(page.get_by_role("button", name="magic [UNK] 0, not in the vocabulary")).to_be_visible()
    expect(page.locator(".token.padding")).to_have_count(2)
    expect(page).to_have_url(re.compile("text=AI"))
    page.get_by_role("button", name="is 6").click()
    expect(page).to_have_url(re.compile("at=2"))
    page.reload()
    expect(page.get_by_role("button", name="is 6")).to_have_attribute("aria-pressed", "true", timeout=30_000)
    box.fill(" ")
    box.press("Control+Enter")
    expect(page.get_by_text("There is no word here yet")).to_be_visible()
    expect(page.locator(".token")).to_have_count(5)

    settled(page, "/words?preset=letters&at=3")
    assert chosen(page, "table").startswith("17 r ")
    expect(page.locator("[data-name=table] .row.chosen")).to_be_in_viewport()
    expect(page.locator(".costs tbody tr").first).to_have_text("57, this one17112228")


def test_adam_makes_the_printed_table_and_steps_can_be_undone(page):
    settled(page, "/embedding")
    differs = page.locator(".differs")
    expect(differs).to_have_count(20)
    page.get_by_text("Adam", exact=True).click()
    expect(differs).to_have_count(0)
    expect(page.get_by_text("32 of 32")).to_be_visible()
    assert chosen(page, "after") == "0 −0.1872 +0.5540 +1.6277 +0.7023"
    page.locator("[data-name=gradient] .row").nth(4).locator(".entry").nth(1).click()
    sums = page.locator(".sums")
    expect(sums).to_contain_text("Row 4, “are”, is read once. Adam’s first step is ±η")
    expect(sums).to_contain_text("= 1.3255 − 0.001000 = 1.3245")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("button", name="3 a, read 0 times")).to_be_focused()
    expect(sums).to_contain_text("Row 3, “a”, is not read: its gradient is 0 and it stays.")
    expect(page).to_have_url(re.compile("at=4&column=2"))
    page.get_by_role("button", name="Take the step").click()
    expect(page.get_by_text("Step 2:")).to_be_visible()
    assert chosen(page, "before") == "3 a −1.3083 −0.0987 +0.7647 −0.3680"
    expect(page).to_have_url(re.compile("at=4&column=2"))
    page.go_back()
    expect(page.get_by_text("Step 1:")).to_be_visible()
    page.go_forward()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Step 1:")).to_be_visible()


@pytest.mark.parametrize(("device", "scheme"), [({}, "dark"), (PHONE, "light")], ids=["desk", "phone"])
def test_both_pages_fit_both_screens(open_page, device, scheme):
    page = open_page(color_scheme=scheme, **device)
    for path in ("/words", "/words?preset=letters", "/embedding"):
        settled(page, path)
        main = page.locator(".stMain")
        assert main.evaluate("e => e.scrollWidth <= e.clientWidth"), "the page scrolls sideways"
        ink = page.locator(".panel h2").first.evaluate("e => getComputedStyle(e).color")
        assert ink == ("rgb(20, 24, 31)" if scheme == "light" else "rgb(242, 245, 249)")
        if not device:
            assert main.evaluate("e => e.scrollHeight <= e.clientHeight"), "more than one screen"
    page.goto("/words")
    if device:
        page.get_by_role("button", name="Controls", exact=True).click()
    page.get_by_role("button", name="New word").click()
    opened = page.get_by_test_id("stPopoverBody")
    expect(opened.locator("td").first).to_be_visible()
    assert opened.evaluate("e => e.scrollWidth <= e.clientWidth"), "a column is out of sight"
