"""ds_t/ds_k for all pairs of steps, against torch's jacobian of the steps between and against closed forms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from rnnviz.core.bptt import BOTH_PATHS, Problem, backward, block, by_distance, state_jacobians
from rnnviz.core.cell import DERIVATIVES
from rnnviz.core.cells import CELLS, Weights
from rnnviz.learn import autograd
from rnnviz.learn.cell_steps import ACTIVATIONS
from tests.bptt_cases import plain_problem, random_problem


def torchs(problem: Problem, t: int, k: int, paths: dict[str, bool]) -> np.ndarray:
    """ds_t/ds_k by torch.autograd.functional.jacobian of the steps k + 1 .. t; k = -1 is the initial state."""
    names = CELLS[problem.cell].states
    record, start = problem.run(), {"h": problem.h0, "c": problem.c0}
    state = np.concatenate([start[name] if k < 0 else getattr(record, name)[k] for name in names])
    parameters = {name: torch.tensor(value) for name, value in problem.parameters().items()}

    def later(joined: torch.Tensor) -> torch.Tensor:
        states = dict(zip(names, joined.chunk(len(names)), strict=True))
        for step in range(k + 1, t + 1):
            states = autograd.advance(problem, parameters, step, states, paths)
        return torch.cat([states[name] for name in names])

    return torch.autograd.functional.jacobian(later, torch.tensor(state)).numpy()


@pytest.mark.parametrize("cell", CELLS)
def test_every_distance_from_every_step_equals_torchs_jacobian(cell: str) -> None:
    for seed in range(12):
        problem = random_problem(cell, seed)
        jacobians = backward(problem).jacobians
        for t in range(len(problem.x)):
            row = by_distance(jacobians, t)
            assert len(row) == t + 2
            for d, found in enumerate(row):  # the last is by the initial state
                expected = torchs(problem, t, t - d, BOTH_PATHS)
                np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-10, err_msg=f"{seed}: {t}, {d}")


@pytest.mark.parametrize("paths", [{"cell": True, "gates": False}, {"cell": False, "gates": True}], ids=str)
@pytest.mark.parametrize("cell", CELLS)
def test_one_kind_of_path_alone_equals_torchs_jacobian(cell: str, paths: dict[str, bool]) -> None:
    for seed in range(6):
        problem = random_problem(cell, seed)
        last = len(problem.x) - 1
        row = by_distance(backward(problem, paths=paths).jacobians, last)
        for k in range(last + 1):
            np.testing.assert_allclose(row[last - k], torchs(problem, last, k, paths), rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("form", ["swapped", "lagging"])
def test_the_lstms_other_forms_equal_torchs_jacobian(form: str) -> None:
    problem = plain_problem("lstm", form=form)
    row = by_distance(backward(problem).jacobians, 4)
    np.testing.assert_allclose(row[4], torchs(problem, 4, 0, BOTH_PATHS), rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("cell", CELLS)
def test_central_differences_of_one_step(cell: str) -> None:
    """ds_t/ds_{t-1} at t = 0: nudge h_0 and c_0, take one step. No torch."""
    problem = plain_problem(cell, steps=1)
    names, step = CELLS[cell].states, 1e-5
    columns = []
    for name in names:
        for unit in np.eye(3):
            nudged = [
                replace(problem, **{f"{name}0": getattr(problem, f"{name}0") + by * unit}) for by in (step, -step)
            ]
            up, down = (np.concatenate([getattr(each.run(), n)[0] for n in names]) for each in nudged)
            columns.append((up - down) / (2 * step))
    np.testing.assert_allclose(backward(problem).jacobians[0], np.transpose(columns), rtol=1e-6, atol=1e-8)


def test_orthogonal_weights_and_no_activation_keep_the_norm() -> None:
    """Closed form: ||dh_t/dh_k|| = 1 over 100 steps, and every gradient's length is kept, to 1e-12."""
    rng = np.random.default_rng(0)
    orthogonal = np.linalg.qr(rng.normal(size=(8, 8)))[0]
    weights = Weights(rng.normal(size=(8, 2)), orthogonal, np.zeros(8), np.zeros(8))
    problem = plain_problem("rnn", steps=100, hidden=8, activation="identity", weights=weights)
    gradient = backward(problem)
    values = np.linalg.svd(by_distance(gradient.jacobians, 99), compute_uv=False)
    np.testing.assert_allclose(values, 1.0, rtol=0, atol=1e-12)
    lengths = np.linalg.norm(gradient.signals[99], axis=1)
    np.testing.assert_allclose(lengths, lengths[99], rtol=1e-12)


