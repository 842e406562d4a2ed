"""The one process that makes maps, shared by all sessions: jobs wait in turn, tell how far they are, and can be ended."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Generic, TypeVar

from rnnviz.maps.making import made_from_checkpoints, made_from_source, make_chain, make_map, make_several
from rnnviz.maps.points import Points, PointsError, Snapshots, Vectors
from rnnviz.maps.project import Map, Setting

T = TypeVar("T")


class Job(Generic[T]):
    """Work under way. `share`: done, 0 to 1. `left_s`: seconds left, none while that cannot be said."""

    def __init__(self, future: Future[T]) -> None:
        self.future = future
        self.share = 0.0
        self.left_s: float | None = None

    @property
    def done(self) -> bool:
        """Whether it ended: with a result, an error, or because it was cancelled."""
        return self.future.done()

    @property
    def error(self) -> str:
        """Why there is no result, as a sentence; empty while there is none to tell."""
        if not self.done:
            return ""
        if self.future.cancelled():
            return "Stopped."
        return str(self.future.exception() or "")

    def result(self, timeout: float | None = None) -> T:
        """Waits. Raises PointsError with `error`."""
        return self.future.result(timeout)

    def cancel(self) -> None:
        self.future.cancel()


class Mapper:
    """`submit` and its kin return at once with a Job."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(1)

    def warm(self) -> None:
        """Starts and warms the process in the background."""

    def submit(self, points: Points, setting: Setting, start: Vectors | None = None) -> Job[Map]:
        return self.run(make_map, points, setting, start)

    def several(self, points: Points, settings: Sequence[Setting]) -> Job[tuple[Map, ...]]:
        """The same points by several settings (five seeds, a strip of n_neighbors), all laid over the first."""
        return self.run(make_several, points, tuple(settings))

    def chain(self, snapshots: Snapshots, setting: Setting) -> Job[tuple[Map, ...]]:
        """A map of each moment of training, each begun from the one before and laid over it."""
        return self.run(make_chain, snapshots, setting)

    def source(self, name: str) -> Job[Snapshots]:
        """The built-in source of that name, a key of `sources.SOURCES`; one slice where there is no training."""
        return self.run(made_from_source, name)

    def checkpoints(self, folder: Path) -> Job[Snapshots]:
        """The embeddings of a training run at each checkpoint."""
        return self.run(made_from_checkpoints, str(folder))

    def run(self, work: Any, *args: Any) -> Job[Any]:
        future: Future[Any] = Future()
        job: Job[Any] = Job(future)

        def tell(share: float) -> None:
            job.share = share

        return Job(self.pool.submit(work, tell, *args))

    def close(self) -> None:
        """Ends the process."""
        self.pool.shutdown()
