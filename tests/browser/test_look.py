"""Read from the last row: no text is too small, a stage fills its screen, a quantity has one colour everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from rnnviz.core.cells import CELLS
from rnnviz.theme import QUANTITIES, Theme
from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.links import HOME
from tests.browser.conftest import CLOSED
from tests.browser.rest import rest
from tests.browser.test_fitting import FITTING

SCREENS = {
    "desk": {"viewport": {"width": 1280, "height": 720}},
    "projector": {"viewport": {"width": 1920, "height": 1080}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}
HERE = Path(__file__).parent
LEGIBLE, WRITTEN = ((HERE / name).read_text() for name in ("legible.js", "written.js"))
LEAST = 12 - 0.01  # px
LEAST_FIGURE = 20 - 0.01  # of a stage on a projector
# A subscript is read with its letter: on a phone, a long line of arithmetic is written smaller before it scrolls.
LEAST_SCRIPT = {"desk": LEAST, "projector": LEAST, "phone": 10}
PAGES = [
    *("/" if url_path == HOME else f"/{url_path}" for url_path in LESSONS),
    "/lstm?preset=random&t=4", "/gru?op=1", "/stacks?cell=lstm&num_layers=2&layer=2", "/gradient?view=path",
    "/gradient?view=path&example=net", "/gradient?view=slides", "/sequences?preset=fifty", "/sequences?preset=years",
]  # fmt: skip


@pytest.fixture(scope="module", params=SCREENS)
def screen(request: Any, browser: Any, server: Any) -> Iterator[tuple[str, Page]]:
    with browser.new_context(base_url=server.url, **SCREENS[request.param]) as context:
        context.add_cookies([{"name": "rnnviz_lead", "value": CLOSED, "url": server.url}])
        page = context.new_page()
        page.add_init_script(WRITTEN)
        yield request.param, page


def visit(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=30_000)
    for script in page.locator(".stage .toolbar .where").filter(visible=True).all():
        expect(script).not_to_be_empty(timeout=30_000)
    rest(page)


@pytest.mark.parametrize("link", PAGES)
def test_no_text_is_too_small_to_read(screen: tuple[str, Page], link: str) -> None:
    name, page = screen
    visit(page, link)
    found = page.evaluate(LEGIBLE)
    assert len(found) > 10
    least = {True: LEAST_SCRIPT[name], False: LEAST}
    small = [(it["size"], it["text"], it["name"]) for it in found if it["size"] < least[it["script"]]]
    assert small == []
    if name == "projector":
        figures = [it for it in found if it["figure"] and it["part"] == "stage" and not it["script"]]
        assert [(it["size"], it["text"], it["name"]) for it in figures if it["size"] < LEAST_FIGURE] == []


@pytest.mark.parametrize("screen", ["projector"], indirect=True)
@pytest.mark.parametrize("link", PAGES)
def test_on_a_projector_nothing_is_cut_covered_or_across_its_frame(screen: tuple[str, Page], link: str) -> None:
    _, page = screen
    visit(page, link)
    for stage in page.locator(".stage").all():
        assert stage.evaluate(FITTING) == []
    assert page.locator(".stMain").evaluate("(el) => el.scrollWidth - el.clientWidth") <= 0


@pytest.mark.parametrize("screen", ["projector"], indirect=True)
@pytest.mark.parametrize("cell", CELLS)
def test_on_a_projector_the_stage_fills_the_screen(screen: tuple[str, Page], cell: str) -> None:
    """The arithmetic is above the fold, as on a laptop, and begins in the last third."""
    _, page = screen
    visit(page, f"/{cell}")
    box = page.locator(".stage .arithmetic").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] > 1850
    assert box["y"] > 1080 * 0.6
    symbols = page.locator(".stage .symbolic .katex").first.bounding_box()
    assert symbols is not None
    assert symbols["y"] + symbols["height"] <= 1080


# The colour of each quantity in the circuit, in the equation, at the head of its row on the strip.
COLOURS = """(stage) => {
  const hex = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number);
    return `#${[r, g, b].map((part) => part.toString(16).padStart(2, "0")).join("")}`.toUpperCase();
  };
  const found = {};
  const add = (q, where, colour) => ((found[q] ??= {})[where] = hex(colour));
  for (const g of stage.querySelectorAll("svg.circuit .number[data-q]")) {
    const q = g.dataset.q.split(".").pop();
    add(q, "bar", getComputedStyle(g).getPropertyValue("--ink").trim().replace(/^#(..)(..)(..)$/,
      (_, ...parts) => parts.slice(0, 3).map((part) => parseInt(part, 16)).join(" ")));
  }
  for (const span of stage.querySelectorAll(".symbolic [class*='q-']")) {
    const q = [...span.classList].find((name) => name.startsWith("q-")).slice(2);
    add(q, "equation", getComputedStyle(span).color);
  }
  const canvas = stage.querySelector(".strip canvas");
  const ctx = canvas.getContext("2d");
  const scale = canvas.width / parseFloat(canvas.style.width);
  const own = window.written().filter(([, , from]) => from === canvas).map(([text]) => text);
  const names = own.filter((text) => /\\[\\d+\\]$/.test(text));
  const high = (parseFloat(canvas.style.height) - 18) / names.length;
  names.forEach((name, row) => {
    const [r, g, b] = ctx.getImageData(2 * scale, (16 + (row + 0.5) * high) * scale, 1, 1).data;
    add(name.split("[")[0], "strip", `${r} ${g} ${b}`);
  });
  return found;
}"""
# The curves of the chart and of its legend, by the legend's names.
CURVES = """(chart) => [...chart.querySelectorAll(".legend .traces")].map((trace) =>
  [trace.querySelector(".legendtext"), trace.querySelector(".legendlines path")])
  .map(([name, line]) => [name.textContent, getComputedStyle(line).stroke])"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("cell", CELLS)
def test_a_quantity_has_one_colour_in_circuit_equation_strip_and_chart(
    open_page: Any, cell: str, scheme: Theme
) -> None:
    page = open_page(color_scheme=scheme)
    page.add_init_script(WRITTEN)
    visit(page, f"/{cell}")
    stage = page.locator(".stage")
    seen: dict[str, set[str]] = {}
    places: set[str] = set()
    for _ in CELLS[cell].ops:
        for q, where in stage.evaluate(COLOURS).items():
            seen.setdefault(q, set()).update(where.values())
            places.update(where)
        page.keyboard.press("ArrowUp")
        rest(page, 50)
    page.locator(".chart").scroll_into_view_if_needed()
    expect(page.locator(".chart .legendtext").first).to_be_attached(timeout=30_000)
    for name, stroke in page.locator(".chart").evaluate(CURVES):
        red, green, blue = (int(part) for part in stroke.removeprefix("rgb(").rstrip(")").split(","))
        seen.setdefault(name.split("[")[0], set()).add(f"#{red:02X}{green:02X}{blue:02X}")
        places.add("chart")
    assert places == {"bar", "equation", "strip", "chart"}
    assert set(seen) >= {"x", *CELLS[cell].states, *CELLS[cell].gates}
    assert seen == {q: {QUANTITIES[q].on(scheme)} for q in seen}
