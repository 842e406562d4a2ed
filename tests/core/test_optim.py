"""Clipping against torch.nn.utils.clip_grad_norm_, SGD and Adam against torch.optim, over several steps."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from rnnviz.core.bptt import backward
from rnnviz.core.cells import CELLS
from rnnviz.core.optim import OPTIMISERS, START, clip_by_norm, learning_step
from rnnviz.core.typed import InputError
from rnnviz.learn import autograd
from tests.bptt_cases import plain_problem

TORCHS = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}


def random_gradients(seed: int, scale: float) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    return {"weight": scale * rng.normal(size=(3, 4)), "bias": scale * rng.normal(size=3), "empty": np.zeros((2, 2))}


@pytest.mark.parametrize("scale", [0.0, 1e-9, 0.1, 1.0, 1e3, 1e150])
@pytest.mark.parametrize("max_norm", [0.01, 1.0, 5.0])
def test_clipping_equals_torch(scale: float, max_norm: float) -> None:
    gradients = random_gradients(0, scale)
    parameters = [torch.zeros(value.shape, dtype=torch.float64) for value in gradients.values()]
    for parameter, value in zip(parameters, gradients.values(), strict=True):
        parameter.grad = torch.tensor(value)
    norm = torch.nn.utils.clip_grad_norm_(parameters, max_norm)
    clipped = clip_by_norm(gradients, max_norm)
    assert clipped.norm == pytest.approx(norm.item(), rel=1e-14)
    for parameter, name in zip(parameters, gradients, strict=True):
        np.testing.assert_allclose(clipped.gradients[name], parameter.grad.numpy(), rtol=1e-13)


def test_a_short_gradient_is_left_as_it_is_and_a_long_one_keeps_its_direction() -> None:
    gradients = random_gradients(1, 1.0)
    long = clip_by_norm(gradients, 0.5)
    assert np.linalg.norm([np.linalg.norm(v) for v in long.gradients.values()]) == pytest.approx(0.5, rel=1e-5)
    np.testing.assert_allclose(long.gradients["bias"], long.coefficient * gradients["bias"])
    short = clip_by_norm(gradients, 100.0)
    assert short.coefficient == 1.0
    np.testing.assert_array_equal(short.gradients["weight"], gradients["weight"])


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_what_is_not_finite_is_clipped_as_torch_clips_it(value: float) -> None:
    parameter = torch.zeros(2, dtype=torch.float64)
    parameter.grad = torch.tensor([1.0, value], dtype=torch.float64)
    torch.nn.utils.clip_grad_norm_([parameter], 1.0)
    clipped = clip_by_norm({"w": np.array([1.0, value])}, 1.0)
    np.testing.assert_array_equal(clipped.gradients["w"], parameter.grad.numpy())


@pytest.mark.parametrize("max_norm", [0.0, -1.0, np.nan])
def test_a_length_that_is_none_is_refused(max_norm: float) -> None:
    with pytest.raises(InputError, match="give a number above 0"):
        clip_by_norm(random_gradients(0, 1.0), max_norm)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_six_learning_steps_equal_torch_optim(optimiser: str, cell: str) -> None:
    """The whole loop: our gradients and our steps on one side, autograd's and torch.optim's on the other."""
    problem, state, lr = plain_problem(cell), START, 0.05
    torchs = {name: autograd.leaf(value) for name, value in problem.parameters().items()}
    theirs = TORCHS[optimiser](torchs.values(), lr=lr)
    for step in range(6):
        values = {name: value.detach().numpy().copy() for name, value in torchs.items()}
        for name, slope in autograd.gradients(problem.with_parameters(values)).items():
            if name in torchs:
                torchs[name].grad = torch.tensor(slope)
        theirs.step()
        learned = learning_step(problem, backward(problem).gradients, optimiser, lr, state)
        for name, value in learned.problem.parameters().items():
            np.testing.assert_allclose(value, torchs[name].detach().numpy(), rtol=1e-10, atol=1e-12)
            np.testing.assert_array_equal(learned.moved[name], value - problem.parameters()[name])
        assert learned.before == problem.value()
        assert learned.after == learned.problem.value()
        assert learned.state.step == step + 1
        problem, state = learned.problem, learned.state


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_the_default_rate_is_torchs(optimiser: str) -> None:
    assert OPTIMISERS[optimiser].lr == TORCHS[optimiser]([torch.zeros(1)]).defaults["lr"]


def test_adams_first_step_has_the_size_of_the_rate() -> None:
    """The signature in the slides' embedding tables (S1): every entry moves by lr, whatever the gradient's size."""
    problem = plain_problem("rnn")
    learned = learning_step(problem, backward(problem).gradients, "adam", 0.001)
    np.testing.assert_allclose(np.abs(learned.moved["head_weight"]), 0.001, rtol=1e-4)


def test_small_steps_lower_the_loss() -> None:
    problem = plain_problem("gru")
    for _ in range(5):
        learned = learning_step(problem, backward(problem).gradients, "sgd", 0.01)
        assert learned.after < learned.before
        problem = learned.problem


def test_an_unknown_optimiser_is_refused() -> None:
    problem = plain_problem("rnn")
    with pytest.raises(KeyError, match="rmsprop"):
        learning_step(problem, backward(problem).gradients, "rmsprop", 0.1)
