"""The bar at the top: links to the lessons, or menus of sections once there are too many for it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from rnnviz.ui.lessons import LESSONS


def follow(page: Page, title: str) -> None:
    """To a lesson by the bar."""
    section = next(lesson.section for lesson in LESSONS.values() if lesson.title == title)
    menu = page.get_by_test_id("stTopNavSection").filter(has_text=section)
    link = page.get_by_role("link", name=title, exact=True)
    expect(menu.or_(link).first).to_be_visible()
    if menu.count():
        menu.click()
        link = page.get_by_role("menuitem", name=title, exact=True)
    link.click()
    page.mouse.move(0, 0)  # else the button that lay under the menu shows its help, over the bar
