"""More than one step ahead: each one's scores against scikit-learn's, and what is drawn against windows cut by hand."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from sklearn.metrics import mean_absolute_error, r2_score

from rnnviz.learn import predict
from rnnviz.learn.data import weather
from rnnviz.learn.data.series import Series
from rnnviz.learn.evaluating import score
from rnnviz.learn.plan import Plan
from rnnviz.learn.records import Ended, Evaluation, from_line, to_line
from rnnviz.learn.script import SCORES, to_script
from rnnviz.learn.tasks import TASKS
from rnnviz.learn.training import Trainer

CPU = torch.device("cpu")
PLAN = Plan("weather", cell="gru", hidden=4, epochs=1, lag=6, ahead=5, batch_size=64)


@pytest.fixture(scope="module")
def trained() -> tuple[Trainer, Evaluation]:
    trainer = Trainer(PLAN, weather.dataset(weather.synthetic(600), 6, 5), CPU)
    return trainer, next(it for it in trainer.records() if isinstance(it, Evaluation))


def by_hand(trainer: Trainer) -> tuple[np.ndarray, np.ndarray]:
    """All validation truths and forecasts (N, 5) in °C, window after window."""
    mean, spread = trainer.data.scale
    values, validation = weather.synthetic(600).values, trainer.data.validation
    assert validation.rows is not None
    y = np.array([[values[row + 6 + k] for k in range(5)] for row in validation.rows.tolist()])
    x = np.array([[values[row + k] for k in range(6)] for row in validation.rows.tolist()])
    with torch.no_grad():
        given = torch.tensor((x - mean) / spread, dtype=torch.float32)[..., None]
        y_hat = trainer.net(given, torch.full((len(x),), 6)).double().numpy() * spread + mean
    return y, y_hat


def test_each_step_ahead_has_scikit_learns_scores(trained: tuple[Trainer, Evaluation]) -> None:
    trainer, found = trained
    y, y_hat = by_hand(trainer)
    assert found.scores["R²"] == pytest.approx(r2_score(y.ravel(), y_hat.ravel()), abs=1e-6)
    assert found.by_ahead is not None
    assert len(found.by_ahead) == 5
    for k, each in enumerate(found.by_ahead):
        assert each["R²"] == pytest.approx(r2_score(y[:, k], y_hat[:, k]), abs=1e-6)
        assert each["MAE"] == pytest.approx(mean_absolute_error(y[:, k], y_hat[:, k]), abs=1e-6)
    assert found.by_ahead[0]["R²"] != pytest.approx(found.by_ahead[4]["R²"], abs=1e-3)


@pytest.mark.parametrize("ahead", [1, 3, 5])
def test_what_is_drawn_is_so_many_steps_ahead(trained: tuple[Trainer, Evaluation], ahead: int) -> None:
    trainer, _ = trained
    y, y_hat = by_hand(trainer)
    found = predict.stretch(trainer.trained(), trainer.data, ahead, 40, weather.synthetic(600).values)
    values = weather.synthetic(600).values
    np.testing.assert_allclose(found.y, y[:40, ahead - 1], atol=1e-5)
    np.testing.assert_allclose(found.y_hat, y_hat[:40, ahead - 1], atol=1e-5)
    np.testing.assert_allclose(found.y, values[found.at], atol=1e-5)
    np.testing.assert_allclose(found.last, values[found.at - ahead], atol=1e-5)


@pytest.fixture(scope="module")
def constant() -> Trainer:
    times = np.datetime64("2020-01-01", "s") + np.arange(200) * 3600
    return Trainer(PLAN.but(ahead=2), weather.dataset(Series(times, np.full(200, 0.1), ""), 6, 2), CPU)


def test_a_target_that_never_varies_has_no_r2(constant: Trainer) -> None:
    """Neither in the run's records, as JSON, nor in its script."""
    y = torch.zeros(20, 2)
    found = score(TASKS["weather"], constant.data, y + 0.1, y)
    assert np.isnan(found.scores["R²"])
    evaluation = next(it for it in constant.records() if isinstance(it, Evaluation | Ended))
    assert isinstance(evaluation, Evaluation)
    line = to_line(evaluation)
    assert "NaN" not in line
    read = from_line(line)
    assert isinstance(read, Evaluation)
    assert read.scores["R²"] is None
    assert read.by_ahead is not None
    assert read.by_ahead[1]["R²"] is None
    assert SCORES["mse"].splitlines()[-1] in to_script(constant.plan, constant.net.shape)
    for truth, metric in ((torch.ones(4, 2), "not defined: nothing varies"), (torch.tensor([[1.0], [3.0]]), "-1")):
        scope = {"y": truth, "y_hat": torch.ones_like(truth) * 4 - truth, "data": constant.data}
        exec(SCORES["mse"], scope)  # the script's own lines
        assert scope["metric"] == metric if metric[0] == "n" else float(str(scope["metric"])) == pytest.approx(-3)
