"""The lesson "Gradients" as a browser shows it: what can be read off it, and the hands on it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import numpy as np
from playwright.sync_api import Locator, Page, expect

from rnnviz.core.bptt import GradientRecord, backward
from rnnviz.state.link import from_query
from rnnviz.state.settings import Settings
from rnnviz.theme import format_number
from rnnviz.ui.loss.loss_controls import problem_of
from rnnviz.ui.loss.state import CODEC, OWN, Choices
from rnnviz.ui.loss.targets import loss_of
from tests.browser.rest import FRAME, rest

GRADIENTS = """(stage) => Object.fromEntries([...stage.querySelectorAll(".net-box .gradient")].map(
  (g) => [`${g.dataset.q}:${g.dataset.k}:${g.dataset.row}`, g.querySelector("text").textContent]))"""
CARDS = """(stage) => [...stage.querySelectorAll(".card")].map((card) => ({
  numbers: [...card.querySelectorAll(".matrix span")].map((span) => span.textContent),
  done: card.classList.contains("done"), now: card.classList.contains("now") }))"""
# The line of arithmetic with every number at full precision.
LINES = """(stage) => [...stage.querySelectorAll(".lines > div")].map((line) => {
  let text = "";
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) text += node.data;
    else if (node.dataset?.quantity) {
      node.dispatchEvent(new PointerEvent("pointerenter"));
      text += `(${node.title})`;
    } else if (!node.classList.contains("katex-mathml")) node.childNodes.forEach(walk);
  };
  walk(line);
  return text;
})"""
VIEWS = ("sweep", "path", "sum", "slides")


class Lesson:
    """The page that `page` has open. `sent` holds what went to the server over the websocket since `quiet()`."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.sent: list[str | bytes] = []
        page.on("websocket", lambda socket: socket.on("framesent", lambda payload: self.sent.append(payload)))

    def open(self, link: str = "/gradient?cell=rnn") -> Lesson:
        self.page.goto(link)
        return self.ready()

    def ready(self) -> Lesson:
        expect(self.root).to_have_count(1, timeout=20_000)
        expect(self.verdict).to_be_visible(timeout=30_000)
        expect(self.tab("sweep")).to_be_visible()
        rest(self.page, 150)  # KaTeX
        return self

    @property
    def root(self) -> Locator:
        return self.page.locator(".sweep.stage")

    @property
    def verdict(self) -> Locator:
        said = re.compile(r"autograd (agrees|disagrees)")
        return self.page.get_by_test_id("stMarkdownContainer").filter(has_text=said)

    @property
    def where(self) -> str:
        return self.root.locator(".where").text_content() or ""

    def tab(self, view: str) -> Locator:
        return self.root.locator(f".tabs [data-view={view}]")

    def view(self, view: str) -> Lesson:
        self.tab(view).click()
        self.frame()
        return self

    def net(self) -> Lesson:
        """The path of this net, not the slide's numbers."""
        self.view("path").root.locator("[data-choice=net]").click()
        self.frame()
        return self

    def press(self, *keys: str) -> Lesson:
        for key in keys:
            self.root.press(key)
        self.frame()
        return self

    def button(self, action: str) -> Locator:
        return self.root.locator(f".toolbar [data-action={action}]").filter(visible=True)

    def frame(self) -> None:
        self.page.evaluate(FRAME)

    def gradients(self) -> dict[str, str]:
        """What stands in the net's cells of gradients: {"dh:5:0": "−1.750"}; "" where the sweep has not come."""
        return dict(self.root.evaluate(GRADIENTS))

    def cards(self) -> list[dict[str, Any]]:
        return list(self.root.evaluate(CARDS))

    def lines(self) -> list[str]:
        """The lines of arithmetic, with numbers at full precision in parentheses."""
        return list(self.root.evaluate(LINES))

    def quiet(self) -> None:
        rest(self.page, 150)
        self.sent.clear()

    def query(self) -> dict[str, str]:
        rest(self.page)
        return dict(parse_qsl(urlsplit(self.page.url).query, keep_blank_values=True))

    def settings(self) -> Settings:
        query = {name: text for name, text in self.query().items() if name not in OWN}
        return from_query(query.pop("cell", "rnn"), query)

    def choices(self) -> Choices:
        return CODEC.with_items(Choices(), self.query())

    def gradient(self) -> GradientRecord:
        """The core's record of what the address bar says."""
        settings = self.settings()
        outputs = len(settings.head.bias) if settings.head else 2
        return backward(problem_of(settings, loss_of(self.choices(), settings.steps, outputs)))


def drag(lesson: Lesson, handle: Locator, by: float) -> None:
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    lesson.page.mouse.move(x, y)
    lesson.page.mouse.down()
    lesson.page.mouse.move(x + by, y, steps=4)
    lesson.frame()
    lesson.page.mouse.up()
    rest(lesson.page)


def written(values: np.ndarray) -> list[str]:
    return [format_number(value) for value in values.ravel().tolist()]
