"""A server that speaks another language than English: what the scripts say is of its catalogue, too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Open
from tests.pages.test_pseudo import unmarked
from tests.pseudo import NAME, make

SAID = """picture => {
  const found = [];
  const names = ["aria-label", "aria-valuetext", "title", "placeholder", "alt"];
  const walk = root => {
    for (const el of root.querySelectorAll("*")) {
      if (el.shadowRoot) walk(el.shadowRoot);
      if (el.closest(".katex, style, script, [class*=js-plotly]")) continue;
      found.push(...names.map(name => el.getAttribute(name)).filter(Boolean));
      const whole = el.matches("button, option");
      const own = [...el.childNodes].some(node => node.nodeType === 3 && node.data.trim());
      if (whole || (own && !el.closest("button"))) found.push(el.textContent.trim());
    }
  };
  walk(picture);
  return found;
}"""
"""All that stands in a page's picture, and what a screen reader is told of it."""
KEYS = {"kept", "written"}
"""Quantities without a letter are called by their key."""


@pytest.fixture(scope="module")
def served(launch: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = make(tmp_path_factory.mktemp("languages"))
    with launch("python", RNNVIZ_LANGUAGE=NAME, RNNVIZ_TEXTS=str(folder)) as it:
        yield it


def test_what_the_scripts_say_is_of_the_language(open_page: Open, served: Any) -> None:
    page = open_page(served)
    for path, there, least in (
        ("/lstm", "⟦▶ play⟧", 40),
        ("/gradient", "⟦▶ sweep⟧", 40),
        ("/words", "⟦Look-up: ⟧", 20),
    ):
        page.goto(f"{served.url}{path}")
        picture = page.locator(".st-key-picture")
        picture.get_by_text(there).first.wait_for()
        said = picture.evaluate(SAID)
        assert sum("⟦" in text for text in said) >= least
        words = {text: found for text in said if (found := set(unmarked("picture", text)) - KEYS)}
        assert words == {}, path
    asked = served.get("/assets/shared/messages.js")
    assert asked[0] == 200
    assert "⟦▶ play⟧" in asked[2]
    assert Path("assets/shared/messages.js").read_text("utf-8") not in asked[2]
