"""Runs that wait for a place: whose is next, who gives one up, and what is told of the wait."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

import pytest

from rnnviz.learn import handle, pace, places
from rnnviz.learn.duration import key_of
from rnnviz.learn.jobs import Runs
from rnnviz.learn.pace import OVERHEAD, Timing, left
from rnnviz.learn.records import Progress, Working
from tests.learn.test_jobs import LONG, SHORT, Parked, close, wait


def test_a_learners_second_run_waits_for_the_others_first_and_the_teachers_for_nobody() -> None:
    it = Runs(ThreadPoolExecutor(3), at_once=1)
    first = it.start(LONG, owner="ann")
    keys = [it.start(SHORT, owner=owner) for owner in ("ann", "ann", "ben", "cem")]
    teachers = it.start(SHORT, owner="teacher", first=True)
    order = [teachers, keys[2], keys[3], keys[0], keys[1]]
    assert [it.view(key).place for key in order] == [1, 2, 3, 4, 5]
    began: list[str] = []
    begin = it.places.begin
    it.places.begin = lambda handle: began.append(handle.turn.key) or begin(handle)  # type: ignore[method-assign]
    it.stop(first)
    for key in order:
        assert wait(it, key, lambda view: view.over).state == "finished"
    assert began == order
    close(it)


def test_a_run_that_rests_gives_its_place_up_and_goes_on_beside_the_others() -> None:
    it = Runs(ThreadPoolExecutor(3), at_once=1)
    slow, second, third = it.start(LONG, slow=True), it.start(LONG), it.start(SHORT)
    wait(it, slow, lambda view: view.state == "paused")
    wait(it, second, lambda view: view.state == "running")
    assert (it.view(slow).state, it.view(third).place) == ("paused", 1)
    it.resume(slow)
    wait(it, slow, lambda view: len(view.evaluations) >= 1)
    it.stop(second)
    wait(it, second, lambda view: view.over)
    assert it.view(third).place == 1, "who went on has a place again"
    it.stop(slow)
    assert wait(it, third, lambda view: view.over).state == "finished"
    close(it)


def test_runs_that_rest_are_bounded_as_each_keeps_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "MOST_RESTING", 1)
    it = Runs(ThreadPoolExecutor(3), at_once=1)
    keys = [it.start(LONG, slow=True) for _ in range(3)]
    for key in keys[:2]:
        wait(it, key, lambda view: view.state == "paused")
    assert it.view(keys[2]).place == 1
    close(it)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that stands still until a test moves it."""
    time = [100.0]
    for module in (places, handle):
        monkeypatch.setattr(module, "monotonic", lambda: time[0])
    monkeypatch.setattr(pace.os, "cpu_count", lambda: 2)
    return time


def measured(it: Runs, **seconds: float) -> None:
    for name, found in seconds.items():
        it.durations.known[key_of({"short": SHORT, "long": LONG}[name])] = known = Future()
        known.set_result(found)


def test_the_wait_is_told_from_what_was_measured_less_what_is_over(now: list[float]) -> None:
    it = Runs(Parked(), at_once=1)
    it.start(LONG)
    second, third = it.start(SHORT.but(seed=1)), it.start(SHORT)
    it.durations.pace.saw(1.0, 1.0, now[0])
    assert it.view(second).wait is None, "how long the first takes is not known"
    measured(it, long=40.0)
    assert (it.view(second).wait, it.view(third).wait) == (40.0 + OVERHEAD, None)
    measured(it, short=12.0)
    assert it.view(third).wait == pytest.approx(52.0 + 2 * OVERHEAD), "any seed is as quick"
    now[0] += 10.0
    assert it.view(second).wait == pytest.approx(30.0 + OVERHEAD)
    it.remove()


def test_the_wait_follows_the_pace_of_the_runs_under_way_and_of_those_that_are_over(now: list[float]) -> None:
    executor = Parked()
    it = Runs(executor, at_once=1)
    measured(it, long=20.0 - OVERHEAD, short=10.0 - OVERHEAD)
    going, second, third = it.start(LONG), it.start(SHORT.but(seed=1)), it.start(SHORT)
    said = Progress(1, 100, 0.1, 0.5, {}, 0.01, 0.5, 2.0, seconds_left=50.0)
    now[0] += 1.0
    it.folder(going).write(said)
    it.view(going)
    now[0] += 39.0  # half a second before the first step, and 39.5 in half of them
    it.folder(going).write(replace(said, step=50, seconds=39.5))
    it.view(going)
    assert it.view(second).wait == pytest.approx(39.5, abs=0.5), "twice as slow as was measured elsewhere"
    assert it.view(third).wait == pytest.approx(39.5 + 40.0, rel=0.1), "the next one too"
    now[0] += 40.0
    it.handles[going].begun.set_result("finished")
    wait(it, second, lambda _: it.handles[second].begun is not None)
    assert it.durations.pace.ratio([], now[0]) == pytest.approx(4.0, abs=0.05)
    assert it.view(third).wait == pytest.approx(40.0, abs=1.0)
    it.remove()


