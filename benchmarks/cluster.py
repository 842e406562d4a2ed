"""Do two workers of a cluster train twice as much as one? The same runs on clusters of one and of two, in turn.

    python -m benchmarks.cluster [--runs 6] [--rounds 3]

From the start of all runs until the last one is over, by the app's own queue; each worker is a process with one thread,
all on this machine. "here": as many runs, two at once, in processes of the app's own. "a machine of one core" (Linux):
app, scheduler and the first worker have one core of this machine to themselves; the second worker has another.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from benchmarks.dask_cluster import DaskCluster, until
from benchmarks.serving import machine
from benchmarks.tables import Row, markdown, median
from rnnviz.jobs.cluster import Cluster
from rnnviz.learn.jobs import Processes, Runs
from rnnviz.learn.plan import Plan

PLAN = Plan("noise", cell="lstm", hidden=64, epochs=40, device="cpu")
HOUR = 3600.0
NAMES = ("ann", "ben")


@dataclass
class Way:
    """Where runs go. `pinned`: this process, the scheduler and the first worker on one core, the second on another."""

    name: str
    runs: Runs
    dask: DaskCluster | None = None
    pinned: bool = False

    @contextmanager
    def on_its_cores(self) -> Iterator[None]:
        if not self.pinned or not self.dask:
            yield
            return
        first, second, *_ = every = sorted(os.sched_getaffinity(0))
        pin(os.getpid(), {first})  # and all that it started
        if len(self.dask.processes) > len(NAMES):
            pin(self.dask.processes[NAMES[1]].pid, {second})
        try:
            yield
        finally:
            pin(os.getpid(), set(every))


def pin(pid: int, cores: set[int]) -> None:
    """All threads of a process and of those that it started."""
    process = psutil.Process(pid)
    for it in (process, *process.children(recursive=True)):
        for thread in it.threads():
            os.sched_setaffinity(thread.id, cores)


def ways_of(stack: ExitStack, folder: Path) -> list[Way]:
    """Runs on one worker, on two, and here."""
    found = []
    for pinned in (False, True) if hasattr(os, "sched_setaffinity") and len(os.sched_getaffinity(0)) > 1 else (False,):
        for count in (1, 2):
            own = folder / f"{pinned} {count}"
            own.mkdir()
            dask = stack.enter_context(closing(DaskCluster(own)))
            for name in NAMES[:count]:
                dask.add_worker(name)
            there = stack.enter_context(closing(Cluster(dask.address)))
            until(lambda there=there, count=count: there.slots == count)  # type: ignore[misc]
            runs = Runs(Processes(16, there=there))
            found.append(Way(f"{count} × {'a machine of one core' if pinned else 'a worker'}", runs, dask, pinned))
    found.append(Way("here, two at once", Runs(Processes(16), at_once=2)))
    for way in found:
        stack.callback(way.runs.executor.shutdown)
    return found


def seconds(runs: Runs, count: int) -> float:
    """From the start of so many runs until the last one is over."""
    began = time.perf_counter()
    keys = [runs.start(PLAN.but(seed=seed)) for seed in range(count)]
    until(lambda: all(runs.view(key).over for key in keys), 600, look=0.2)
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
        ways = ways_of(stack, Path(stack.enter_context(tempfile.TemporaryDirectory())))
        for way in ways:
            seconds(way.runs, 2)  # the first ones import torch
        for _ in range(chosen.rounds):
            for way in ways:
                with way.on_its_cores():
                    took.setdefault(way.name, []).append(seconds(way.runs, chosen.runs))
    middle = {name: median(it) for name, it in took.items()}
    rows: list[Row] = []
    for name, it in middle.items():
        one = middle.get("1" + name[1:], next(iter(middle.values())))
        rows.append((name, it, chosen.runs * HOUR / it, f"{one / it:.2f}×"))
    print(machine())
    print(markdown((f"{chosen.runs} runs", "seconds, median", "runs an hour", "as many as one"), rows))


if __name__ == "__main__":
    main()
