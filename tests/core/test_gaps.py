"""Steps have the names of their lengths, and jumps those of their days: written by hand."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz.core.gaps import Gap, gaps
from rnnviz.core.hours import WHEN
from rnnviz.core.steps import Step, step_of
from rnnviz.core.windows import usual_step


def test_the_slides_hours_have_one_gap() -> None:
    assert gaps(np.array(WHEN, dtype="datetime64[s]")) == (Gap(23, "1 April", "10 April"),)


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("2020-12-31T23:00", "2021-02-01T00:00", ("31 December 2020", "1 February 2021")),
        ("2020-03-01T10:00", "2020-03-01T14:00", ("10:00", "14:00")),
        ("2020-03-05T10:00", "2020-03-01T10:00", ("5 March", "1 March")),
    ],
)
def test_a_gap_says_what_tells_its_ends_apart(one: str, other: str, said: tuple[str, str]) -> None:
    before = np.datetime64(one, "s") - np.arange(3, 0, -1) * 3600
    times = np.concatenate([before, [np.datetime64(one, "s"), np.datetime64(other, "s")]])
    assert gaps(times, 3600) == (Gap(3, *said),)


@pytest.mark.parametrize(
    ("seconds", "counted", "measured", "axis"),
    [
        (3600, "24 hours", "24 hours", "hour"),
        (600, "24 steps", "24 steps of 10 minutes", "step of 10 minutes"),
        (86_400, "24 steps", "24 steps of 1 day", "step of 1 day"),
        (10_800, "24 steps", "24 steps of 3 hours", "step of 3 hours"),
        (1, "24 steps", "24 steps of 1 second", "step of 1 second"),
        (5_400, "24 steps", "24 steps of 90 minutes", "step of 90 minutes"),
    ],
)
def test_steps_are_named_by_their_length(seconds: int, counted: str, measured: str, axis: str) -> None:
    step = Step(seconds)
    assert (step.counted(24), step.measured(24), step.axis) == (counted, measured, axis)


def test_the_usual_step_is_the_commonest_forwards() -> None:
    minutes = np.array([0, 10, 20, 5, 15, 15, 25, 90, 100])
    times = np.datetime64("2020-01-01T00:00", "s") + minutes * 60
    assert usual_step(times) == 600
    assert step_of(times) == Step(600)
    assert usual_step(times[:1]) == usual_step(times[::-1][:1]) == 0
