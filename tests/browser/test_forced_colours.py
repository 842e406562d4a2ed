"""With the system's own colours nothing is lost that a colour said: one page, one load, light and dark."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from rnnviz.theme import contrast
from tests.browser.rest import rest

LEAST = 3.0  # : 1, of a mark


def colour(el: Locator, name: str) -> str:
    """A computed colour as #RRGGBB."""
    text = el.evaluate("(el, name) => getComputedStyle(el)[name]", name)
    red, green, blue = (int(part) for part in re.findall(r"\d+", text)[:3])
    return f"#{red:02X}{green:02X}{blue:02X}"


def test_what_is_chosen_focused_and_shut_is_seen_and_so_are_bars_and_wires(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.goto("/lstm?t=4")
    stage = page.locator(".stage")
    expect(stage.locator(".toolbar .where")).not_to_be_empty(timeout=30_000)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, forced_colors="active")
        expect(stage).to_have_attribute("data-theme", scheme)
        rest(page, 100)
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        ground = colour(page.locator("body"), "backgroundColor")
        chosen, other = (stage.locator(f".tabs [aria-selected={which}]").first for which in ("true", "false"))
        assert contrast(colour(chosen, "backgroundColor"), colour(other, "backgroundColor")) >= LEAST
        assert contrast(colour(chosen, "backgroundColor"), colour(chosen, "color")) >= LEAST
        shut, free = stage.locator("[data-action=undo]"), stage.locator("[data-action=play]")
        assert colour(shut, "color") != colour(free, "color")
        expect(shut).to_have_css("border-style", "dashed")
        for mark, painted in ((".bar:not(.negative)", "fill"), (".bar.negative", "stroke"), (".wire", "stroke")):
            for el in stage.locator(f"svg.circuit {mark}").all():
                assert contrast(colour(el, painted), ground) >= LEAST, mark
        free.focus()
        page.keyboard.press("Tab")
        ring = stage.locator(":focus")
        expect(ring).to_have_css("outline-style", "solid")
        assert contrast(colour(ring, "outlineColor"), ground) >= LEAST
        number = stage.locator("svg.circuit .number").first
        number.focus()
        assert contrast(colour(number.locator(".hit"), "stroke"), ground) >= LEAST
