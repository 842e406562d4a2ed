"""Every honest lesson shows what it says, on the data that comes along."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from rnnviz.learn.plan import Plan
from rnnviz.learn.records import Evaluation
from rnnviz.learn.tasks import TASKS, task_of
from rnnviz.learn.training import Trainer
from rnnviz.lessons.train.pairs import PAIRS, lesson, pair_of, with_real
from rnnviz.lessons.train.verdicts import errors
from rnnviz.lessons.train.watch import headline


def last(plan: Plan) -> tuple[Evaluation, Trainer]:
    trainer = Trainer(plan, task_of(plan).load(plan, lambda share: None))
    return [it for it in trainer.records() if isinstance(it, Evaluation)][-1], trainer


@pytest.mark.parametrize("key", PAIRS)
def test_a_pair_differs_in_its_choice_alone_and_says_what_to_look_for(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = PAIRS[key]
    ones, others = asdict(pair.first), asdict(pair.second)
    assert [name for name in ones if ones[name] != others[name]] == [pair.choice]
    assert lesson([pair.first, pair.second]).lower() == pair.look_for.lower()
    assert pair_of([pair.first, pair.second]) == key
    assert lesson([pair.first, pair.second.but(seed=1)]) == ""
    monkeypatch.delenv("RNNVIZ_DATA", raising=False)
    monkeypatch.setenv("RNNVIZ_CACHE", "nowhere")
    assert with_real(pair.first, pair.real) == pair.first


def test_the_lessons_of_one_run() -> None:
    assert "labels are random" in lesson([TASKS["noise"].presets["the slides' settings"]])
    assert "last hour again" in lesson([TASKS["weather"].presets["LSTM"]])
    assert lesson([TASKS["names"].presets["LSTM"]]) == ""


SMALLER = {"h": {"hidden": 64}, "i": {}, "l": {"epochs": 7, "longest": 60, "learning_rate": 0.01}}


@pytest.mark.parametrize(("key", "changes"), SMALLER.items())
def test_the_right_way_learns_what_the_slip_cannot(key: str, changes: dict[str, float]) -> None:
    right, wrong = (last(plan.but(**changes))[0] for plan in (PAIRS[key].first, PAIRS[key].second))
    assert right.loss < wrong.loss
    assert right.trained["accuracy"] > wrong.trained["accuracy"] + 0.1
    if key == "l":
        assert right.scores["accuracy"] > 0.9
        assert wrong.scores["accuracy"] < 0.62


def test_unsorted_hours_cost_half_the_error_again() -> None:
    (right, first), (wrong, second) = (last(plan.but(epochs=1)) for plan in (PAIRS["j"].first, PAIRS["j"].second))
    assert wrong.scores["MSE"] > 1.3 * right.scores["MSE"]
    assert not first.data.notes
    assert "jumps in time and are kept" in second.data.notes[-1]


def test_more_hours_help_on_the_year_that_comes_along() -> None:
    few, many = (last(plan.but(epochs=2))[0] for plan in (PAIRS["lag"].first, PAIRS["lag"].second))
    assert "The smaller error is that of 64." in errors([few, many], ("5", "64"))


def test_the_slides_accuracies_stand_beside_a_runs_on_the_reviews_that_they_are_of() -> None:
    plan = TASKS["sentiment"].presets["RNN"]
    assert "68 %, LSTM about 88 %" in headline(plan)
    assert "do not compare" in headline(plan)
    assert headline(plan.but(source="real")).endswith("test reviews of IMDB; validation here: half of them.")
    assert headline(plan.but(source="real", limit=8000)).endswith("validation here: 8000 of them.")
