"""How long a run will take: counted by a clock of our own, and asked for once."""

from __future__ import annotations

import itertools
import math
from concurrent.futures import Executor, Future
from typing import Any

import pytest

from rnnviz.learn import duration, training
from rnnviz.learn.duration import Durations, measure
from rnnviz.learn.plan import Plan
from rnnviz.learn.records import Evaluation, Progress
from rnnviz.learn.tasks import TASKS, task_of, usual
from rnnviz.learn.training import Trainer

STEP = 0.01  # seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that a training step alone moves on."""
    now = [0.0]
    one_step = Trainer.one_step

    def slow(self: Trainer, *given: Any) -> Any:
        now[0] += STEP
        return one_step(self, *given)

    monkeypatch.setattr(Trainer, "one_step", slow)
    for name in ("perf_counter", "process_time"):
        monkeypatch.setattr(training.time, name, lambda: now[0])
    monkeypatch.setattr(duration, "use_threads", lambda heavy, at_once: 1)
    return now


@pytest.mark.parametrize("task", TASKS)
def test_the_time_is_that_of_all_steps_of_the_run(task: str, clock: list[float]) -> None:
    """What is measured is what the run then takes, by the same clock; and a fifth of a second is spent on it."""
    plan = usual(task).but(epochs=2, hidden=4, lag=8, longest=20, device="cpu")
    said = measure(plan)
    assert clock[0] == pytest.approx(duration.TRIED + STEP, abs=1.5 * STEP)
    before = clock[0]
    ends = list(Trainer(plan, task_of(plan).load(plan, lambda share: None)).records())
    assert said == pytest.approx(clock[0] - before, rel=1e-9)
    assert isinstance(ends[-2], Evaluation)


def test_a_run_of_three_seconds_shows_about_thirty_points(clock: list[float]) -> None:
    plan = Plan("noise", hidden=4, epochs=19, batch_size=64)
    trainer = Trainer(plan, task_of(plan).load(plan, lambda share: None))
    told = [it for it in trainer.records() if isinstance(it, Progress)]
    assert clock[0] == pytest.approx(3.04)
    assert told[0].step == 1
    assert 25 <= len(told) <= 45
    assert max(b.seconds - a.seconds for a, b in itertools.pairwise(told)) <= 0.32


class Later(Executor):
    """Its calls are made when somebody says so."""

    def __init__(self) -> None:
        self.calls: list[tuple[Future[Any], tuple[Any, ...]]] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.calls.append((Future(), (fn, *args)))
        return self.calls[-1][0]


def test_a_plan_is_measured_once_for_everybody_and_a_seed_makes_no_difference() -> None:
    later = Later()
    known, plan = Durations(later), Plan("noise")
    assert known.of(plan) is known.of(plan.but(seed=7)) is known.of(plan.but(hidden=9)) is None
    ((_, (trip,)),) = later.calls
    assert (trip.plan, trip.upload) == (plan, None)
    later.calls[0][0].set_result(3.5)
    assert known.of(plan.but(seed=7)) == 3.5
    assert known.of(plan.but(hidden=9)) is None
    later.calls[1][0].set_exception(RuntimeError("no memory"))
    assert math.isnan(known.of(plan.but(hidden=9)) or 0.0)


def test_own_files_are_told_apart_and_what_must_be_fetched_is_not_read() -> None:
    later = Later()
    known, own = Durations(later), Plan("characters", source="own file")
    assert known.of(own, (b"one", "a.txt"), "1") is None
    later.calls[0][0].set_result(1.0)
    assert known.of(own, (b"two", "a.txt"), "2") is None
    assert len(later.calls) == 2
    for plan in (own, Plan("sentiment", source="real")):
        assert math.isnan(known.of(plan) or 0.0)
    assert len(later.calls) == 2


def test_an_own_file_is_measured_as_the_run_reads_it(clock: list[float]) -> None:
    text = ("Once upon a time there was a gate. " * 80).encode()
    short, long = (measure(Plan("characters", hidden=4, epochs=2), (text * k, "own.txt")) for k in (1, 3))
    assert long > 2 * short > 0
