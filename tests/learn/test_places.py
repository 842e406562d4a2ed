"""Runs that wait for a place: whose is next, who gives one up, and what is told of the wait."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

import pytest

from rnnviz.learn import places
from rnnviz.learn.duration import key_of
from rnnviz.learn.jobs import Runs
from rnnviz.learn.records import Progress
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


def test_the_wait_is_told_from_what_runs_say_and_what_was_measured() -> None:
    it = Runs(Parked(), at_once=1)
    going, second, third = it.start(LONG), it.start(SHORT.but(seed=1)), it.start(SHORT)
    assert it.view(second).wait is None, "how long the first takes is not known"
    it.folder(going).write(said := Progress(5, 100, 0.1, 0.5, {}, 0.01, 1.9, 2.5, seconds_left=30.0))
    it.view(going)
    assert (it.view(second).wait, it.view(third).wait) == (30.0, None)
    for plan, seconds in ((SHORT, 12.0), (LONG, 40.0)):
        it.durations.known[key_of(plan)] = measured = Future()
        measured.set_result(seconds)
    assert (it.view(second).wait, it.view(third).wait) == (40.0, 52.0), (
        "a net's first steps are slow; any seed is as quick"
    )
    it.folder(going).write(replace(said, seconds=2.0))
    it.view(going)
    assert (it.view(second).wait, it.view(third).wait) == (30.0, 42.0)
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
