"""A run's tables against scikit-learn, pandas, and the data that they are about."""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
import sklearn.metrics as theirs

from rnnviz.learn.data import characters, names, weather
from rnnviz.learn.included.keys import key_of
from rnnviz.learn.jobs import Runs, View
from rnnviz.learn.tables import confusion_table, curves_table, predictions_table
from rnnviz.learn.tasks import TASKS, series


@pytest.fixture(scope="module")
def runs() -> Iterator[Runs]:
    with ThreadPoolExecutor(1) as threads:
        made = Runs(threads)
        yield made
        made.remove()


def predicted(runs: Runs, name: str) -> tuple[View, pd.DataFrame]:
    """A run that came along, and its last net's predictions."""
    it = runs.view(key_of(name))
    net = runs.folder(it.id).checkpoints.load(it.evaluations[-1].epoch)
    data = TASKS[name].load(it.plan, lambda share: None)
    times = weather.in_order(series(it.plan)).times if name == "weather" else None
    return it, predictions_table(net, data, times)


def test_names(runs: Runs) -> None:
    it, found = predicted(runs, "names")
    assert theirs.accuracy_score(found.truth, found.guess) == pytest.approx(it.evaluations[-1].scores["accuracy"])
    everyone = {language: set(names.clean(written)) for language, written in names.built_in().items()}
    assert all(name in everyone[language] for name, language in zip(found.read, found.truth, strict=True))
    right = found.truth == found.guess
    assert (found.p_truth[right] == found.p_guess[right]).all()
    assert (found.p_truth[~right] < found.p_guess[~right]).all()
    assert found.example.tolist() == list(range(1, len(found) + 1))
    classes = sorted(everyone)
    table = confusion_table(it.evaluations[-1], classes).set_index("truth")
    crossed = pd.crosstab(found.truth, found.guess, normalize="index").reindex(columns=classes, fill_value=0.0)
    assert np.allclose(table.loc[crossed.index, classes], crossed, atol=1e-6)
    assert table["validation"].loc[crossed.index].tolist() == found.truth.value_counts().loc[crossed.index].tolist()


def test_hours(runs: Runs) -> None:
    it, found = predicted(runs, "weather")
    assert theirs.r2_score(found.truth, found.prediction) == pytest.approx(it.evaluations[-1].scores["R²"], abs=1e-4)
    year = weather.synthetic(seed=it.plan.seed)
    value = dict(zip(year.times.tolist(), year.values.tolist(), strict=True))
    hour = pd.Timedelta(hours=1)
    assert [value[at.to_pydatetime()] for at in found.time] == pytest.approx(found.truth.tolist(), abs=1e-4)
    assert [value[(at - hour).to_pydatetime()] for at in found.time] == pytest.approx(
        found.last_read.tolist(), abs=1e-4
    )


def test_letters(runs: Runs) -> None:
    it, found = predicted(runs, "characters")
    assert theirs.accuracy_score(found.truth, found.guess) == pytest.approx(
        it.evaluations[-1].scores["accuracy"], abs=0.006
    )
    whole = characters.built_in()
    for _, rows in found.groupby("example"):
        assert "".join(rows.read) + rows.truth.iloc[-1] in whole
        assert rows.read.iloc[1:].tolist() == rows.truth.iloc[:-1].tolist()


def test_reviews(runs: Runs) -> None:
    it, found = predicted(runs, "sentiment")
    assert theirs.accuracy_score(found.truth, found.guess) == pytest.approx(
        it.evaluations[-1].scores["accuracy"], abs=0.006
    )
    assert (found.read.str.split().str.len() > 3).all()


def test_curves_read_back_as_the_records_that_they_are_of(runs: Runs) -> None:
    views = {name: runs.view(key_of(name)) for name in ("names", "noise")}
    back = pd.read_csv(io.StringIO(curves_table(views).to_csv(index=False)))
    assert back.run.unique().tolist() == ["names", "noise"]
    for name, it in views.items():
        rows = back[back.run == name]
        assert rows.step.is_monotonic_increasing
        told = rows.dropna(subset=["running_loss"])
        assert told.running_loss.tolist() == [one.loss for one in it.progress]
        assert told["gradient.head"].tolist() == [one.gradients["head"] for one in it.progress]
        over = rows.dropna(subset=["loss"])
        assert over.validation_loss.tolist() == [one.validation_loss for one in it.evaluations]
        assert over.accuracy.tolist() == [one.scores["accuracy"] for one in it.evaluations]
        assert over["trained.accuracy"].tolist() == [one.trained["accuracy"] for one in it.evaluations]
