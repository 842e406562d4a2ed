"""What a unit's removal costs, against the net with the unit's outgoing weights set to 0, run by torch's layers."""

from __future__ import annotations

from copy import deepcopy

import numpy as np
import pytest
import torch

from rnnviz.learn.evaluating import scored
from rnnviz.learn.inside.removal import extremes, growing, removal
from rnnviz.learn.models import Net
from rnnviz.learn.tasks import TASKS, task_of, usual

PLANS = {
    "names": usual("names").but(hidden=7, layers=2),
    "as the slides read reviews": TASKS["sentiment"].presets["RNN, as the slides read it"].but(hidden=5, longest=60),
    "weather": usual("weather").but(hidden=4, lag=8, cell="gru"),
    "characters": usual("characters").but(hidden=6),
}


def cut(net: Net, layer: int, unit: int) -> Net:
    """Nothing reads the unit: its columns are 0 in its own layer, in the next one, and in the head."""
    found = deepcopy(net)
    with torch.no_grad():
        getattr(found.rnn, f"weight_hh_l{layer}")[:, unit] = 0
        above = found.head.weight if layer + 1 == net.shape.layers else getattr(found.rnn, f"weight_ih_l{layer + 1}")
        above[:, unit] = 0
    return found


@pytest.mark.parametrize("name", PLANS)
def test_each_units_removal_is_that_of_its_weights(name: str) -> None:
    plan = PLANS[name]
    task = task_of(plan)
    data = task.load(plan, lambda share: None)
    torch.manual_seed(1)
    net = Net(task.shape(plan, data)).eval()
    told: list[float] = []
    found = removal(net, plan, data, (0, 0), told.append)
    padded = plan.read == "last padded"
    bare = [scored(cut(net, 0, unit), task, data, padded).scores[task.metric] for unit in range(plan.hidden)]
    np.testing.assert_allclose(found.without, bare, rtol=0, atol=2e-5 if task.loss == "mse" else 1e-12)
    assert found.whole == pytest.approx(scored(net, task, data, padded).scores[task.metric], abs=1e-6)
    assert found.least_first[0] == found.at_random[0] == found.whole
    assert found.least_first[-1] == found.at_random[-1], "with all units gone the order is all the same"
    assert told == sorted(told)
    assert (told[0], told[-1] < 1) == (0, True)


def test_the_most_and_the_least_needed() -> None:
    assert extremes([0.1, 0.5, -0.2, 0.5]) == (1, 2)
    assert [growing(units) for units in (1, 8, 9)] == [(0, 1), (0, 1, 2, 4, 8), (0, 1, 2, 4, 8, 9)]
