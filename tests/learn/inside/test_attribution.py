"""What inputs mattered, by captum, against differences, sums and definitions; what is remembered against Jacobians."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import numpy as np
import pytest
import torch
from captum.attr import IntegratedGradients
from torch import nn

from rnnviz.learn import predict
from rnnviz.learn.included.runs import included_folder
from rnnviz.learn.inside.attribution import FEWEST, attribution, said
from rnnviz.learn.inside.memory import FOREVER, half_lives, influence, kept
from rnnviz.learn.models import Net
from rnnviz.learn.plan import Plan
from rnnviz.learn.tasks import TASKS, task_of, usual
from rnnviz.learn.trained import Trained

LONGEST = 60
TEXTS = {"names": "Satoshi", "sentiment": "not a good film , but moving", "characters": "The old man"}
PLANS = [
    usual("names").but(hidden=6), usual("names").but(hidden=4, carries=False), usual("sentiment").but(hidden=6),
    usual("sentiment").but(hidden=6, read="last padded", longest=20), usual("characters").but(hidden=5),
    TASKS["sentiment"].presets["the same, mean of all states"].but(hidden=3),
    usual("names").but(directions=2, hidden=3),
]  # fmt: skip


def made(plan: Plan) -> Trained:
    task = task_of(plan)
    data = task.load(plan, lambda share: None)
    torch.manual_seed(2)
    return Trained(Net(task.shape(plan, data)).eval().double(), plan, data.classes, data.tokens)


@pytest.mark.parametrize("plan", PLANS)
def test_what_mattered_is_by_its_definition(plan: Plan) -> None:
    trained = made(plan)
    x, pieces = predict.readable(trained, TEXTS[plan.task])
    found = attribution(trained, x, 1)
    padded, lengths = predict.as_learned(trained, x)
    net, whole = trained.net, trained.net.features(padded).detach()

    def f(features: torch.Tensor) -> float:
        return said(net, features, lengths, 1).item()

    assert found.f == pytest.approx(f(whole), abs=1e-9)
    assert found.f_baseline == pytest.approx(f(0 * whole), abs=1e-9)
    if padded.shape == x.shape:  # else the padding has its share
        assert found.added == pytest.approx(found.moved, abs=1e-3)
    np.testing.assert_allclose(found.integrated, along_the_way(net, whole, lengths)[: len(pieces)], rtol=0, atol=1e-4)
    for t in range(len(pieces)):
        step = torch.zeros_like(whole)
        step[0, t] = whole[0, t]
        slope = (f(whole + 1e-5 * step) - f(whole - 1e-5 * step)) / 2e-5
        assert found.gradient[t] == pytest.approx(slope, abs=1e-6)
        left = torch.cat([x[:, :t], x[:, t + 1 :]], 1)
        read = predict.as_learned(trained, left)
        answer = net(*read)[0, -1] if net.shape.every else net(*read)[0]
        assert found.occlusion[t] == pytest.approx(found.f - answer[1].item(), rel=0, abs=1e-12)


def along_the_way(net: Net, whole: torch.Tensor, lengths: torch.Tensor, points: int = 1000) -> Any:
    """Integrated gradients by the midpoint rule and autograd alone, (T,)."""
    shares = (torch.arange(points).double()[:, None, None] + 0.5) / points
    x = (shares * whole).requires_grad_()
    slopes = torch.autograd.grad(said(net, x, lengths.expand(points), 1).sum(), x)[0]
    found: Any = (slopes.mean(0) * whole[0]).sum(-1).detach().numpy()
    return found


@pytest.mark.parametrize("task", ["names", "sentiment", "weather", "characters"])
def test_integrated_gradients_of_the_nets_that_come_along_are_complete(task: str) -> None:
    """Their sum is f less that of the baseline: of what they read every day, and of 60 letters or words by chance."""
    trained = loaded(task)
    data = task_of(trained.plan).load(trained.plan, lambda share: None)
    batch = data.validation.batch(torch.tensor([1]))
    inputs = [batch.x[:, : min(LONGEST, int(batch.lengths[0]))]]
    if trained.tokens:
        drawn = torch.Generator().manual_seed(0)
        inputs.append(torch.randint(2, len(trained.tokens), (1, LONGEST), generator=drawn))
    for x in inputs:
        found = attribution(trained, x, 0)
        assert found.complete
        assert found.added == pytest.approx(found.moved, abs=1e-3)
        assert found.points > FEWEST or attribution(trained, x, 0, most=FEWEST).complete


@pytest.mark.parametrize(("task", "method", "points"), [
    ("names", "riemann_middle", 2000), ("sentiment", "riemann_middle", 600), ("weather", "gausslegendre", 50),
])  # fmt: skip
def test_integrated_gradients_are_captums_own_over_the_whole_way(task: str, method: str, points: int) -> None:
    """Asked at once, by another rule and with more points, in no stretches of ours."""
    trained = loaded(task)
    data = task_of(trained.plan).load(trained.plan, lambda share: None)
    batch = data.validation.batch(torch.tensor([3]))
    x, lengths = batch.x, batch.lengths
    net = deepcopy(trained.net).double()
    whole = net.features(x).detach().double()
    captums = IntegratedGradients(lambda it: said(net, it, lengths.expand(len(it)), 0)).attribute(
        whole.requires_grad_(), 0, method=method, n_steps=points, internal_batch_size=256
    )
    found = attribution(trained, x, 0)
    np.testing.assert_allclose(found.integrated, captums[0].sum(-1).detach().numpy(), rtol=0, atol=1e-3)
    assert np.abs(found.integrated).max() > 0.02


def loaded(task: str) -> Trained:
    kept = included_folder(task).checkpoints
    return kept.load(kept.epochs()[-1])


def test_nothing_is_left_of_one_letter() -> None:
    trained = made(usual("names").but(hidden=3))
    assert np.isnan(attribution(trained, predict.readable(trained, "X")[0], 0).occlusion).all()


def test_what_is_kept_is_the_product_of_the_later_gates() -> None:
    gate = np.random.default_rng(0).uniform(0.1, 1, (7, 3))
    for k in range(7):
        np.testing.assert_allclose(kept(gate)[k], np.prod(gate[k + 1 :], axis=0), rtol=1e-12)
    np.testing.assert_allclose(half_lives(np.full((5, 1), 0.5**0.25)), 4)
    assert half_lives(np.ones((5, 1)))[0] == FOREVER


@pytest.mark.parametrize("kind", [nn.RNN, nn.LSTM, nn.GRU])
@pytest.mark.parametrize("direction", [0, 1])
def test_the_influence_is_the_norm_of_torchs_jacobian(kind: Any, direction: int) -> None:
    torch.manual_seed(1)
    rnn = kind(2, 4, batch_first=True, bidirectional=True).double().eval()
    x = torch.randn(1, 6, 2, dtype=torch.float64)
    end = "_reverse" if direction else ""
    one = kind(2, 4, batch_first=True).double()
    one.load_state_dict({name: rnn.get_parameter(name + end) for name in one.state_dict()})
    read = x.flip(1) if direction else x
    norms = []
    for k in range(1, 7):
        with torch.no_grad():
            state = one(read[:, :k])[1]

        def last(h: torch.Tensor, k: int = k, state: object = state) -> torch.Tensor:
            begun = (h, state[1]) if isinstance(state, tuple) else h
            return one(read[:, k:], begun)[0][:, -1] if k < 6 else h[0]

        h = state[0] if isinstance(state, tuple) else state
        norms.append(float(torch.autograd.functional.jacobian(last, h).norm()))
    truth = norms[::-1] if direction else norms
    np.testing.assert_allclose(influence(rnn, x, 0, direction), truth, rtol=0, atol=1e-10)
