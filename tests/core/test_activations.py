"""The activations against torch, and the sigmoid's tails against 60-digit decimals."""

from __future__ import annotations

from decimal import Decimal, localcontext

import numpy as np
import pytest
import torch

from rnnviz.core.activations import ACTIVATIONS, identity, relu, sigmoid, softmax, tanh

A = np.concatenate([np.linspace(-40, 40, 801), [-0.0, 1e-300, -1e-300, 1e308, -1e308]])


@pytest.mark.parametrize(("ours", "theirs"), [(tanh, torch.tanh), (relu, torch.relu), (sigmoid, torch.sigmoid)])
def test_against_torch(ours: object, theirs: object) -> None:
    np.testing.assert_allclose(ours(A), theirs(torch.tensor(A)).numpy(), rtol=1e-14, atol=1e-16)


def test_identity_changes_nothing() -> None:
    np.testing.assert_array_equal(identity(A), A)
    assert list(ACTIVATIONS) == ["tanh", "relu", "identity"]


def exact_sigmoid(a: float) -> float:
    with localcontext() as context:
        context.prec = 60
        return float(1 / (1 + (-Decimal(a)).exp()))


def test_sigmoid_keeps_its_digits_in_both_tails() -> None:
    """Within 2 units in the last place wherever the result is a normal number, which is down to a = -708."""
    a = np.random.default_rng(0).uniform(-708, 60, 2000)
    exact = np.array([exact_sigmoid(value) for value in a])
    assert (np.abs(sigmoid(a) - exact) <= 2 * np.spacing(exact)).all()


def test_sigmoid_does_not_overflow() -> None:
    a = np.array([-np.inf, -1e308, -746.0, 0.0, 746.0, 1e308, np.inf])
    np.testing.assert_array_equal(sigmoid(a), [0.0, 0.0, 0.0, 0.5, 1.0, 1.0, 1.0])
    assert sigmoid(np.array(-740.0)) > 0.0


def test_softmax_is_torchs_along_the_last_axis_and_does_not_overflow() -> None:
    y = 300.0 * np.random.default_rng(0).normal(size=(5, 4, 3))
    y[0, 0] = [1e308, -1e308, 5.0]
    theirs = torch.tensor(y).softmax(-1).numpy()
    np.testing.assert_allclose(softmax(y), theirs, rtol=1e-12, atol=1e-300)
    np.testing.assert_allclose(softmax(y).sum(-1), 1.0, rtol=1e-14)
