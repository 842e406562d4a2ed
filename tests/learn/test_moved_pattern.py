"""A pattern learned at the first places of a window: the shipped nets against torch, and the lesson over seeds."""

from __future__ import annotations

import itertools
import json

import numpy as np
import pytest
import torch
from torch import nn

from rnnviz.core.small import pattern, store
from rnnviz.learn.small.nets import fitted


def windows(place: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Drawn here, without the code under test: the pattern, and the other two orders of the same numbers."""
    rng = np.random.default_rng(seed)
    orders = sorted(set(itertools.permutations((1.0, 1.0, -1.0))))
    assert len(orders) == 3
    x = rng.normal(0, 0.1, (300, 12))
    kinds = rng.choice(["yes", "no"], 300)
    wrong = [order for order in orders if order != (1.0, 1.0, -1.0)]
    for row, kind in zip(x, kinds, strict=True):
        row[place : place + 3] += (1.0, 1.0, -1.0) if kind == "yes" else wrong[rng.integers(2)]
    return x, kinds == "yes"


def test_half_the_windows_hold_the_pattern_and_no_other_place_is_touched():
    x, y = pattern.drawn(4000, (3,), np.random.default_rng(5))
    assert abs(y.mean() - 0.5) < 0.03
    np.testing.assert_allclose(x[y == 1].mean(axis=0)[3:6], (1, 1, -1), atol=0.02)
    rest = np.delete(x, [3, 4, 5], axis=1)
    assert abs(rest).max() < 0.6
    assert len(set(map(tuple, np.round(x[y == 0][:, 3:6]).tolist()))) == 2
    np.testing.assert_allclose(np.sort(np.round(x[:, 3:6]), axis=1), np.tile([-1, 1, 1], (4000, 1)))


def test_the_shipped_nets_answer_as_torch_does():
    net, (first, _), (second, _) = store.net("pattern"), store.bag("pattern.first"), store.bag("pattern.dense")
    rnn = nn.RNN(1, net.weights.hidden_size, batch_first=True).double()
    rnn.load_state_dict({f"{key}_l0": torch.tensor(value) for key, value in vars(net.weights).items()})
    x, _ = windows(8, 0)
    given = torch.tensor(x)
    with torch.no_grad():
        said = rnn(given[:, :, None])[0] @ torch.tensor(net.head.weight).T + torch.tensor(net.head.bias)
        hidden = nn.functional.linear(given, torch.tensor(first.weight), torch.tensor(first.bias)).tanh()
        dense = nn.functional.linear(hidden, torch.tensor(second.weight), torch.tensor(second.bias))[:, 0].sigmoid()
    np.testing.assert_allclose(pattern.recurrent(x), said[:, :, 0].max(1).values.sigmoid().numpy(), atol=1e-12)
    np.testing.assert_allclose(pattern.dense(x), dense.numpy(), atol=1e-12)


def test_the_shipped_nets_scores_hold_on_windows_drawn_elsewhere():
    found = pattern.scores()
    for place in range(pattern.PLACES):
        x, y = windows(place, 100 + place)
        for net, score in ((pattern.dense, found.dense), (pattern.recurrent, found.recurrent)):
            assert ((net(x) > 0.5) == y).mean() == pytest.approx(score[place], abs=0.1)
    assert [found.finds(place) for place in range(pattern.PLACES)] == [(place < 4, True) for place in range(10)]


def test_the_file_stays_small_and_says_the_score():
    assert store.FILE.stat().st_size < 150_000
    _, notes = store.contents()
    right = [((pattern.recurrent(x) > 0.5) == y).mean() for x, y in (windows(place, place) for place in range(4, 10))]
    assert json.loads(notes["pattern"])["score"] == pytest.approx(np.mean(right), abs=0.01)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_over_seeds_the_recurrent_net_still_knows_the_pattern_and_the_dense_net_guesses(seed: int):
    nets = fitted(seed)
    scores = []
    for place in range(10):
        x, y = windows(place, place)
        given = torch.tensor(x, dtype=torch.float32)
        scores.append([((net(given) > 0).numpy() == y).mean() for net in (nets.dense, nets.recurrent)])
    dense, recurrent = np.array(scores).T
    assert min(dense[:4].min(), recurrent.min()) > 0.95
    assert dense[4:].mean() < 0.65
    assert recurrent[4:].mean() - dense[4:].mean() > 0.3
