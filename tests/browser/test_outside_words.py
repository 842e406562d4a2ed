"""What a link says, in the browser: it stands there letter for letter, is no link, and nothing is fetched for it."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

WORDS = ("http://evil.example", "www.evil.example/x", "a@evil.example", "![](//evil.example)", "&lt;i&gt;<i>$x$:red[y]")
PAGES = {"rnn": ("preset",), "words": ("preset", "order"), "map": ("word",), "train": ("task",)}


@pytest.mark.parametrize("name", PAGES)
def test_words_of_a_link_are_neither_links_nor_fetched(open_page, name: str) -> None:
    """A request to another host fails the page (see `watch`)."""
    page = open_page()
    for word in WORDS if name == "rnn" else WORDS[:1]:
        page.goto(f"/{name}?{urlencode(dict.fromkeys(PAGES[name], word))}")
        said = page.get_by_test_id("stAlert").first
        expect(said).to_be_visible()
        assert not page.locator("[href*='evil.example'], [src*='evil.example']").count()
        if name == "rnn":
            assert f"“{word[:20]}" in (said.text_content() or "").replace("\u2060", "")
