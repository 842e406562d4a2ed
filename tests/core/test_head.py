"""The output layer against torch, and slip c against its consequence."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from rnnviz.core.head import Head, apply_head


def random_head(seed: int) -> tuple[Head, np.ndarray]:
    rng = np.random.default_rng(seed)
    outputs, hidden, steps = rng.integers(1, [6, 9, 13])
    return Head(rng.normal(size=(outputs, hidden)), rng.normal(size=outputs)), rng.normal(size=(steps, hidden))


def test_y_and_p_equal_torchs() -> None:
    for seed in range(200):
        head, h = random_head(seed)
        record = apply_head(head, h, softmax=True)
        y = torch.nn.functional.linear(torch.tensor(h), torch.tensor(head.weight), torch.tensor(head.bias))
        np.testing.assert_allclose(record.y, y.numpy(), rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(record.p, y.softmax(1).numpy(), rtol=1e-12, atol=1e-12)


def test_softmax_is_off_unless_asked_for() -> None:
    assert apply_head(*random_head(0)).p is None


def test_the_slides_form_reads_the_first_state_at_every_step() -> None:
    """Slip c: y_t = softmax(W_hy h_1)."""
    head, h = random_head(1)
    record = apply_head(head, h, softmax=True, form="slide")
    first = torch.tensor(head.weight) @ torch.tensor(h[0]) + torch.tensor(head.bias)
    for y, p in zip(record.y, record.p, strict=True):
        np.testing.assert_allclose(y, first.numpy(), rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(p, first.softmax(0).numpy(), rtol=1e-12, atol=1e-12)
    assert record.y.shape == (len(h), len(head.bias))
    assert len(h) > 1


def test_what_does_not_fit_is_said_with_its_shapes() -> None:
    with pytest.raises(ValueError, match=r"got weight \(2, 3\), bias \(3,\)"):
        Head(np.zeros((2, 3)), np.zeros(3))
    head = Head(np.zeros((2, 3)), np.zeros(2))
    with pytest.raises(ValueError, match=r"head reads 3 units, weight \(2, 3\), but h has 2"):
        apply_head(head, np.zeros((4, 2)))
    with pytest.raises(ValueError, match=r"h must be \(T, H\) with T >= 1, got \(3,\)"):
        apply_head(head, np.zeros(3))
    with pytest.raises(ValueError, match="got 'swapped'"):
        apply_head(head, np.zeros((4, 3)), form="swapped")
