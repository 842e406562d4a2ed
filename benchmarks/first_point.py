"""Start → the first point of the curve on the screen: the app in Chromium, the page read for some seconds before.

Each task is started on a page of its own. The point is there once the run's own line tells of a step and the loss chart
holds one. Then the run is stopped: the next one finds a place.

`--at-once 6`: instead, as many learners press Start at the same moment. Those who find no place wait: how long, beside
what the line said of it when they were told first, and how long from a free place to their first point.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Sequence
from contextlib import suppress

from playwright.sync_api import Browser, Error, Page

from benchmarks.serving import APP, Served, Serving, chromium, clocked_page, machine, serve
from benchmarks.tables import Row, markdown, median, p95
from rnnviz.learn.tasks import TASKS

SHOWN = """() => {
  const chart = document.querySelector(".st-key-train_watch_loss")?.querySelector(".js-plotly-plot");
  const said = document.querySelector(".st-key-train_line_0")?.innerText ?? "";
  return Boolean(chart?.data?.[0]?.x?.length) && !said.includes("came with") && /epoch [0-9.]+ of|steps\\/s/.test(said);
}"""
LINE = """() => document.querySelector(".st-key-train_line_0")?.innerText ?? "" """
TOLD = re.compile(r"begins in about (?:(\d+)\smin)?\s?(?:(\d+)\ss)?")
LIMIT = 60_000  # ms
OFTEN = 50  # ms between two looks


def arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    shown = argparse.ArgumentDefaultsHelpFormatter
    parser = argparse.ArgumentParser("python -m benchmarks.first_point", description=__doc__, formatter_class=shown)
    parser.add_argument("--tries", type=int, default=3, help="of each task")
    parser.add_argument("--at-once", type=int, default=0, help="learners who start a run at the same moment")
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


def together(browser: Browser, served: Served, learners: int, read: float) -> list[Row]:
    """A row a learner, in the order in which their runs began, seconds after the last Start."""
    pages = [clocked_page(browser) for _ in range(learners)]
    for seed, page in enumerate(pages):
        page.goto(f"{served.url}/train?task=names&seed={seed}")
        page.locator(".st-key-train_start button:enabled").wait_for(timeout=LIMIT)
    pages[0].wait_for_timeout(read * 1000)
    for page in pages:
        page.locator(".st-key-train_start button").click()
    began = time.perf_counter()
    told: dict[Page, tuple[float, float]] = {}
    ran: dict[Page, float] = {}
    seen: dict[Page, float] = {}
    while len(seen) < learners:
        for page in pages:
            said, now = page.evaluate(LINE), time.perf_counter() - began
            if (found := TOLD.search(said)) and page not in told:
                told[page] = now, 60 * int(found[1] or 0) + int(found[2] or 0)
            if said and "Waiting" not in said and "came with" not in said:
                ran.setdefault(page, now)
            if page in ran and page not in seen and page.evaluate(SHOWN):
                seen[page] = now
        pages[0].wait_for_timeout(OFTEN)
    return [
        (
            number, "–" if page not in told else told[page][1], ran[page] - told.get(page, (0.0, 0.0))[0],
            seen[page] - ran[page],
        )
        for number, page in enumerate(sorted(pages, key=ran.__getitem__), 1)
    ]  # fmt: skip


def main() -> None:
    chosen = arguments()
    if chosen.at_once:
        with chromium() as browser, serve(Serving(APP)) as served:
            served.wait()
            waits = together(browser, served, chosen.at_once, chosen.read)
        print(markdown(("learner", "told to wait, s", "waited since, s", "then to the first point, s"), waits))
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
