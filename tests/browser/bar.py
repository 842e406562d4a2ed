"""The bar at the top, whose lessons stand in menus by section where they are too many to stand side by side."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from rnnviz.ui.lessons import LESSONS


def in_bar(page: Page, title: str) -> Locator:
    """A lesson's link in the bar, its menu opened."""
    section = next(lesson.section for lesson in LESSONS.values() if lesson.title == title)
    expect(page.get_by_test_id("stTopNav")).to_be_visible()
    link = page.get_by_role("menuitem", name=title, exact=True)
    menu = page.get_by_test_id("stTopNavSection").filter(has_text=section)
    if not menu.count():
        return page.get_by_role("link", name=title, exact=True).first
    if not link.count():
        menu.click()
    return link
