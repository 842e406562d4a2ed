"""A memory transplanted, against a loop in torch by hand that goes on from the donor's state; effects in their unit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from rnnviz.learn.inside.effect import change_of, effect
from rnnviz.learn.inside.patching import transplanted
from rnnviz.learn.inside.replay import replay
from rnnviz.learn.models import Net
from rnnviz.learn.tasks import task_of, usual
from rnnviz.learn.trained import Trained

KINDS: list[Any] = [nn.RNN, nn.LSTM, nn.GRU]


def drawn(seed: int) -> tuple[nn.RNNBase, torch.Tensor, torch.Tensor, int, int]:
    """A net of any kind, two texts, the step that is taken and the one where it is put in."""
    random = np.random.default_rng(seed)
    torch.manual_seed(seed)
    kind, layers = KINDS[seed % 3], int(random.integers(1, 4))
    how: dict[str, Any] = {"proj_size": 2} if kind is nn.LSTM and random.random() < 0.3 else {}
    rnn = kind(3, 5, layers, batch_first=True, **how).double().eval()
    a, b = (torch.randn(1, int(random.integers(1, 8)), 3, dtype=torch.float64) for _ in range(2))
    return rnn, a, b, int(random.integers(a.shape[1])), int(random.integers(b.shape[1]))


@pytest.mark.filterwarnings("ignore:LSTM with projections")
@torch.no_grad()
def test_what_follows_is_that_of_the_donors_state_going_on() -> None:
    for seed in range(120):
        rnn, donor, text, after, into = drawn(seed)
        found = replay(rnn, donor, torch.tensor([donor.shape[1]]))
        states = [[{name: it[0].numpy() for name, it in way.items()} for way in ways] for ways in found.found]
        held = transplanted(states, rnn, after, into)
        out = replay(rnn, text, torch.tensor([text.shape[1]]), held).out
        state = rnn(donor[:, : after + 1])[1]
        torch.testing.assert_close(out[:, :into], rnn(text)[0][:, :into], rtol=0, atol=1e-12)
        last = (state[0] if isinstance(state, tuple) else state)[-1]
        torch.testing.assert_close(out[:, into], last, rtol=0, atol=1e-12)
        if into + 1 < text.shape[1]:
            torch.testing.assert_close(out[:, into + 1 :], rnn(text[:, into + 1 :], state)[0], rtol=0, atol=1e-12)


def test_an_effect_is_in_its_unit() -> None:
    random = np.random.default_rng(0)
    was, now = random.normal(size=(2, 4, 3))
    plain = effect(None, was, now)
    assert (plain.kind, plain.answers) == ("output y", (int(was[-1].argmax()), int(now[-1].argmax())))
    assert plain.ends == (was[-1].max(), now[-1].max())
    for task, scale in (("names", (0.0, 1.0)), ("weather", (10.0, 2.0))):
        plan = usual(task).but(hidden=2)
        data = task_of(plan).load(plan, lambda share: None)
        trained = Trained(Net(task_of(plan).shape(plan, data)), plan, data.classes, data.tokens, scale)
        found = effect(trained, was, now)
        if task == "weather":
            assert found.forecasts
            assert found.moved == pytest.approx(2 * (now[-1, 0] - was[-1, 0]))
            assert found.ends == pytest.approx((10 + 2 * was[-1, 0], 10 + 2 * now[-1, 0]))
        else:
            np.testing.assert_allclose(found.now, np.exp(now) / np.exp(now).sum(axis=1, keepdims=True))
    first = set(found.followed())
    assert {found.answers[0], found.answers[1]} <= first
    moved = change_of([was, now], [was, now + np.array([0, -2, 1])])
    np.testing.assert_allclose(moved.now[:, 0], 2)
    assert not moved.was.any()
