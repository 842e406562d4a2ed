"""What a link says is shown as text on every page: no Markdown, HTML or LaTeX of it comes through."""

from __future__ import annotations

import re

import pytest

from tests.pages.visiting import link, visit

PAGES = (
    *("rnn", "lstm", "gru", "stacks", "directions", "images", "gradient", "vanishing", "update"),
    *("words", "embedding", "sequences", "kinds", "map", "train", "construction"),
)
CONSTRUCTS = ("![x](http://a.b)", "[a](javascript:b)", ":red[loud]", "$\\frac12$", "<img src=x>", "**bold**")
KEYS = {"map": "metric", "train": "cell", "construction": "stage"}  # where unknown parts are not looked at


@pytest.mark.parametrize("page", PAGES)
def test_a_links_words_are_text(page: str) -> None:
    for construct in CONSTRUCTS:
        key = KEYS.get(page, "cell" if page in ("stacks", "directions", "gradient", "update") else "preset")
        app = visit(page, **{"picture" if page == "images" else key: construct})
        shown = [*app.markdown, *app.caption, *app.info, *app.warning, *app.error]
        bare = [re.sub(r"\\.", "", element.value) for element in shown]
        assert app.warning, f"{page} does not say what is wrong with {construct}"
        assert not any(construct in text for text in bare), (page, construct)
        if page != "construction":
            assert construct not in link(app).values(), "what was refused leaves the address"