def test_a_run_that_rested_tells_its_own_time_alone(now: list[float]) -> None:
    it = Runs(Parked(), at_once=1)
    measured(it, long=20.0, short=10.0)
    going, second = it.start(LONG), it.start(SHORT)
    now[0] += 300.0
    it.folder(going).write(Working("paused", 0.1))
    it.folder(going).write(Progress(5, 100, 0.1, 0.5, {}, 0.01, 1.9, 2.5, seconds_left=30.0))
    it.view(going)
    assert it.view(second).wait == 30.0
    it.handles[going].begun.set_result("finished")
    wait(it, second, lambda _: it.handles[second].begun is not None)
    assert not it.durations.pace.seen
    it.remove()


def test_a_run_that_is_stopped_while_it_waits_is_not_held_against_its_learner() -> None:
    it = Runs(Parked(), at_once=1)
    it.start(SHORT, owner="ann")
    for _ in range(3):
        it.stop(it.start(SHORT, owner="ben"))
    cem, ben = it.start(SHORT, owner="cem"), it.start(SHORT, owner="ben")
    anns, dan = it.start(SHORT, owner="ann"), it.start(SHORT, owner="dan")
    assert [it.view(key).place for key in (cem, ben, dan, anns)] == [2, 3, 4, 5]
    it.remove()


def test_a_run_counts_as_was_expected_at_first_and_then_by_its_own_time() -> None:
    """Its first step took a second of what are a hundred; 10 s were expected of it. The others took longer."""
    slow_first = Timing(began=0.0, said=1.0, share=0.01)
    assert left(slow_first, 10.0, 1.0) == pytest.approx(9.0, abs=0.2)
    nearly_over = Timing(began=0.0, said=45.0, share=0.9)
    assert left(nearly_over, 10.0, 45.0) == pytest.approx(5.0)
    far_slower = Timing(began=0.0, said=20.0, share=0.25)
    assert left(far_slower, 10.0, 20.0) == pytest.approx(60.0)


def test_nothing_is_told_of_the_wait_while_nobody_knows_how_slow_runs_are(now: list[float]) -> None:
    """Until a run has gone on for some seconds, if none was seen lately."""
    it = Runs(Parked(), at_once=1)
    measured(it, long=20.0 - OVERHEAD, short=10.0 - OVERHEAD)
    going, second, third = it.start(LONG), it.start(SHORT.but(seed=1)), it.start(SHORT)
    assert (it.view(second).wait, it.view(third).wait) == (None, None)
    said = Progress(39, 100, 0.1, 0.5, {}, 0.01, 19.5, 2.0, seconds_left=30.5)
    now[0] += 19.5
    it.folder(going).write(said)
    it.view(going)
    assert (it.view(second).wait, it.view(third).wait) == (None, None)
    now[0] += 1.0
    it.folder(going).write(replace(said, step=41, seconds=20.5))
    it.view(going)
    assert it.view(second).wait == pytest.approx(29.5, abs=1.0)
    assert it.view(third).wait == pytest.approx(54.5, abs=1.0)
    it.remove()


def test_a_run_whose_first_steps_were_slow_is_not_told_to_last_in_proportion_to_them() -> None:
    """Five of nine seconds for a third of its steps: as six browsers on its cores made it, `benchmarks.first_point`."""
    it = Timing(began=0.0, said=5.0, share=0.33)
    assert left(it, 9.0, 5.0) == pytest.approx(4.0, rel=0.15)


def test_a_runs_pace_is_that_of_its_last_seconds() -> None:
    """Ten steps in five seconds while all begin, then ten a second."""
    it = Timing(began=0.0)
    for second in range(1, 11):
        step = 2 * second if second <= 5 else 10 * (second - 4)
        it.hear([Progress(step, 100, 0.1, 0.5, {}, 0.01, float(second), 2.0, seconds_left=9.0)], float(second))
    assert it.pace() == pytest.approx(10.0)
    it.hear([Working("paused", 0.6)], 11.0)
    assert it.pace() is None
