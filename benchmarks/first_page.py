"""From the start of the server's process to a cell page on which the first key has stepped, each time in a new process.

Chromium runs already, with nothing cached; Python's own files are in the system's cache after the first, uncounted run.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.serving import APP, HEAVY, ROOT, Serving, chromium, clocked_page, machine, serve
from benchmarks.tables import Row, markdown, median

NUMBER = "svg.circuit .number[data-q=h] text"
STEPS = ("server listens", "page begins", "first number", "a key has stepped")
# The time of day, in ms, of the first frame in which a number stands in the circuit.
SEEN = """selector => new Promise((resolve) => {
  const look = () => {
    const seen = bench.find(selector)?.textContent;
    return seen ? resolve(performance.timeOrigin + performance.now()) : requestAnimationFrame(look);
  };
  look();
})"""


def arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    shown = argparse.ArgumentDefaultsHelpFormatter
    parser = argparse.ArgumentParser("python -m benchmarks.first_page", description=__doc__, formatter_class=shown)
    parser.add_argument("--runs", type=int, default=7, help="counted runs, after one other")
    parser.add_argument("--cell", default="lstm", help="the page")
    parser.add_argument("--beside", type=Path, help="another checkout, measured in turn with this one")
    return parser.parse_args(argv)


def run(browser: Browser, cell: str, folder: Path) -> tuple[dict[str, float], list[str]]:
    """Milliseconds from the start of the process to each of STEPS, and the modules it had loaded by the end."""
    with serve(Serving(APP, folder)) as served:
        page = clocked_page(browser)
        served.wait()
        page.goto(f"{served.url}/{cell}?lead=off", wait_until="commit")
        times = arrival(page)
        page.context.close()
        modules = served.stop()
    return {step: at - served.started for step, at in zip(STEPS, (served.listened, *times), strict=True)}, modules


def arrival(page: Page) -> tuple[float, float, float]:
    """Times of day, in ms: the page begins to load, the first number is on it, a key press has stepped."""
    seen = page.evaluate(SEEN, NUMBER)
    page.evaluate(f"bench.find('.strip').focus(), bench.arm('keydown', '{NUMBER}')")
    page.keyboard.press("ArrowRight")
    stepped = page.evaluate("bench.result.then(() => performance.timeOrigin + performance.now())")
    return page.evaluate("performance.timeOrigin"), seen, stepped


def rows(runs: Sequence[Mapping[str, float]]) -> list[Row]:
    """For each of STEPS: its name, how many runs, median and slowest."""
    found = {step: [run[step] for run in runs] for step in STEPS}
    return [(step, len(times), float(median(times)), float(max(times))) for step, times in found.items()]


def loaded(modules: Sequence[str]) -> str:
    """A sentence on the modules that the server has loaded and on those that it should not have."""
    if not modules:
        return "The server could not say which modules it had loaded."
    names = set(modules)
    words = ", ".join(f"{name} {'LOADED' if name in names else 'not loaded'}" for name in (*HEAVY, "sklearn", "numba"))
    return f"{len(names)} modules loaded: {words}."


def main() -> None:
    chosen = arguments()
    folders = {"this": ROOT} | ({"beside": chosen.beside.resolve()} if chosen.beside else {})
    with chromium() as browser:
        runs = [{name: run(browser, chosen.cell, it) for name, it in folders.items()} for _ in range(1 + chosen.runs)]
    print(f"Start of the server's process → usable page /{chosen.cell}, ms")
    for name in folders:
        print(f"\n{name}\n")
        print(markdown(("until", "runs", "median", "slowest"), rows([found[name][0] for found in runs[1:]])))
        print(f"\n{loaded(runs[-1][name][1])}")
    print(f"\n{machine()}")


if __name__ == "__main__":
    main()
