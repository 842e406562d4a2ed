"""How long a run will take, before it is started: a fifth of a second of its steps, whose net is dropped.

Measured where it will run: on a worker of the cluster while there is one that can do it, else on this machine.
"""

from __future__ import annotations

import math
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import torch
from cachetools import LRUCache

from rnnviz.jobs.serve import without_report
from rnnviz.jobs.trip import Trip
from rnnviz.learn.data.examples import Dataset, in_turn
from rnnviz.learn.evaluating import SIZE
from rnnviz.learn.pace import Pace
from rnnviz.learn.plan import Plan
from rnnviz.learn.running import choose_device, use_threads
from rnnviz.learn.tasks import task_of
from rnnviz.learn.training import Trainer
from rnnviz.learn.travel import needs

TRIED = 0.2  # seconds of steps
MOST_KNOWN = 256
Upload = tuple[bytes, str]
Clock = Callable[[], float]
UNKNOWN = math.nan


def measure(plan: Plan, upload: Upload | None = None, at_once: int = 1) -> float:
    """Seconds from a run's first line to its last one, were it alone on this machine. Raises InputError.

    On the CPU what counts is its own work, not the waits for others: the answer stays true when they have gone.
    `upload`: the learner's file. `at_once`: how many runs share the machine.
    """
    with tempfile.TemporaryDirectory() as folder:
        if upload:
            path = Path(folder) / "upload"
            path = path.with_suffix(Path(upload[1]).suffix)
            path.write_bytes(upload[0])
            plan = plan.but(source="own file", file=str(path))
        task = task_of(plan)
        threads, device = use_threads(task.heavy, at_once), choose_device(plan.device)
        began = time.process_time()
        data = task.load(plan, lambda share: None)
        loading = time.process_time() - began
    trainer = Trainer(plan, data, device)
    now = (lambda: time.process_time() / threads) if device.type == "cpu" else time.perf_counter
    return loading + sum(trainer.batches) * a_step(trainer, now) + plan.epochs * a_look(trainer, data, now)


def a_step(trainer: Trainer, now: Clock) -> float:
    """Seconds, the mean of as many as fit into TRIED; the very first one is slow and does not count."""
    order = trainer.order()
    trainer.one_step(trainer.data.train.batch(order[0], trainer.padded).to(trainer.device))
    began, worked, made = time.perf_counter(), now(), 0
    while time.perf_counter() - began < TRIED:
        trainer.one_step(trainer.data.train.batch(order[made % len(order)], trainer.padded).to(trainer.device))
        float(trainer.sums.window)  # waits for a GPU
        made += 1
    return (now() - worked) / made


@torch.no_grad()
def a_look(trainer: Trainer, data: Dataset, now: Clock) -> float:
    """Seconds of a look at the validation part, by a batch of middling length."""
    order = in_turn(data.validation.lengths, SIZE)
    batch = data.validation.batch(order[len(order) // 2], trainer.padded).to(trainer.device)
    trainer.net.eval()
    trainer.net(batch.x, batch.lengths)
    began = now()
    trainer.net(batch.x, batch.lengths).cpu()
    return len(order) * (now() - began)


class MeasureTrip(Trip):
    """`measure`, for an executor: called here, packed for a worker, whose threads share it as those of a run do."""

    brief = True

    def __init__(self, plan: Plan, upload: Upload | None) -> None:
        super().__init__()
        self.plan, self.upload, self.needs = plan, upload, needs(plan)

    def __reduce__(self) -> tuple[Any, ...]:
        return MeasureTrip, (self.plan, self.upload)

    def __call__(self) -> float:
        return measure(self.plan, self.upload)

    def pack(self, at_once: int) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return without_report, (measure, (self.plan, self.upload, at_once), {})

    def take(self, piece: Any) -> None:
        """It says nothing on its way."""

    def reached(self) -> None:
        """There is nothing to tell it."""


class Durations:
    """What was measured, for everybody on this server, by an executor of runs; from any thread.

    What was measured on a cluster does not count here, nor the other way.
    """

    def __init__(self, executor: Executor) -> None:
        self.executor = executor
        self.known: LRUCache[str, Future[float]] = LRUCache(MOST_KNOWN)
        self.pace = Pace()
        self.lock = threading.Lock()

    def of(self, plan: Plan, upload: Upload | None = None, file: str = "") -> float | None:
        """Seconds; None while that is measured, UNKNOWN where it cannot be. `file`: what tells uploads apart.

        Another seed takes as long. Reviews that are fetched are not read for this. One plan is measured at a time, the
        others when they are asked for again: a run that is started waits for no more than one.
        """
        if (plan.task == "sentiment" and plan.source == "real") or (plan.source == "own file" and not upload):
            return UNKNOWN
        key = key_of(plan, file, self.away(plan))
        with self.lock:
            if key not in self.known:
                if any(not it.done() for it in self.known.values()):
                    return None
                self.known[key] = self.executor.submit(MeasureTrip(plan, upload))
            found = self.known[key]
        return self.measured(found)

    def known_of(self, plan: Plan, file: str = "") -> float | None:
        """What was measured, None where nothing was. Nothing is begun. `file`: as in `of`."""
        with self.lock:
            found = self.known.get(key_of(plan, file, self.away(plan)))
        seconds = self.measured(found) if found else None
        return None if seconds is None or math.isnan(seconds) else seconds

    def away(self, plan: Plan) -> bool:
        """Whether its run would go to a worker of a cluster now."""
        goes_away: Callable[[dict[str, float]], bool] | None = getattr(self.executor, "goes_away", None)
        return goes_away is not None and goes_away(needs(plan))

    @staticmethod
    def measured(found: Future[float]) -> float | None:
        if not found.done():
            return None
        return UNKNOWN if found.cancelled() or found.exception() else found.result()


def key_of(plan: Plan, file: str = "", away: bool = False) -> str:
    """What takes as long as each other; see `Durations`."""
    return f"{file} {away} {plan.but(seed=0, file='').to_json()}"
