"""What the line of a run says of its pace, and that of a run and of a map of a cluster."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from rnnviz.jobs.far import WAITS
from rnnviz.learn.jobs import View
from rnnviz.learn.plan import Plan
from rnnviz.learn.records import Progress
from rnnviz.lessons.map.status import doing
from rnnviz.ui.runs.run_line import line

BEFORE = (Progress(5, 10, 0.5, 1.0, {}, 0.1, 9.0, 3.0, 4.0),)


@pytest.mark.parametrize("state", ["starting", "running"])
def test_a_run_that_waits_for_a_worker_does_not_train_also_where_it_has_before(state: str) -> None:
    assert (
        line(View("a", Plan("noise"), state, progress=BEFORE, where=WAITS)) == "Waiting for a worker of the cluster …"
    )


def test_a_run_that_trains_says_where_and_one_that_is_over_does_not() -> None:
    assert " · on the cluster, ann" in line(
        View("a", Plan("noise"), "running", progress=BEFORE, where="on the cluster, ann")
    )
    over = View("a", Plan("noise"), "stopped", sentence="Stopped.", progress=BEFORE, where=WAITS)
    assert "Stopped" in line(over)
    assert WAITS not in line(over)


def test_a_run_that_waits_for_its_learner_says_no_pace_and_no_time_that_is_left() -> None:
    """In slow motion it has taken a step or two, the first of which is slow."""
    assert "left · 3 steps/s" in line(View("a", Plan("noise"), "running", progress=BEFORE))
    paused = line(View("a", Plan("noise"), "paused", progress=BEFORE))
    assert "step 5 of 10" in paused
    assert "left" not in paused
    assert "steps/s" not in paused


def test_a_map_that_waits_for_a_worker_is_not_under_way() -> None:
    job: Any = SimpleNamespace(doing="", where=WAITS, left_s=None)
    assert doing(job) == "waiting for a worker of the cluster"
    job = SimpleNamespace(doing="", where="on the cluster, ann", left_s=None)
    assert doing(job) == "under way, on the cluster, ann"
