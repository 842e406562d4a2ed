"""What runs beside each other are said to have shown is true of their scores, and no more than these."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from rnnviz.core.metrics import compared
from rnnviz.learn.data import weather
from rnnviz.learn.data.series import Series
from rnnviz.learn.jobs import View
from rnnviz.learn.plan import Plan
from rnnviz.learn.records import Evaluation
from rnnviz.learn.tasks import TASKS
from rnnviz.lessons.train import curves, verdicts, watch
from rnnviz.lessons.train.pairs import PAIRS
from rnnviz.lessons.train.recalls import table
from rnnviz.lessons.train.verdicts import drawn_or_not

CLASSES = ("Russian", "Thai", "Vietnamese")


def ended(recalls: list[float], counts: list[int], **scores: Any) -> Evaluation:
    """A last epoch of these recalls; what is wrong is taken for the class after."""
    rows = np.diag(recalls) + np.roll(np.diag([1 - it for it in recalls]), 1, axis=1)
    right = sum(it * count for it, count in zip(recalls, counts, strict=True)) / max(sum(counts), 1)
    return Evaluation(
        9, 3, 0.5, 0.5, {"accuracy": right} | scores, {"accuracy": 1.0}, 1.0, rows.tolist(), counts=counts
    )


def view(plan: Plan, end: Evaluation, state: str = "finished") -> View:
    return View("it", plan, state, evaluations=(end,))


def test_recall_stands_by_language_beside_the_mean_and_the_share_of_all() -> None:
    rows = table([ended([0.9, 0, 0.25], [90, 0, 4]), ended([0.5, 0, 0.75], [90, 0, 4])], CLASSES, ("one", "two"))
    assert "| Russian | 90 | 90 % (82 to 95) | 50 % (40 to 60) |" in rows
    assert "| Thai | 0 | none | none |" in rows
    assert "| mean of the languages | | 57 % | 62 % |" in rows  # (.9 + .25)/2 = .575 and (.5 + .75)/2 = .625
    assert "| all names | 94 | 87 % (" in rows  # (81 + 1) of 94
    assert rows.index("Russian") < rows.index("Vietnamese") < rows.index("Thai")


def test_a_language_changes_only_where_chance_does_not_explain_it() -> None:
    few = drawn_or_not([ended([0.9, 0, 0], [90, 0, 4]), ended([0.5, 0, 0.25], [90, 0, 4])], CLASSES, ("a", "b"))
    russian, vietnamese = few.split("Vietnamese")
    assert "larger than chance" in russian
    assert "can be chance" in vietnamese  # none or one of four
    none = drawn_or_not([ended([0.9, 0, 0], [90, 0, 0])] * 2, CLASSES, ("a", "b"))
    assert "Vietnamese" not in none


@pytest.mark.parametrize(
    ("right", "count"), [((50, 60), 100), ((40, 60), 100), ((500, 560), 1000), ((3, 0), 19), ((11, 0), 19)]
)
def test_what_can_be_chance_agrees_with_a_test_of_proportions(right: tuple[int, int], count: int) -> None:
    """The pooled two-sided z test at 2 standard errors, which is Pearson's."""
    one, other = (it / count for it in right)
    found = stats.chi2_contingency([[it, count - it] for it in right], correction=False).pvalue
    assert ("can be chance" in compared(("a", one), ("b", other), count)) == (found > 0.0455)


def test_two_runs_are_compared_when_both_are_over_and_were_tested_on_the_same() -> None:
    plan = PAIRS["h"].first
    good, bad = ended([0.8, 0.8, 0.8], [40, 40, 40]), ended([0.3, 0.3, 0.3], [40, 40, 40])
    pair = [view(plan, good), view(PAIRS["h"].second, bad)]
    said = verdicts.verdict(pair, ("state carried", "state never moves"), lambda it: CLASSES)
    assert said.startswith(
        "Validation, after 3 epochs: state carried 80 % (72 to 86), state never moves 30 % (22 to 39)."
    )
    assert "larger than chance explains. In brackets: the 95 % interval." in said
    assert "can be chance" in verdicts.verdict([view(plan, good)] * 2, ("a", "b"), lambda it: CLASSES)
    assert not verdicts.verdict([pair[0], view(plan, bad, "running")], ("a", "b"), lambda it: CLASSES)
    assert not verdicts.verdict([pair[0], view(plan.but(source="real"), bad)], ("a", "b"), lambda it: CLASSES)


def test_two_lags_are_compared_by_their_error() -> None:
    pair = PAIRS["lag"]

    def said(first: float, second: float) -> str:
        ends = (Evaluation(1, 1, 0.1, 0.1, {"MSE": mse}, {}, 1.0) for mse in (first, second))
        seen = [view(plan, end) for plan, end in zip((pair.first, pair.second), ends, strict=True)]
        return verdicts.verdict(seen, ("lag 5", "lag 64"), lambda it: CLASSES)

    assert "lag 5 0.870, lag 64 0.550. The smaller error is that of lag 64." in said(0.87, 0.55)
    assert "The smaller error is that of lag 5." in said(0.5, 0.6)
    assert "within 10 % of each other" in said(0.5, 0.53)


@pytest.mark.parametrize(
    ("own", "new", "by_heart"), [(1.0, 0.51, True), (0.7, 0.5, False), (1.0, 0.6, False), (1.0, 0.54, False)]
)
def test_noise_is_said_to_be_learned_by_heart_when_it_is(own: float, new: float, by_heart: bool) -> None:
    end = Evaluation(9, 20, 0.1, 2.0, {"accuracy": new}, {"accuracy": own}, 1.0, counts=[500, 500])
    said = verdicts.verdict([view(TASKS["noise"].presets["the slides' settings"], end)], ("",), lambda it: CLASSES)
    assert ("labels by heart" in said) == by_heart


def slides_file(rows: int = 96_453) -> Series:
    """The slides' 29 hours as they begin weatherHistory.csv, and made-up ones after them."""
    head = weather.slide_hours()
    rest = np.random.default_rng(0).normal(12, 9, rows - len(head.values))
    times = head.times[-1] + np.arange(1, len(rest) + 1) * np.timedelta64(3600, "s")
    return Series(np.concatenate([head.times, times]), np.concatenate([head.values, rest]), "weatherHistory.csv")


def test_the_slides_weather_scores_stand_on_their_own_file_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert weather.is_slides_file(slides_file())
    for other in (slides_file(1245), weather.synthetic(96_453), weather.slide_hours()):
        assert not weather.is_slides_file(other)
    plan = TASKS["weather"].presets["RNN"]
    assert watch.sentences([[View("it", plan, "queued")]])[0].startswith("The dashed line")
    monkeypatch.setattr(watch, "of_slides", lambda plan_json: True)
    monkeypatch.setattr(curves, "of_slides", lambda plan_json: True)
    monkeypatch.setattr(curves, "forecasts_without_a_net", lambda plan_json: {"last": {"R²": 0.98}, "yesterday": {}})
    said = watch.sentences([[View("it", plan, "queued")]])[0]
    assert "RNN R² 0.984, MAE 0.71, MSE 1.23; LSTM R² 0.986, MAE 0.67, MSE 1.06." in said
    assert "This run: lag 5, 1 ahead" in watch.weather_headline(plan.but(lag=5))
    assert curves.levels(View("it", plan, "queued")) == {
        "same as the last hour": 0.98, "the slides’ RNN": 0.984, "the slides’ LSTM": 0.986,
    }  # fmt: skip
