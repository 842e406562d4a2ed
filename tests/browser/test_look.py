"""Read from the last row: a stage fills its screen, and a quantity has one colour everywhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from rnnviz.core.cells import CELLS
from rnnviz.theme import QUANTITIES, Theme, contrast
from tests.browser.conftest import Open
from tests.browser.rest import rest
from tests.browser.screens import SCREENS, WRITTEN, visit

MARKED = 3.0  # of a mark on its ground: WCAG 2.1, 1.4.11


@pytest.mark.parametrize("cell", CELLS)
def test_on_a_projector_the_stage_fills_the_screen(open_page: Open, cell: str) -> None:
    """The arithmetic is above the fold, as on a laptop, and begins in the last third."""
    page = open_page(**SCREENS["projector"])
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
# Each kind of mark of the circuit, as its colour falls on its ground, and that ground. What is still to come is paler.
MARKS = """(stage) => {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const painted = (...layers) => {
    for (const [colour, alpha] of layers) {
      pen.globalAlpha = alpha;
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
    }
    const [r, g, b] = pen.getImageData(0, 0, 1, 1).data;
    return `#${[r, g, b].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  };
  const back = getComputedStyle(stage).backgroundColor;
  const chip = getComputedStyle(stage.querySelector("svg.circuit .chip")).fill;
  const found = {};
  for (const el of stage.querySelectorAll("svg.circuit :is(.wire, .loop, .chip, .bar, .node :is(rect, circle))")) {
    if (el.closest(".later") || !el.getClientRects().length) continue;
    const { fill, stroke, opacity } = getComputedStyle(el);
    const bar = el.matches(".bar");
    const [ground, colour] = [bar ? chip : back, bar && !el.matches(".negative") ? fill : stroke];
    const kind = el.getAttribute("class") || "node";
    found[`${kind} ${colour}`] = [painted([ground, 1], [colour, Number(opacity)]), painted([ground, 1])];
  }
  return found;
}"""
# The curves of the chart and of its legend, by the legend's names.
CURVES = """(chart) => [...chart.querySelectorAll(".legend .traces")].map((trace) =>
  [trace.querySelector(".legendtext"), trace.querySelector(".legendlines path")])
  .map(([name, line]) => [name.textContent, getComputedStyle(line).stroke])"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("cell", CELLS)
def test_a_quantity_has_one_colour_in_circuit_equation_strip_and_chart(
    open_page: Open, cell: str, scheme: Theme
) -> None:
    page = open_page(fresh=True, color_scheme=scheme)
    page.add_init_script(WRITTEN)
    visit(page, f"/{cell}")
    stage = page.locator(".stage")
    marks = stage.evaluate(MARKS)
    assert {name.split(" ")[0] for name in marks} == {"wire", "loop", "chip", "bar", "node"}
    assert [name for name, (mark, ground) in marks.items() if contrast(mark, ground) < MARKED] == []
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
