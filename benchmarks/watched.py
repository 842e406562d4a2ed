"""What watching costs a run, and what runs cost the others: the app in Chromium, its runs in their own processes.

"steps": one run of the app, in turn with a page that watches it, with nobody watching, and paused beside a loop in
plain torch on the same net and data. All of them look at the validation part after each epoch.
"others": a number on a cell's page is dragged and released, in turn while two runs train and while they are paused.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.round_trip import UNCOUNTED, trip
from benchmarks.serving import APP, ROOT, Served, Serving, cell_page, chromium, clocked_page, machine, serve
from benchmarks.tables import Row, markdown, median, p95
from rnnviz.learn.folder import RunFolder, Wish
from rnnviz.learn.included.keys import is_included

LINK = "task=weather&cell=lstm&lag=64&hidden=32&batch_size=64&epochs=500"
SETTLE = 3  # seconds until the page, or the quiet after it, is there


def arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    shown = argparse.ArgumentDefaultsHelpFormatter
    parser = argparse.ArgumentParser("python -m benchmarks.watched", description=__doc__, formatter_class=shown)
    parser.add_argument("--rounds", type=int, default=7, help="each way once in every round")
    parser.add_argument("--seconds", type=float, default=6, help="of each way in a round")
    parser.add_argument("--trips", type=int, default=12, help="drags of each way in a round")
    parser.add_argument("--cell", default="lstm", help="the page of the others")
    parser.add_argument("--source", default="built in", choices=["built in", "real"], help="the hours")
    parser.add_argument("--only", nargs="+", default=["steps", "others"], choices=["steps", "others"])
    return parser.parse_args(argv)


def started(browser: Browser, served: Served, query: str, count: int) -> list[RunFolder]:
    """So many runs that train, started on a page that is then left; their folders."""
    page = clocked_page(browser)
    page.goto(f"{served.url}/train?{query}")
    for number in range(count):
        page.locator(f".st-key-train_{'beside' if number else 'start'} button").click()
        page.locator(f".st-key-train_pause_{number} button").wait_for()
    page.context.close()
    found = [
        RunFolder(path.parent)
        for path in Path(os.environ["TMPDIR"]).glob("rnnviz-server-*/runs-*/*/plan.json")
        if not is_included(path.parent.name)
    ]
    assert len(found) == count
    for here in found:
        while last_step(here) == 0:
            here.touch()
            time.sleep(0.1)
    return found


def last_step(here: RunFolder) -> int:
    """The last step that the log tells of."""
    if not here.log.exists():
        return 0
    lines = here.log.read_bytes().splitlines()
    told = (json.loads(line) for line in reversed(lines) if b'"step"' in line and line.endswith(b"}"))
    return int(next(told, {"step": 0})["step"])


def wish(runs: Sequence[RunFolder], what: str) -> None:
    for here in runs:
        here.touch()
        here.write_wish(Wish(what))


def rate(here: RunFolder, seconds: float) -> float:
    """Steps a second of the app's run: between two records, by the time at which they were written."""
    first, begin = fresh(here)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        here.touch()
        time.sleep(0.2)
    last, end = fresh(here)
    return (last - first) / (end - begin)


def fresh(here: RunFolder) -> tuple[int, float]:
    """A record that has just been written: its step, and when (s)."""
    step = before = last_step(here)
    while step == before:
        time.sleep(0.005)
        step = last_step(here)
    return step, here.log.stat().st_mtime


@contextmanager
def bare(plan: Path) -> Iterator[subprocess.Popen[str]]:
    command, pipe = [sys.executable, "-m", "benchmarks.bare", str(plan)], subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "ready"
        yield process
        process.kill()


def asked(process: subprocess.Popen[str], seconds: float) -> float:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{seconds}\n")
    process.stdin.flush()
    return float(process.stdout.readline())


def steps(browser: Browser, served: Served, chosen: argparse.Namespace) -> list[Row]:
    """Rows of each way: steps a second, and its share of plain torch in the same round."""
    (here,) = started(browser, served, f"{LINK}&source={chosen.source}", 1)
    found: dict[str, list[float]] = {"watched": [], "not watched": [], "plain torch": []}
    with bare(here.path / "plan.json") as process:
        for _ in range(chosen.rounds):
            wish([here], "go")
            page = clocked_page(browser)
            page.goto(f"{served.url}/train?{LINK}&run={here.path.name}")
            page.locator(".st-key-train_pause_0 button").wait_for()
            time.sleep(SETTLE)
            found["watched"].append(rate(here, chosen.seconds))
            page.context.close()
            time.sleep(SETTLE)
            found["not watched"].append(rate(here, chosen.seconds))
            wish([here], "pause")
            time.sleep(SETTLE)
            found["plain torch"].append(asked(process, chosen.seconds))
    wish([here], "stop")
    shares = {name: [a / b for a, b in zip(rates, found["plain torch"], strict=True)] for name, rates in found.items()}
    return [
        (name, len(rates), float(median(rates)), f"{100 * median(shares[name]):.1f} %",
         f"{100 * min(shares[name]):.1f} – {100 * max(shares[name]):.1f} %")
        for name, rates in found.items()
    ]  # fmt: skip


def others(browser: Browser, served: Served, chosen: argparse.Namespace) -> list[Row]:
    """Rows of each way: the server's last word after the release, and the picture, in ms."""
    runs = started(browser, served, f"{LINK}&source={chosen.source}", 2)
    page = cell_page(browser, f"{served.url}/{chosen.cell}")
    for k in range(UNCOUNTED):
        trip(page, 8 if k % 2 else -8)
    found: dict[str, list[dict[str, float]]] = {"nothing": [], "two runs": []}
    for _ in range(chosen.rounds):
        for name, what in (("nothing", "pause"), ("two runs", "go")):
            wish(runs, what)
            time.sleep(SETTLE)
            for k in range(chosen.trips):
                found[name].append(trip(page, 8 if k % 2 else -8))
    wish(runs, "stop")
    page.context.close()
    return [(name, len(trips), *both(trips, "last"), *both(trips, "picture")) for name, trips in found.items()]


def both(trips: Sequence[dict[str, float]], key: str) -> tuple[float, float]:
    values = [float(one[key]) for one in trips]
    return float(median(values)), float(p95(values))


def main() -> None:
    chosen = arguments()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["TMPDIR"] = scratch  # where the server keeps its runs
        with chromium() as browser:
            if "steps" in chosen.only:
                with serve(Serving(APP)) as served:
                    served.wait()
                    rows = steps(browser, served, chosen)
                print(f"Steps a second of an LSTM, 32 units, 64 hours, batches of 64 ({chosen.source} hours)\n")
                print(markdown(("loop", "rounds", "steps/s", "of plain torch", "from – to"), rows), flush=True)
            if "others" in chosen.only:
                with serve(Serving(APP)) as served:
                    served.wait()
                    rows = others(browser, served, chosen)
                print(f"\nRelease of a drag on {chosen.cell}'s page, ms\n")
                heads = ("beside", "n", "last reply, median", "p95", "picture, median", "p95")
                print(markdown(heads, rows))
    print(f"\n{machine()}")


if __name__ == "__main__":
    main()
