"""Runs that train meanwhile, as a class has them: in the training lab's own processes, below everybody else's work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.dask_cluster import until
from rnnviz.learn.jobs import Processes, Runs
from rnnviz.learn.plan import Plan

LONG = Plan("weather", cell="lstm", hidden=32, lag=64, epochs=500, device="cpu")


@contextmanager
def training(count: int) -> Iterator[None]:
    """So many runs train from here on, and none at the end."""
    if not count:
        yield
        return
    runs = Runs(Processes(count), at_once=count, left_after=3600.0)
    keys = [runs.start(LONG.but(seed=seed)) for seed in range(count)]
    try:
        until(lambda: all(runs.view(key).progress for key in keys), 300)
        yield
    finally:
        for key in keys:
            runs.forget(key)
        runs.executor.shutdown()
