"""One time step on the stage (the → key) against one on a Streamlit slider: from the key to the picture.

The slider moves the same cell, at its quickest (see slider_page.py), served as the app is and under Streamlit's default
settings, with torch and umap loaded and without. In turn, in one run; each page shows 4 units, 4 inputs and 64 steps.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from benchmarks import LARGEST
from benchmarks.serving import (
    APP,
    HEAVY,
    ROOT,
    Served,
    Serving,
    cell_page,
    chromium,
    clocked_page,
    machine,
    result,
    serve_all,
)
from benchmarks.tables import Row, markdown, median, p95
from rnnviz.core.cells import CELLS

STAGE, BEST = "stage", "slider, served as the app is"
DEFAULT, HEAVIER = "slider, Streamlit's defaults", "slider, defaults, torch and umap loaded"
UNCOUNTED = 3
HEADS = ("stepped on", "n", "picture, median", "p95", "ratio", "numbers, median", "p95", "ratio")
PAUSE = 400  # ms between steps: the server's garbage is collected
NUMBER = {True: "svg.circuit .number[data-q=h] text", False: "svg.numbers text[data-q=h]"}
LAUNCHER = 'import streamlit as st\n\napp = st.App("slider_page.py")\n'


def arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    shown = argparse.ArgumentDefaultsHelpFormatter
    parser = argparse.ArgumentParser("python -m benchmarks.stepping", description=__doc__, formatter_class=shown)
    parser.add_argument("--steps", type=int, default=20, help=f"counted steps on each page, after {UNCOUNTED} others")
    parser.add_argument("--cell", default="lstm", help="the cell")
    return parser.parse_args(argv)


@contextmanager
def ways() -> Iterator[dict[str, Serving]]:
    """The app with its stage, and the slider's page in two folders: with the app's settings and without any."""
    with tempfile.TemporaryDirectory() as name:
        best, plain = Path(name) / "best", Path(name) / "plain"
        for folder in (best, plain):
            folder.mkdir()
            shutil.copy(ROOT / "benchmarks" / "slider_page.py", folder)
        shutil.copytree(ROOT / ".streamlit", best / ".streamlit")
        (best / "app.py").write_text(LAUNCHER)
        uvicorn = ("uvicorn", "app:app", "--port", "{port}", "--log-level", "warning")
        default = ("streamlit", "run", "slider_page.py", "--server.headless", "true", "--server.port", "{port}")
        yield {
            STAGE: Serving(APP, load=HEAVY),
            BEST: Serving(uvicorn, best, module=True, load=HEAVY),
            DEFAULT: Serving(default, plain, module=True, frozen=False),
            HEAVIER: Serving(default, plain, module=True, load=HEAVY, frozen=False),
        }


def opened(browser: Browser, name: str, served: Served, cell: str) -> Page:
    """The page of one way, with the focus where the → key steps."""
    if name == STAGE:
        page = cell_page(browser, f"{served.url}/{cell}?{LARGEST}&op={len(CELLS[cell].ops)}")  # h stands there
        page.locator(".strip").first.focus()
        return page
    page = clocked_page(browser)
    page.goto(f"{served.url}/?cell={cell}")
    page.locator(NUMBER[False]).first.wait_for()
    page.locator(".stSlider input[type=range]").focus()
    page.wait_for_timeout(1000)
    return page


def step(page: Page, number: str) -> dict[str, Any]:
    page.wait_for_timeout(PAUSE)
    page.evaluate("selector => bench.arm('keydown', selector)", number)
    page.keyboard.press("ArrowRight")
    return result(page)


def measure(pages: Mapping[str, Page], steps: int) -> dict[str, list[Mapping[str, float]]]:
    """The counted steps of each way, taken in turn."""
    found: dict[str, list[Mapping[str, float]]] = {name: [] for name in pages}
    for _ in range(UNCOUNTED + steps):
        for name, page in pages.items():
            found[name].append(step(page, NUMBER[name == STAGE]))
    return {name: all_steps[UNCOUNTED:] for name, all_steps in found.items()}


def rows(found: Mapping[str, Sequence[Mapping[str, float]]]) -> list[Row]:
    """For each way: median and p95 until the picture and until the page's text, and how many times the stage's."""
    table: list[Row] = []
    base = [median(one[key] for one in found[STAGE]) for key in ("picture", "dom")]
    for name, steps in found.items():
        row: list[str | float | int] = [name, len(steps)]
        for key, least in zip(("picture", "dom"), base, strict=True):
            times = [one[key] for one in steps]
            row += [float(median(times)), float(p95(times)), f"{median(times) / least:.1f}×"]
        table.append(row)
    return table


def main() -> None:
    chosen = arguments()
    with ways() as served, serve_all(served) as servers, chromium() as browser:
        pages = {name: opened(browser, name, server, chosen.cell) for name, server in servers.items()}
        found = measure(pages, chosen.steps)
    print(f"→ key → picture with the next time step's numbers, {chosen.cell}, ms\n")
    print(markdown(HEADS, rows(found)))
    print("\nThe picture waits for the screen's next frame, up to 16.7 ms after the numbers have changed.")
    print(f"\n{machine()}")


if __name__ == "__main__":
    main()
