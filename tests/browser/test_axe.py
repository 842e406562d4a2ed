"""Nothing of ours is hard to reach, to name or to read: axe-core on every page of the menu, one load a page."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from rnnviz.lead.steps import steps_of
from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.links import CLASS, GLOSSARY, HOME
from tests.browser.rest import rest
from tests.browser.screens import sized

MARKS = Path(__file__).with_name("marks.js").read_text()
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
# Streamlit's own, of which nothing can be mended here.
CHROME = [
    "[data-testid=stHeader]",  # its bar, with the menu of the pages
    "[data-testid=stSidebar]",  # the same menu on a phone
]
GROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(15, 19, 26)"}
Seen = Sequence[tuple[str, Literal["light", "dark"], list[str] | None]]
# What a theme can spoil; everything else is the same in both.
OF_COLOUR = ["color-contrast", "link-in-text-block"]
# All rules at each size, those of colour in each theme: a page laid out anew costs more than what is asked of it.
PAGE_SEEN: Seen = (("desk", "light", None), ("desk", "dark", OF_COLOUR), ("phone", "dark", None))
CARD_SEEN: Seen = (("desk", "dark", None), ("phone", "light", None))
RUN = """async ([inside, chrome, rules]) => {
  const options = { resultTypes: ["violations"], selectors: false, preload: false, ...(rules && { runOnly: rules }) };
  const { violations } = await axe.run({ include: inside, exclude: chrome }, options);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, any, all, none }) =>
    [id, html.slice(0, 200), [...any, ...all, ...none][0]?.message].join(" | ")));
}"""


def audit(page: Page, inside: str, rules: list[str] | None = None) -> list[str]:
    """What axe finds inside a part of the page, all rules of it or some."""
    return list(page.evaluate(RUN, [[inside], CHROME, rules]))


def faint(page: Page, scheme: str) -> list[str]:
    """Marks of the stages' drawings with less than 3 : 1 on their ground (WCAG 2.1, 1.4.11), which axe cannot see."""
    found = []
    for stage in page.locator(".stage:has(svg)").filter(visible=True).all():
        expect(stage).to_have_attribute("data-theme", scheme)
        found += stage.evaluate(MARKS)
    return found


def audits(page: Page, inside: str, seen: Seen = PAGE_SEEN) -> dict[str, list[str]]:
    """What axe finds in the page as it stands, by size and theme, with the rules that are asked for there."""
    cdp, found = page.context.new_cdp_session(page), {}
    for size, scheme, rules in seen:
        sized(page, cdp, size)
        page.emulate_media(color_scheme=scheme)
        expect(page.locator(".stApp")).to_have_css("background-color", GROUNDS[scheme])
        rest(page, 100)
        found[f"{size}, {scheme}"] = audit(page, inside, rules)
        if (inside, size) == ("body", "desk"):
            found[f"marks, {scheme}"] = faint(page, scheme)
    sized(page, cdp, "desk")
    cdp.detach()
    return {where: violations for where, violations in found.items() if violations}


def opened(page: Page, url_path: str) -> None:
    if not AXE.exists() and not os.environ.get("CI"):
        pytest.skip("axe-core comes with npm ci, and there is no Node 18 here.")
    page.goto("/" if url_path == HOME else f"/{url_path}")
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=30_000)
    for script in page.locator(".stage .toolbar .where").filter(visible=True).all():
        expect(script).not_to_be_empty(timeout=30_000)
    for chart in page.locator(".chart").filter(visible=True).all():
        chart.scroll_into_view_if_needed()
    rest(page)
    page.evaluate(AXE.read_text())


@pytest.mark.parametrize("url_path", [*LESSONS, GLOSSARY, CLASS])
def test_axe_finds_nothing_of_ours(page: Page, url_path: str) -> None:
    """The page on both sizes and in both themes; then, where it leads, the card."""
    opened(page, url_path)
    assert audits(page, "body") == {}
    if steps_of(url_path):
        page.get_by_role("button", name="Lead me").click()
        expect(page.locator(".st-key-lead_ways")).to_be_visible()
        rest(page)
        assert audits(page, ".st-key-lead", CARD_SEEN) == {}
