"""A lead's page in a browser: how it is opened, and all that it says beside its card."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from rnnviz.texts import ENGLISH, OURS
from tests.browser.conftest import Open
from tests.browser.rest import rest

LEADS = sorted(path.stem for path in (OURS / ENGLISH).glob("*.md"))
COVERED = "overed, until you have guessed"
# Beside the card, the heading and the announced title: the texts, what a screen reader is told, what is in boxes and
# shows on pointing; and what is drawn. Of the card: the same, without the answers to choose from, one of which is true.
SAID = """() => {
  const names = ["aria-label", "aria-valuetext", "aria-valuenow", "aria-description", "title", "alt", "placeholder"];
  const beside = { text: [], drawn: [] }, card = { text: [], drawn: [] };
  const other = ".st-key-heading, .lead-spot, style, script, [role=radiogroup]";
  const walk = (node, found) => {
    if (node.nodeType === Node.TEXT_NODE) return found.text.push(node.data);
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (node.matches(other)) return;
      if (node.matches(".st-key-lead")) found = card;
      found.text.push(...names.map((name) => node.getAttribute(name) ?? ""));
      if (typeof node.value === "string") found.text.push(node.value);
      if (node.matches("svg, canvas, table, img, input, select")) found.drawn.push(node.tagName);
    }
    for (const child of [...(node.shadowRoot?.childNodes ?? []), ...node.childNodes]) walk(child, found);
  };
  walk(document.querySelector(".stMain"), beside);
  for (const found of [beside, card]) found.text = found.text.join(" ").replaceAll("-", "\\u2212");
  return { beside, card };
}"""


def led(open_page: Open, link: str, **options: Any) -> Page:
    """A page whose lead is open, at rest."""
    page = open_page(led=True, **options)
    page.goto(link)
    rest(page)
    return page
