"""Scores to a loss against torch: both ways, weights, what is ignored, and softmax twice."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from rnnviz.core.scored import scored
from rnnviz.core.typed import InputError


def test_both_ways_are_torchs() -> None:
    rng = np.random.default_rng(0)
    for _ in range(100):
        n, c = int(rng.integers(1, 9)), int(rng.integers(2, 6))
        scores, weight = rng.normal(0, 5, (n, c)), rng.uniform(0.1, 3, c)
        target = np.where(rng.random(n) < 0.3, -1, rng.integers(0, c, n))
        target[0] = 0
        found = scored(scores, target, weight, ignore=-1)
        x, y, w = torch.tensor(scores), torch.tensor(target), torch.tensor(weight)
        theirs = nn.CrossEntropyLoss(w, ignore_index=-1)
        nll = nn.NLLLoss(w, ignore_index=-1)(nn.LogSoftmax(1)(x), y).item()
        assert found.cross_entropy == pytest.approx(theirs(x, y).item(), rel=1e-12)
        assert found.nll == pytest.approx(nll, rel=1e-12)
        assert found.twice == pytest.approx(theirs(x.softmax(1), y).item(), rel=1e-12)
        single = nn.CrossEntropyLoss(ignore_index=-1, reduction="none")(x, y).numpy()
        np.testing.assert_allclose(found.losses, single, rtol=1e-12)


def test_softmax_twice() -> None:
    found = scored(np.array([[2.0, 0.0]]), np.array([0]))
    assert (round(found.cross_entropy, 6), round(found.twice, 6)) == (0.126928, 0.383166)


@pytest.mark.parametrize(
    ("scores", "target", "weight", "said"),
    [
        ([[np.nan, 0]], [0], None, "number into every cell"),
        ([[1, 0]], [2], None, "whole number from 0 to 1"),
        ([[1, 0]], [0], [-1, 1], "weight"),
        ([[1, 0]], [0], [0, 1], "Every example"),
        ([[1, 0]], [-100], None, "Every example"),
    ],
)
def test_what_has_no_loss_gets_a_sentence(scores: object, target: object, weight: object, said: str) -> None:
    with pytest.raises(InputError, match=said):
        scored(np.array(scores, float), np.array(target), None if weight is None else np.array(weight, float))
