"""A class in browsers: the hands on a room's panel and bar, and where each one is."""

from __future__ import annotations

import json

from playwright.sync_api import Locator, Page, expect

from tests.browser.rest import rest

HERE = 'import(new URL("assets/room/place.js", document.baseURI).href).then(({ here }) => here())'


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def panel(page: Page) -> Locator:
    return page.locator(".room-panel")


def bar(page: Page) -> Locator:
    return page.locator(".room-bar")


def place(page: Page) -> str:
    return str(page.evaluate(HERE))


def together(teacher: Page, *students: Page) -> str:
    """Wait until the students are where the teacher is; the link of it."""
    rest(teacher)
    link = place(teacher)
    for one in students:
        one.wait_for_function(f"() => {HERE}.then((link) => link === {json.dumps(link)})", timeout=30_000)
    return link


def answer(page: Page, option: int) -> None:
    panel(page).locator(".room-choice").nth(option).click()
    press(page, "Send")
    expect(panel(page)).to_contain_text("Your answer:")
