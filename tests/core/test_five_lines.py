"""The loop's five lines against the loop itself: torch's modules, autograd and optimisers in float64, line by line."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from rnnviz.core.bptt import Problem
from rnnviz.core.five_lines import LINES, ROUNDS, Moment, moments
from rnnviz.core.head import Head
from rnnviz.core.losses import Loss
from rnnviz.core.seeded import seeded_weights

TORCHS = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}
MODULES = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


def drawn(cell: str, seed: int) -> tuple[Problem, np.ndarray]:
    rng = np.random.default_rng(seed)
    steps, inputs, hidden, outputs = (int(rng.integers(1, high)) for high in (6, 4, 5, 4))
    target = rng.standard_normal((1, outputs))
    head = Head(rng.standard_normal((outputs, hidden)), rng.standard_normal(outputs))
    x = rng.standard_normal((steps, inputs))
    loss = Loss("squared", target, "last")
    return Problem(cell, x, seeded_weights(cell, inputs, hidden, seed), head, loss, np.zeros(hidden)), target


def by_torch(problem: Problem, target: np.ndarray, optimiser: str, lr: float, forget: bool) -> list[tuple]:
    """(grads, y, loss, weights) after every line that ran or was skipped."""
    size = problem.weights
    rnn = MODULES[problem.cell](size.input_size, size.hidden_size, dtype=torch.float64)
    rnn.load_state_dict({f"{name}_l0": torch.tensor(value) for name, value in vars(size).items()})
    head = nn.Linear(size.hidden_size, len(problem.head.bias), dtype=torch.float64)
    head.load_state_dict({name: torch.tensor(value) for name, value in vars(problem.head).items()})
    named = {f"{name}": getattr(rnn, f"{name}_l0") for name in vars(size)}
    named |= {"head_weight": head.weight, "head_bias": head.bias}
    steps = TORCHS[optimiser](named.values(), lr=lr)
    x, y = torch.tensor(problem.x), torch.tensor(target)
    found = []

    def seen(outputs: torch.Tensor | None, loss: torch.Tensor | None) -> None:
        grads = {name: None if p.grad is None else p.grad.numpy().copy() for name, p in named.items()}
        arrays = {name: p.detach().numpy().copy() for name, p in named.items()}
        found.append(
            (
                grads,
                None if outputs is None else outputs.detach().numpy(),
                None if loss is None else loss.item(),
                arrays,
            )
        )

    for _ in range(ROUNDS):
        if not forget:
            steps.zero_grad()
        seen(None, None)
        outputs = head(rnn(x)[0])
        seen(outputs, None)
        loss = 0.5 * ((outputs[-1:] - y) ** 2).sum()
        seen(outputs, loss)
        loss.backward()
        seen(outputs, loss)
        steps.step()
        seen(outputs, loss)
    return found


def same(ours: Moment, theirs: tuple) -> None:
    grads, y, loss, weights = theirs
    for name, value in weights.items():
        np.testing.assert_allclose(ours.weights[name], value, atol=1e-12, rtol=0)
        if ours.grad is None:
            assert grads[name] is None
        else:
            np.testing.assert_allclose(ours.grad[name], grads[name], atol=1e-12, rtol=1e-12)
    assert (ours.y is None, ours.loss is None) == (y is None, loss is None)
    if ours.y is not None:
        np.testing.assert_allclose(ours.y, y, atol=1e-12, rtol=0)
    if ours.loss is not None:
        assert ours.loss == pytest.approx(loss, abs=1e-12)


@pytest.mark.parametrize("cell", MODULES)
@pytest.mark.parametrize("optimiser", TORCHS)
@pytest.mark.parametrize("forget", [False, True])
def test_every_line_leaves_what_torch_leaves(cell: str, optimiser: str, forget: bool) -> None:
    for seed in range(4):
        problem, target = drawn(cell, seed)
        ours = moments(problem, optimiser, 0.05, forget)
        theirs = by_torch(problem, target, optimiser, 0.05, forget)
        assert len(ours) == 1 + len(theirs) == 1 + ROUNDS * len(LINES)
        for one, other in zip(ours[1:], theirs, strict=True):
            same(one, other)


def test_with_zero_grad_forgotten_the_second_gradient_is_a_sum() -> None:
    problem, _ = drawn("rnn", 1)
    right, wrong = (moments(problem, "sgd", 0.05, forget) for forget in (False, True))
    first, second = right[4], right[9]
    assert wrong[9].grad is not None
    assert first.grad is not None
    assert second.grad is not None
    for name, value in wrong[9].grad.items():
        np.testing.assert_allclose(value, first.grad[name] + second.grad[name], atol=1e-14)
    assert (wrong[6].skipped, right[6].skipped) == (True, False)
    assert wrong[6].grad is wrong[5].grad


def test_the_moments_are_of_the_problem_as_it_is() -> None:
    problem, _ = drawn("gru", 2)
    start = moments(problem, "sgd", 0.0, False)
    assert start[0].number == -1
    assert all(np.array_equal(value, problem.parameters()[name]) for name, value in start[-1].weights.items())
    assert replace(start[0], round=1).round == 1