def test_an_open_forget_gate_alone_keeps_the_cell_state_exactly() -> None:
    """Closed form: f = 1 with the gate paths off leaves dc_T/dc_0 = 1, the identity to the last bit."""
    problem = plain_problem("lstm", steps=100, clamps={"f": np.ones(100)})
    gradient = backward(problem, paths={"cell": True, "gates": False})
    row = block(by_distance(gradient.jacobians, 99), "c", "c", 3)
    np.testing.assert_array_equal(row, np.broadcast_to(np.eye(3), row.shape))
    through_gates = block(by_distance(backward(problem).jacobians, 99), "c", "c", 3)
    assert not np.allclose(through_gates[-1], np.eye(3))


def test_the_additive_path_is_the_product_of_the_forget_gates() -> None:
    problem = plain_problem("lstm", steps=12)
    gradient = backward(problem, paths={"cell": True, "gates": False})
    row = block(by_distance(gradient.jacobians, 11), "c", "c", 3)
    for d in range(13):
        expected = np.diag(np.prod(gradient.forward.f[12 - d :], axis=0))
        np.testing.assert_allclose(row[d], expected, rtol=1e-12)


def test_a_clamped_gate_has_no_local_derivative() -> None:
    problem = plain_problem("lstm", steps=2, clamps={"f": np.array([np.nan, 0.5])})
    local = backward(problem).local
    assert (local.hh[0, :, 1] != 0).all()
    assert (local.hh[1, :, 1] == 0).all()
    assert (local.hh[1, 0, [0, 2, 3]] != 0).all()


def test_the_rnns_jacobian_is_the_slope_times_the_weights() -> None:
    """diag(1 - h^2) W_hh, written out."""
    problem = plain_problem("rnn")
    gradient = backward(problem)
    expected = [np.diag(1 - h**2) @ problem.weights.weight_hh for h in gradient.forward.h]
    np.testing.assert_allclose(gradient.jacobians, expected, rtol=1e-14)


def test_both_paths_add_up_to_one_step() -> None:
    local, weight = (lambda g: (g.local, g.problem.weights.weight_hh))(backward(plain_problem("gru")))
    halves = [state_jacobians(local, weight, {"cell": cell, "gates": not cell}) for cell in (True, False)]
    np.testing.assert_allclose(sum(halves), state_jacobians(local, weight), rtol=1e-15)


def test_an_explosion_beyond_float64_is_recorded_without_a_warning() -> None:
    weights = Weights(np.ones((1, 2)), np.full((1, 1), 1e200), np.zeros(1), np.zeros(1))
    jacobians = backward(plain_problem("rnn", hidden=1, activation="identity", weights=weights)).jacobians
    np.testing.assert_array_equal(by_distance(jacobians, 4)[:4, 0, 0], [1, 1e200, np.inf, np.inf])


@pytest.mark.parametrize("name", DERIVATIVES)
def test_slopes_are_torchs(name: str) -> None:
    a = torch.tensor([-3.0, -0.5, 0.0, 0.25, 4.0], dtype=torch.float64, requires_grad=True)
    value = torch.sigmoid(a) if name == "sigmoid" else ACTIVATIONS[name](a)
    (slope,) = torch.autograd.grad(value.sum(), a)
    found = DERIVATIVES[name](a.detach().numpy(), value.detach().numpy())
    np.testing.assert_allclose(found, slope.numpy(), rtol=1e-14, atol=1e-16)
