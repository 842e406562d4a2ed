"""Start → the first point of the curve on the screen: the app in Chromium, the page read for some seconds before.

Each task is started on a page of its own. The point is there once the run's own line tells of a step and the loss chart
holds one. Then the run is stopped: the next one finds a place.

`--at-once 6`: instead, as many learners press Start at the same moment. Those who find no place wait: how long, beside
what their line said of it, at first and LATER; and how long from a free place to their first point. `--rounds 2`: they
do it again, on a server that has seen their runs.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Error, Page

from benchmarks.serving import APP, Served, Serving, chromium, clocked_page, machine, serve
from benchmarks.tables import Row, markdown, median, p95
from rnnviz.learn.tasks import TASKS

SHOWN = """() => {
  const chart = document.querySelector(".st-key-train_watch_loss")?.querySelector(".js-plotly-plot");
  const said = document.querySelector(".st-key-train_line_0")?.innerText ?? "";
  return Boolean(chart?.data?.[0]?.x?.length) && !said.includes("came with") && /epoch [0-9.]+ of|steps\\/s/.test(said);
}"""
LATER = 3.0  # seconds
LINE = """() => document.querySelector(".st-key-train_line_0")?.innerText ?? "" """
TOLD = re.compile(r"begins in about (?:(\d+)\smin)?\s?(?:(\d+)\ss)?")
OVER = """() => /Finished/.test(document.querySelector(".st-key-train_line_0")?.innerText ?? "")"""
HEAD = (
    "learner", "told at first, s", "came, s", "off by", f"told {LATER:.0f} s later, s", "came, s", "off by",
    "then to the first point, s",
)  # fmt: skip
LIMIT = 60_000  # ms
OFTEN = 50  # ms between two looks


def arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    shown = argparse.ArgumentDefaultsHelpFormatter
    parser = argparse.ArgumentParser("python -m benchmarks.first_point", description=__doc__, formatter_class=shown)
    parser.add_argument("--tries", type=int, default=3, help="of each task")
    parser.add_argument("--at-once", type=int, default=0, help="learners who start a run at the same moment")
    parser.add_argument("--rounds", type=int, default=1, help="of those learners")
    parser.add_argument("--read", type=float, default=5, help="seconds from the page's opening to Start")
    return parser.parse_args(argv)


def until_first_point(browser: Browser, served: Served, task: str, read: float) -> float:
    """Seconds on the browser's side."""
    page = clocked_page(browser)
    page.goto(f"{served.url}/train?task={task}")
    button = page.locator(".st-key-train_start button:enabled")
    button.wait_for(timeout=LIMIT)
    page.wait_for_timeout(read * 1000)
    began = time.perf_counter()
    button.click()
    page.wait_for_function(SHOWN, polling=20, timeout=LIMIT)
    took = time.perf_counter() - began
    with suppress(Error):  # it is over
        page.locator(".st-key-train_stop_0 button").click(timeout=3000)
    page.context.close()
    return took


@dataclass
class Learner:
    """Seconds after the last Start: `told`, when its line said so, and how long until its run would begin."""

    page: Page
    told: list[tuple[float, int]] = field(default_factory=list)
    ran: float | None = None
    seen: float | None = None

    def look(self, now: float) -> None:
        said = self.page.evaluate(LINE)
        if found := TOLD.search(said):
            self.told.append((now, 60 * int(found[1] or 0) + int(found[2] or 0)))
        if said and self.ran is None and "Waiting" not in said and "came with" not in said:
            self.ran = now
        if self.ran is not None and self.seen is None and self.page.evaluate(SHOWN):
            self.seen = now

    def waited(self, after: float) -> Row:
        """What was told so many seconds after the first word, what came, and by how much they differ."""
        ran, first = self.ran or 0.0, self.told[0][0] if self.told else 0.0
        found = next((it for it in self.told if it[0] >= first + after), None)
        if found is None:
            return "–", "–", "–"
        came = ran - found[0]
        return found[1], came, f"{100 * (found[1] / came - 1):+.0f} %"


def together(browser: Browser, served: Served, learners: int, read: float) -> list[Row]:
    """A row a learner, in the order in which their runs began."""
    there = [Learner(clocked_page(browser)) for _ in range(learners)]
    for seed, it in enumerate(there):
        it.page.goto(f"{served.url}/train?task=names&seed={seed}")
        it.page.locator(".st-key-train_start button:enabled").wait_for(timeout=LIMIT)
    there[0].page.wait_for_timeout(read * 1000)
    for it in there:
        it.page.locator(".st-key-train_start button").click()
    began = time.perf_counter()
    while any(it.seen is None for it in there):
        for it in there:
            it.look(time.perf_counter() - began)
        there[0].page.wait_for_timeout(OFTEN)
    there.sort(key=lambda it: it.ran or 0.0)
    there[-1].page.wait_for_function(OVER, timeout=LIMIT)
    for it in there:
        it.page.context.close()
    return [
        (number, *it.waited(0.0), *it.waited(LATER), (it.seen or 0.0) - (it.ran or 0.0))
        for number, it in enumerate(there, 1)
    ]


def main() -> None:
    chosen = arguments()
    if chosen.at_once:
        with chromium() as browser, serve(Serving(APP)) as served:
            served.wait()
            for _ in range(chosen.rounds):
                print(markdown(HEAD, together(browser, served, chosen.at_once, chosen.read)), "\n", flush=True)
        print(f"\n{machine()}")
        return
    took: dict[str, list[float]] = {task: [] for task in TASKS}
    with chromium() as browser, serve(Serving(APP)) as served:
        served.wait()
        for _ in range(chosen.tries):
            for task, found in took.items():
                found.append(until_first_point(browser, served, task, chosen.read))
                print(f"{task}: {found[-1]:.2f} s", flush=True)
    rows: list[Row] = [(task, len(found), float(median(found)), float(p95(found))) for task, found in took.items()]
    every = [it for found in took.values() for it in found]
    rows.append(("all", len(every), float(median(every)), float(p95(every))))
    print(markdown(("task", "n", "median, s", "p95, s"), rows))
    print(f"\n{machine()}")


if __name__ == "__main__":
    main()
