"""The one look at the test part: the net's score and those without a net, against sums of our own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from rnnviz.core.typed import InputError
from rnnviz.jobs.serve import quiet
from rnnviz.learn import running
from rnnviz.learn.data import weather
from rnnviz.learn.folder import RunFolder
from rnnviz.learn.plan import Plan
from rnnviz.learn.tasks import EXHIBITS, TASKS, usual
from rnnviz.learn.testing import from_json, of_run, same_test


def trained(plan: Plan, folder: Path) -> RunFolder:
    here = RunFolder(folder)
    here.touch()
    here.write_plan(plan.but(device="cpu"))
    assert running.run(str(folder)) == "finished"
    return here


def test_a_forecast_is_scored_on_the_last_hours_and_beside_the_hour_before_each(tmp_path: Path) -> None:
    """By hand: of 8760 − 30 − 2 + 1 windows the last tenth; R² from its definition, in °C."""
    plan = usual("weather").but(epochs=1, hidden=4, lag=30, ahead=2)
    here = trained(plan, tmp_path)
    found = of_run(quiet(), str(tmp_path), 1)
    assert from_json(here.final() or "") == found
    values = weather.synthetic().values
    count = round((8760 - 31) * 0.1 + 0.5)
    begins = np.arange(8760 - 31 - count, 8760 - 31)
    assert found.count == count
    known = values[: int(0.8 * (8760 - 31)) + 30]
    read = torch.tensor(
        (np.stack([values[i : i + 30] for i in begins]) - known.mean()) / known.std(), dtype=torch.float32
    )
    with torch.no_grad():
        said = here.checkpoints.load(1).net(read[..., None], torch.full((count,), 30)).double().numpy()
    y = np.stack([values[i + 30 : i + 32] for i in begins])
    guesses = {"net": said * known.std() + known.mean(), "hour": y * 0 + values[begins + 29][:, None]}
    guesses["day"] = np.stack([values[i + 6 : i + 8] for i in begins])
    r2 = {name: 1 - ((y - it) ** 2).sum() / ((y - y.mean()) ** 2).sum() for name, it in guesses.items()}
    assert found.scores["R²"] == pytest.approx(r2["net"], abs=1e-5)
    assert list(found.without) == ["same as the last hour", "same time yesterday"]
    assert list(found.without.values()) == pytest.approx([r2["hour"], r2["day"]], abs=1e-9)


def test_names_are_scored_beside_the_most_common_language_of_those_learned_from(tmp_path: Path) -> None:
    plan = usual("names").but(epochs=1, hidden=4)
    here = trained(plan, tmp_path)
    data = TASKS["names"].load(plan, lambda share: None)
    part = data.test
    assert part is not None
    found, net = of_run(quiet(), str(tmp_path), 1), here.checkpoints.load(1).net
    with torch.no_grad():
        right = [int(net(part.x[k : k + 1, :n], part.lengths[k : k + 1]).argmax()) == int(part.y[k])
                 for k, n in enumerate(part.lengths.tolist())]  # fmt: skip
    assert found.scores["accuracy"] == pytest.approx(np.mean(right), abs=1e-12)
    usual_one = int(torch.bincount(data.train.y).argmax())
    assert found.without["most common language"] == pytest.approx(float((part.y == usual_one).float().mean()))
    assert found.count == len(part)


def test_a_net_of_a_page_without_a_test_part_is_refused(tmp_path: Path) -> None:
    trained(EXHIBITS["tags"].presets["one way"].but(epochs=1), tmp_path)
    with pytest.raises(InputError, match="has no test part"):
        of_run(quiet(), str(tmp_path), 1)


def test_another_seed_is_another_test_only_where_it_makes_the_data_anew() -> None:
    for task, anew in (("names", False), ("characters", False), ("noise", True), ("weather", True)):
        plan = usual(task)
        assert same_test(plan) == same_test(plan.but(hidden=3, epochs=1))
        assert (same_test(plan) != same_test(plan.but(seed=1))) is anew
    own = Plan("names", source="own file", file="/one/names.csv")
    assert same_test(own) == same_test(own.but(file="/other/names.csv")) != same_test(usual("names"))
