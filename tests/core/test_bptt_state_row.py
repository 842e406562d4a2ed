"""What goes back from an LSTM's step: two quantities, by central differences of the loss."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from rnnviz.core.bptt import GradientRecord, backward
from rnnviz.core.cells import run
from rnnviz.core.head import apply_head
from tests.bptt_cases import random_problem


def loss_from(gradient: GradientRecord, k: int, h: np.ndarray, c: np.ndarray) -> float:
    """L with this state after step k, run on from there."""
    problem = gradient.problem
    later = run("lstm", problem.x[k + 1 :], problem.weights, h, c)
    y = apply_head(problem.head, np.vstack([gradient.forward.h[:k], h[None], later.h])).y
    return float(problem.loss.values(y).sum())


def test_the_row_that_goes_back_holds_h_still_and_the_stage_shows_the_whole() -> None:
    """delta_t's half for c_t, and dL/dc_t, by central differences: c_t moved alone, and with the h_t that it makes."""
    apart = 0
    for gradient in (backward(random_problem("lstm", seed)) for seed in range(12)):
        if gradient.problem.clamps or gradient.problem.form != "right":
            continue
        record, size, rows = gradient.forward, gradient.hidden_size, gradient.signals.sum(axis=0)
        for k, unit in itertools.product(range(len(gradient.y) - 1), range(size)):
            moved = record.c[k] + np.array([[1e-6], [-1e-6]]) * np.eye(size)[unit]
            alone = [loss_from(gradient, k, record.h[k], c) for c in moved]
            whole = [loss_from(gradient, k, record.o[k] * np.tanh(c), c) for c in moved]
            assert rows[k, size + unit] == pytest.approx((alone[0] - alone[1]) / 2e-6, abs=1e-7)
            assert gradient.dc[k, unit] == pytest.approx((whole[0] - whole[1]) / 2e-6, abs=1e-7)
            apart += abs(rows[k, size + unit] - gradient.dc[k, unit]) > 1e-3
    assert apart > 10
