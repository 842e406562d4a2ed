"""Read from the last row: a stage fills its screen, and a quantity has one colour everywhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from rnnviz.core.cells import CELLS
from rnnviz.theme import QUANTITIES, Theme
from tests.browser.conftest import Open
from tests.browser.rest import rest
from tests.browser.screens import SCREENS, WRITTEN, visit


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
# The curves of the chart and of its legend, by the legend's names.
CURVES = """(chart) => [...chart.querySelectorAll(".legend .traces")].map((trace) =>
  [trace.querySelector(".legendtext"), trace.querySelector(".legendlines path")])
  .map(([name, line]) => [name.textContent, getComputedStyle(line).stroke])"""


@pytest.mark.parametrize("cell", CELLS)
def test_a_quantity_has_one_colour_in_circuit_equation_strip_and_chart(open_page: Open, cell: str) -> None:
    page = open_page(fresh=True)
    page.add_init_script(WRITTEN)
    visit(page, f"/{cell}")
    in_themes(page, cell)


def in_themes(page: Page, cell: str) -> None:
    """In the light theme and then, in the same page, in the dark one."""
    stage, chart = page.locator(".stage"), page.locator(".chart")
    chart.scroll_into_view_if_needed()
    expect(chart.locator(".legendtext").first).to_be_attached(timeout=30_000)
    schemes: tuple[Theme, Theme] = ("light", "dark")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        expect(stage).to_have_attribute("data-theme", scheme)
        x = f"rgb({', '.join(str(int(QUANTITIES['x'].on(scheme)[k : k + 2], 16)) for k in (1, 3, 5))})"
        expect(chart.locator(".legend .traces path").first).to_have_css("stroke", x)
        rest(page, 50)
        seen: dict[str, set[str]] = {}
        places: set[str] = set()
        for _ in CELLS[cell].ops:
            for q, where in stage.evaluate(COLOURS).items():
                seen.setdefault(q, set()).update(where.values())
                places.update(where)
            page.keyboard.press("ArrowUp" if scheme == "light" else "ArrowDown")
            rest(page, 50)
        for name, stroke in chart.evaluate(CURVES):
            red, green, blue = (int(part) for part in stroke.removeprefix("rgb(").rstrip(")").split(","))
            seen.setdefault(name.split("[")[0], set()).add(f"#{red:02X}{green:02X}{blue:02X}")
            places.add("chart")
        assert places == {"bar", "equation", "strip", "chart"}
        assert set(seen) >= {"x", *CELLS[cell].states, *CELLS[cell].gates}
        assert seen == {q: {QUANTITIES[q].on(scheme)} for q in seen}
