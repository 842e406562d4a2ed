"""Slip j's three tests: the windows against pandas, the sentence against made-up numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rnnviz.learn import evaluating
from rnnviz.learn.evaluating import Exam
from rnnviz.learn.tasks import series, task_of
from rnnviz.learn.training import Trainer
from rnnviz.lessons.train.pairs import PAIRS
from rnnviz.lessons.train.watch import exam_verdict


def test_the_sorted_test_holds_no_hour_that_the_unsorted_net_has_learned_from() -> None:
    plan = PAIRS["j"].second
    found, data = series(plan), task_of(plan).load(plan, lambda share: None)
    table = pd.Series(found.values, index=pd.DatetimeIndex(found.times))
    learned = set(table.index[: len(data.train) + plan.lag])
    tidy = table.sort_index()
    fair = evaluating.windows(plan, True)
    begins = [at for at in range(len(tidy) - plan.lag) if not learned & set(tidy.index[at : at + plan.lag + 1])]
    begins = [at for at in begins if at >= 0.75 * len(tidy)]
    wanted = {tuple(tidy.values[at : at + plan.lag + 1]) for at in begins}
    got = {tuple(row) for row in np.hstack([fair.read, fair.after])}
    assert got
    assert got <= wanted


def test_each_net_is_tested_on_its_own_scale() -> None:
    plan = PAIRS["j"].first.but(epochs=1, hidden=2, batch_size=1024)
    nets = []
    for sort in (True, False):
        trainer = Trainer(plan.but(sort=sort), task_of(plan).load(plan.but(sort=sort), lambda share: None))
        last = [it for it in trainer.records() if hasattr(it, "scores")][-1]
        nets.append((trainer.trained(), last, trainer.data))
    found = evaluating.exams(nets[0][0], nets[1][0])
    assert found[2].mse == pytest.approx(nets[1][1].scores["MSE"], rel=1e-4)
    assert found[2].persistence == pytest.approx(nets[1][2].persistence["MSE"], rel=1e-9)
    assert found[0].persistence == found[1].persistence


@pytest.mark.parametrize(
    ("values", "said", "unsaid"),
    [
        ((0.484, 0.488, 0.78), ("within 10 %", "is harder"), "better"),
        ((0.4, 0.6, 0.61), ("trained sorted is better",), "harder"),
        ((0.6, 0.4, 0.78), ("trained unsorted is better", "is harder"), "within"),
    ],
)
def test_the_sentence_is_true_of_its_numbers(values: tuple[float, ...], said: tuple[str, ...], unsaid: str) -> None:
    places = (("sorted", "sorted", 1.06), ("unsorted", "sorted", 1.06), ("unsorted", "unsorted", 1.34))
    found = exam_verdict([Exam(a, b, mse, same) for (a, b, same), mse in zip(places, values, strict=True)])
    assert all(part in found for part in said)
    assert unsaid not in found
