"""The lead of Sequences: its counts against windows cut one by one, and its tasks' edges."""

from __future__ import annotations

import pytest

from rnnviz.lessons.sequences.tasks import TASKS


@pytest.mark.parametrize(
    ("link", "ahead"), [("preset=fifty", 0), ("preset=n&formula=right", 3), ("preset=two", 1), ("preset=years", 1)]
)
def test_windows_are_those_that_can_be_cut(link: str, ahead: int) -> None:
    state, t = TASKS.read(link)
    length = len(state.series.values)
    fit = sum(1 for begin in range(length) if begin + state.lag + ahead <= length)
    answer = TASKS.truths["windows"](state, t)
    assert answer.truth == fit
    assert fit not in answer.mistakes.values()


@pytest.mark.parametrize(
    ("check", "of", "link", "done"),
    [
        ("turned", {"words": "it is good not bad"}, "preset=words&text=it is bad not good", True),
        ("turned", {"words": "it is good not bad"}, "preset=words&text=it is bad", False),
        ("turned", {"words": "it is good not bad"}, "preset=words&text=it is not bad but good", False),
        ("turned", {"words": "it is good not bad"}, "preset=fifty", False),
        ("apart", {"least": 20}, "preset=fifty&stride=50", True),
        ("apart", {"least": 20}, "preset=fifty&stride=49", False),
        ("apart", {"least": 20}, "preset=fifty&lag=2&stride=2", False),
        ("apart", {"least": 20}, "preset=whole", False),
        ("honest", {}, "preset=leak&split=time", True),
        ("honest", {}, "preset=leak&share=0.9", False),
        ("honest", {}, "preset=words", False),
    ],
)
def test_a_task_is_done_by_what_it_asks_for_alone(check: str, of: dict[str, object], link: str, done: bool) -> None:
    assert bool(TASKS.checks[check](*TASKS.read(link), **of)) is done
