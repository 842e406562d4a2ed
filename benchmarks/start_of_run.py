"""Start → first point of the curve: a run forked from a process that has torch, beside one that imports it itself.

    python -m benchmarks.start_of_run                 (two minutes)

The two ways are tried in turn. Forked runs are tried once the fork server has done its imports, whose time is told:
they begin when somebody opens the Train page. `--loky` adds loky's pool, as joblib brings it: its first call imports
all, later ones find a warm worker; a process that dies there takes the other runs with it.
"""

from __future__ import annotations

import argparse
import time
from concurrent.futures import Executor

from benchmarks.tables import markdown, p95
from rnnviz.jobs.process import FORKS
from rnnviz.learn.jobs import Processes, Runs
from rnnviz.learn.plan import Plan

TASKS = ("noise", "names", "weather")
LOOK = 0.005  # seconds between two looks


def until_first_point(runs: Runs, plan: Plan) -> float:
    """Seconds from Start until the run's first record of a loss can be read."""
    began = time.perf_counter()
    key = runs.start(plan)
    while not (view := runs.view(key)).progress:
        if view.over:
            raise RuntimeError(view.sentence)
        time.sleep(LOOK)
    took = time.perf_counter() - began
    future = runs.handles[key].future
    runs.forget(key)
    while not future.done():
        time.sleep(LOOK)
    return took


def ways(loky: bool) -> dict[str, Executor]:
    found: dict[str, Executor] = {"a process of its own command": Processes(2, forking=False)}
    if FORKS:
        found["forked, torch imported"] = forked = Processes(2)
        began = time.perf_counter()
        forked.submit(abs, -1).result()
        print(f"The fork server's imports took {time.perf_counter() - began:.1f} s.", flush=True)
    if loky:
        from joblib.externals.loky import get_reusable_executor

        found["loky's pool"] = get_reusable_executor(max_workers=1, timeout=600)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.start_of_run",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--tries", type=int, default=7, help="of each task, each way")
    parser.add_argument("--loky", action="store_true", help="loky's pool too")
    chosen = parser.parse_args()
    runs = {way: Runs(executor) for way, executor in ways(chosen.loky).items()}
    took: dict[tuple[str, str], list[float]] = {}
    for _ in range(chosen.tries):
        for task in TASKS:
            for way, each in runs.items():
                took.setdefault((task, way), []).append(until_first_point(each, Plan(task, hidden=16, epochs=50)))
    rows = [(*it, len(all_), sorted(all_)[len(all_) // 2], p95(all_)) for it, all_ in took.items()]
    print(markdown(("task", "started as", "n", "median, s", "p95, s"), rows))


if __name__ == "__main__":
    main()
