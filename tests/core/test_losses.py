"""The losses and the scores, beside torch's."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from rnnviz.core.losses import AT, LOSSES, Loss, scored
from rnnviz.core.typed import InputError


def random_case(kind: str, at: str, seed: int) -> tuple[np.ndarray, Loss]:
    rng = np.random.default_rng(seed)
    steps, outputs = (int(n) for n in rng.integers(1, [9, 6]))
    rows = 1 if at == "last" else steps
    y = rng.normal(scale=5, size=(steps, outputs))
    target = rng.normal(size=(rows, outputs)) if kind == "squared" else rng.integers(0, outputs, rows).astype(float)
    return y, Loss(kind, target, at)


@pytest.mark.parametrize("at", AT)
@pytest.mark.parametrize("kind", LOSSES)
def test_values_and_gradients_are_those_of_the_torch_expression(kind: str, at: str) -> None:
    """The very expression that LOSSES prints for the learner is evaluated."""
    for seed in range(30):
        numbers, loss = random_case(kind, at, seed)
        y = torch.tensor(numbers, requires_grad=True)
        target = torch.tensor(loss.target)
        scope = {"F": F, "y": y[loss.steps(len(y))], "target": target if kind == "squared" else target.long()}
        expected = eval(LOSSES[kind].torch, scope)
        expected.backward()
        assert loss.values(numbers).sum() == pytest.approx(expected.item(), rel=1e-13)
        np.testing.assert_allclose(loss.gradients(numbers), y.grad.numpy(), rtol=1e-12, atol=1e-14)


def test_every_step_has_its_own_error() -> None:
    y = np.array([[1.0, 2.0], [3.0, 4.0], [0.0, 0.0]])
    loss = Loss("squared", np.zeros((3, 2)))
    np.testing.assert_array_equal(loss.values(y), [2.5, 12.5, 0.0])
    np.testing.assert_array_equal(loss.gradients(y), y)


def test_the_last_step_alone_has_an_error() -> None:
    y = np.array([[1.0, 2.0], [3.0, 4.0]])
    loss = Loss("squared", np.array([[1.0, 1.0]]), "last")
    np.testing.assert_array_equal(loss.values(y), [0.0, 6.5])
    np.testing.assert_array_equal(loss.gradients(y), [[0, 0], [2, 3]])
    np.testing.assert_array_equal(loss.target_rows(y), [[np.nan, np.nan], [1, 1]])


def test_even_odds_cost_log_2() -> None:
    loss = Loss("cross_entropy", np.array([1.0]), "last")
    y = np.zeros((4, 2))
    np.testing.assert_allclose(loss.values(y), [0, 0, 0, np.log(2)], rtol=1e-15)
    np.testing.assert_array_equal(loss.gradients(y)[-1], [0.5, -0.5])
    np.testing.assert_array_equal(loss.target_rows(y)[-1], [0, 1])


def test_huge_outputs_neither_overflow_nor_warn() -> None:
    y = np.array([[1e4, -1e4], [np.inf, 0.0]])
    loss = Loss("cross_entropy", np.array([1.0, 0.0]))
    assert loss.values(y)[0] == 2e4
    assert np.isnan(loss.values(y)[1])
    np.testing.assert_array_equal(loss.gradients(y)[0], [1, -1])


@pytest.mark.parametrize(
    ("kind", "target", "at", "said"),
    [
        ("squared", np.zeros((2, 2)), "every", "give 3 rows of 2 numbers, not 2 rows of 2 numbers."),
        ("squared", np.zeros(2), "last", "give 1 row of 2 numbers, not a list of 2."),
        ("squared", np.full((3, 2), np.nan), "every", "A target is not a number: give finite numbers."),
        ("cross_entropy", np.zeros(2), "every", "give 3 classes, not 2."),
        ("cross_entropy", np.zeros(2), "last", "give 1 class, not 2."),
        ("cross_entropy", np.array([2.0]), "last", "There is no such class: give whole numbers from 1 to 2."),
        ("cross_entropy", np.array([-1.0]), "last", "There is no such class"),
        ("cross_entropy", np.array([0.5]), "last", "There is no such class"),
    ],
)
def test_targets_that_do_not_fit_get_a_sentence(kind: str, target: np.ndarray, at: str, said: str) -> None:
    loss, y = Loss(kind, target, at), np.zeros((3, 2))
    for ask in (loss.values, loss.gradients, loss.check):
        with pytest.raises(InputError, match=said):
            ask(y)


@pytest.mark.parametrize(
    ("kind", "at", "said"),
    [
        ("mse", "every", "loss must be one of squared, cross_entropy, got 'mse'"),
        ("squared", "first", "place of the loss must be one of last, every, got 'first'"),
    ],
)
def test_an_unknown_loss_is_refused(kind: str, at: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Loss(kind, np.zeros((1, 1)), at)


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
