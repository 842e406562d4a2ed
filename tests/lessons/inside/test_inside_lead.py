"""The lead of Inside: its answers are those of the net that comes along, its tasks ask for what they say alone."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz.lead.tasks import Measured
from rnnviz.learn import predict
from rnnviz.learn.inside.holding import Intervention
from rnnviz.learn.inside.patching import answers
from rnnviz.lessons.inside.net import open_run
from rnnviz.lessons.inside.state import InsideState
from rnnviz.lessons.inside.tasks import TASKS, units_that_matter


def test_the_step_that_moves_most_is_found_by_the_states_alone() -> None:
    trained = open_run(InsideState()).trained
    assert trained is not None
    h, pieces = predict.hidden_states(trained, "Lukashenko")
    moved = [np.abs(h[k] - (h[k - 1] if k else 0)).mean() for k in range(len(pieces))]
    found = TASKS.truths["moves_most"](*TASKS.read("order=similar"))
    assert found.truth == 1 + moved.index(max(moved))
    assert found.span == (1, len(pieces))
    assert TASKS.truths["moves_where"](*TASKS.read("")).truth == "between"


def test_the_units_that_matter_are_counted_one_by_one() -> None:
    trained = open_run(InsideState()).trained
    assert trained is not None
    x, pieces = predict.readable(trained, "Putin")
    said = [answers(trained, x, [len(pieces)], [Intervention(0, 0, "h", unit, 0.0)])[0].argmax() for unit in range(128)]
    before = answers(trained, x, [len(pieces)])[0].argmax()
    assert units_that_matter(InsideState().net, -1, "Putin") == sum(it != before for it in said) / 128


@pytest.mark.parametrize(
    ("check", "of", "link", "done"),
    [
        ("high", {"least": 0.9}, "unit=37", True), ("high", {"least": 0.9}, "unit=37&q=c", False),
        ("high", {"least": 0.9}, "unit=37&view=knows", False), ("high", {"least": 0.9}, "unit=1", False),
        ("high", {"least": 0.9}, "net=file", False), ("high", {"least": 0.9}, "text=123", False),
        ("talked_out", {"most": 0.1}, "view=experiment", False),
        ("talked_out", {"most": 0.1}, "view=experiment&unit=99&value=-1", True),
        ("talked_out", {"most": 0.1}, "unit=99&value=-1", False),
        ("talked_out", {"most": 0.1}, "view=experiment&unit=99&value=-1&since=1&span=one", False),
        ("talked_out", {"most": 0.1}, "view=experiment&net=gone", False),
    ],
)  # fmt: skip
def test_a_task_is_done_by_what_it_asks_for_alone(check: str, of: dict[str, float], link: str, done: bool) -> None:
    found = TASKS.checks[check](*TASKS.read(link), **of)
    assert bool(found) is done
    assert isinstance(found, Measured) or not done
