"""Inside in a browser: one visit that walks its views, stops a piece of work, and opens a file of one's own."""

from __future__ import annotations

import io

import torch
from playwright.sync_api import Locator, Page, expect
from torch import nn

from tests.browser.rest import choose, rest

SLOW = 60_000
SHOWN = {
    "Stage": "Rows are units of 128",
    "Places": "Look for what the pieces in the middle column share",
    "The same": "examples that it learned from or was validated on",
    "What it tells": "A linear probe of all units is right at",
    "Experiment": "The answer stays the same",
    "Inputs": "Integrated gradients add up to",
    "Memory": "has lost half of what it had after",
}
"""By view, words that stand there once its numbers do."""


def said(page: Page, words: str) -> Locator:
    return page.locator(".stMain").get_by_text(words).first


def pill(page: Page, name: str) -> None:
    rest(page)
    page.get_by_role("radio", name=name, exact=True).click()


def test_every_view_answers_and_work_is_stopped(page: Page) -> None:
    page.goto("/inside?act=transplant")
    expect(page.locator(".st-key-picture .heatmaplayer image").first).to_be_attached(timeout=SLOW)
    for name, words in SHOWN.items():
        pill(page, name)
        expect(said(page, words), name).to_be_visible(timeout=SLOW)
    pill(page, "Stage")
    page.locator('.circuit-box .number[data-q="a_hh.f"]').last.click(timeout=SLOW)
    expect(page.locator(".arithmetic")).to_contain_text("the other 124")
    pill(page, "What it tells")
    page.get_by_role("button", name="What was found in the nets").click(timeout=SLOW)
    expect(said(page, "An area of 0.5 is chance")).to_be_visible(timeout=SLOW)
    pill(page, "Needed")
    page.get_by_role("button", name="Stop", exact=True).click(timeout=SLOW)
    expect(said(page, "Stopped.")).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("button", name="Ask again")).to_be_visible()


def test_a_file_of_ones_own_is_opened(page: Page) -> None:
    torch.manual_seed(0)
    made = io.BytesIO()
    torch.save(nn.GRU(2, 6, 2, batch_first=True).state_dict(), made)
    page.goto("/inside?net=file")
    page.get_by_role("button", name="File", exact=True).click(timeout=SLOW)
    box = page.locator("[data-testid=stFileUploader] input")
    choose(page, box, {"name": "no.pt", "mimeType": "application/octet-stream", "buffer": b"no net"})
    expect(said(page, "This is no file of weights")).to_be_visible(timeout=SLOW)
    rest(page)
    page.get_by_role("button", name="Remove no.pt").click()
    choose(page, box, {"name": "mine.pt", "mimeType": "application/octet-stream", "buffer": made.getvalue()})
    expect(said(page, "Found in the file: nn.GRU, 6 units, 2 layers")).to_be_visible(timeout=SLOW)
