"""Do two workers of a cluster train twice as much as one? The same runs on clusters of one and of two, in turn.

    python -m benchmarks.cluster [--runs 6] [--rounds 3]

From the start of all runs until the last one is over, by the app's own queue; each worker is a process with one thread,
all on this machine. "here": as many runs, two at once, in processes of the app's own.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from contextlib import ExitStack, closing
from pathlib import Path

from benchmarks.dask_cluster import DaskCluster, until
from benchmarks.serving import machine
from benchmarks.tables import Row, markdown, median
from rnnviz.jobs.cluster import Cluster
from rnnviz.learn.jobs import Processes, Runs
from rnnviz.learn.plan import Plan

PLAN = Plan("noise", cell="lstm", hidden=64, epochs=40, device="cpu")
HOUR = 3600.0
NAMES = ("ann", "ben")


def clusters(stack: ExitStack, folder: Path) -> dict[str, Runs]:
    """Runs on one worker, on two, and here."""
    found = {}
    for count in (1, 2):
        (folder / str(count)).mkdir()
        dask = stack.enter_context(closing(DaskCluster(folder / str(count))))
        for name in NAMES[:count]:
            dask.add_worker(name)
        there = stack.enter_context(closing(Cluster(dask.address)))
        until(lambda there=there, count=count: there.slots == count)  # type: ignore[misc]
        found[f"cluster, {count} worker{'s' * (count > 1)}"] = Runs(Processes(16, there=there))
    found["here, two at once"] = Runs(Processes(16), at_once=2)
    for runs in found.values():
        stack.callback(runs.executor.shutdown)
    return found


def seconds(runs: Runs, count: int) -> float:
    """From the start of so many runs until the last one is over."""
    began = time.perf_counter()
    keys = [runs.start(PLAN.but(seed=seed)) for seed in range(count)]
    until(lambda: all(runs.view(key).over for key in keys), 600)
    took = time.perf_counter() - began
    ended = {runs.view(key).state for key in keys}
    if ended != {"finished"}:
        raise RuntimeError(f"not every run finished: {ended}")
    for key in keys:
        runs.forget(key)
    return took


def main() -> None:
    shown = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("python -m benchmarks.cluster", description=__doc__, formatter_class=shown)
    parser.add_argument("--runs", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    took: dict[str, list[float]] = {}
    with ExitStack() as stack:
        ways = clusters(stack, Path(stack.enter_context(tempfile.TemporaryDirectory())))
        for runs in ways.values():
            seconds(runs, 2)  # the first ones import torch
        for _ in range(chosen.rounds):
            for name, runs in ways.items():
                took.setdefault(name, []).append(seconds(runs, chosen.runs))
    one = median(next(iter(took.values())))
    rows: list[Row] = [
        (name, median(it), chosen.runs * HOUR / median(it), f"{one / median(it):.2f}×") for name, it in took.items()
    ]
    print(machine())
    print(markdown((f"{chosen.runs} runs", "seconds, median", "runs an hour", "as many as one worker"), rows))


if __name__ == "__main__":
    main()
