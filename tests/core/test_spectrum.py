"""Eigenvalues, norms against distance, and the bound on them."""

from __future__ import annotations

from dataclasses import replace

import mpmath
import numpy as np
import pytest
import torch

from rnnviz.core.bptt import GradientRecord, Problem, backward, of_states
from rnnviz.core.cells import IN_TORCH, Weights
from rnnviz.core.spectrum import (
    bound,
    decay,
    eigenvalues,
    horizon,
    largest_singular_value,
    product_singular_values,
    rescaled,
    spectral_radius,
    with_forget_bias,
    with_radius,
)
from rnnviz.core.typed import InputError
from rnnviz.learn import autograd
from rnnviz.lessons.vanishing import VanishingState, problem, spread
from tests.bptt_cases import plain_problem, random_weights


def turning(radius: float, degrees: float) -> np.ndarray:
    """Turns the plane and stretches it: eigenvalues radius * e^(+-i angle)."""
    angle = np.radians(degrees)
    return radius * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def rnn(weight_hh: np.ndarray, steps: int, activation: str) -> Problem:
    size = len(weight_hh)
    weights = Weights(np.full((size, 2), 0.1), weight_hh, np.zeros(size), np.zeros(size))
    return plain_problem("rnn", steps=steps, hidden=size, weights=weights, activation=activation)


def test_eigenvalues_of_a_rotation() -> None:
    values = eigenvalues(turning(0.8, 30))
    assert {complex(np.round(v, 12)) for v in values} == {
        complex(np.round(0.8 * np.exp(s * 1j * np.pi / 6), 12)) for s in (1, -1)
    }
    assert spectral_radius(turning(0.8, 30)) == pytest.approx(0.8, rel=1e-14)


def test_eigenvalues_and_singular_value_equal_torchs() -> None:
    for seed in range(20):
        matrix = np.random.default_rng(seed).normal(size=(seed % 6 + 1,) * 2)
        expected = torch.linalg.eigvals(torch.tensor(matrix)).numpy()
        np.testing.assert_allclose(np.sort_complex(eigenvalues(matrix)), np.sort_complex(expected), atol=1e-10)
        assert (np.diff(np.abs(eigenvalues(matrix))) <= 1e-12).all()
        sigma = torch.linalg.matrix_norm(torch.tensor(matrix), 2).item()
        assert largest_singular_value(matrix) == pytest.approx(sigma, rel=1e-12)
        assert spectral_radius(matrix) <= sigma * (1 + 1e-12)


@pytest.mark.parametrize("cell", IN_TORCH)
def test_every_block_gets_the_radius_and_keeps_its_directions(cell: str) -> None:
    weights = random_weights(np.random.default_rng(0), cell, 2, 4)
    scaled = with_radius(weights, 1.25)
    for before, after in zip(weights.weight_hh.reshape(-1, 4, 4), scaled.weight_hh.reshape(-1, 4, 4), strict=True):
        assert np.abs(np.linalg.eigvals(after)).max() == pytest.approx(1.25, rel=1e-12)
        np.testing.assert_allclose(after / after[0, 0], before / before[0, 0], rtol=1e-12)
    assert scaled.weight_ih is weights.weight_ih


def test_what_has_no_radius_is_said() -> None:
    with pytest.raises(InputError, match="All eigenvalues of W_hh are 0"):
        rescaled(np.array([[0.0, 1.0], [0.0, 0.0]]), 1.0)
    for radius in (-1.0, np.nan, np.inf):
        with pytest.raises(InputError, match="is not a spectral radius: give a number of 0 or more"):
            rescaled(np.eye(2), radius)
    np.testing.assert_array_equal(rescaled(np.eye(2), 0.0), np.zeros((2, 2)))


def arriving(gradient: GradientRecord) -> np.ndarray:
    """|dE/dh_{t-d}| of the last step's E, for d = 0 .. t."""
    return np.linalg.norm(of_states(gradient, len(gradient.y) - 1)["h"][::-1], axis=1)


@pytest.mark.parametrize("radius", [0.9, 1.0, 1.1])
def test_closed_form_of_vanishing_and_exploding(radius: float) -> None:
    """A rotation times rho with no activation: |dh_T/dh_{T-d}| = rho^d, for 100 steps."""
    gradient = backward(rnn(turning(radius, 40), 100, "identity"))
    found = decay(gradient)
    np.testing.assert_array_equal(found.distance, np.arange(101))
    np.testing.assert_allclose(
        found.singular_values, np.repeat(radius ** np.arange(101.0)[:, None], 2, axis=1), rtol=1e-12
    )
    np.testing.assert_allclose(bound(turning(radius, 40), 100), radius ** np.arange(101.0), rtol=1e-12)
    norms = arriving(gradient)
    np.testing.assert_allclose(norms, norms[0] * radius ** np.arange(100.0), rtol=1e-11)


@pytest.mark.parametrize("activation", ["tanh", "relu", "identity"])
def test_no_norm_is_above_the_bound(activation: str) -> None:
    for seed in range(10):
        weight = np.random.default_rng(seed).normal(scale=0.6, size=(4, 4))
        gradient = backward(rnn(weight, 30, activation))
        norm = decay(gradient).norm
        tight, loose = bound(weight, 30, np.abs(gradient.local.hh).max()), bound(weight, 30)
        assert (norm <= tight * (1 + 1e-12)).all()
        assert (tight <= loose * (1 + 1e-12)).all()


def test_the_bound_is_the_weights_and_the_slope() -> None:
    np.testing.assert_allclose(bound(turning(0.5, 0), 3, 0.5), [1, 0.25, 0.0625, 0.015625], rtol=1e-14)


def test_an_lstms_blocks_equal_torchs_singular_values() -> None:
    """dh_4/dc_{4-d} by autograd through the steps between, h held still."""
    problem = plain_problem("lstm")
    found = decay(backward(problem), of="h", by="c").singular_values
    record = problem.run()
    parameters = {name: torch.tensor(value) for name, value in problem.parameters().items()}
    for d in range(1, 6):
        h, c = (problem.h0, problem.c0) if d == 5 else (record.h[4 - d], record.c[4 - d])

        def later(cell_state: torch.Tensor, h: np.ndarray = h, d: int = d) -> torch.Tensor:
            states = {"h": torch.tensor(h), "c": cell_state}
            for t in range(5 - d, 5):
                states = autograd.advance(problem, parameters, t, states, {"cell": True, "gates": True})
            return states["h"]

        jacobian = torch.autograd.functional.jacobian(later, torch.tensor(c))
        np.testing.assert_allclose(found[d], torch.linalg.svdvals(jacobian).numpy(), rtol=1e-10, atol=1e-12)


def test_a_state_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="gru has the states h, got 'c' by 'h'"):
        decay(backward(plain_problem("gru")), of="c")


def test_beyond_float64_is_nan_without_a_warning() -> None:
    values = decay(backward(rnn(turning(1e200, 0), 5, "identity"))).singular_values
    assert np.isfinite(values[:2]).all()
    assert np.isnan(values[2:]).all()


def test_the_forget_bias_moves_the_horizon() -> None:
    """Along the cell state alone f is sigma(bias) where the gate reads nothing: the norm is sigma(bias)^d."""
    base = plain_problem("lstm", steps=60)
    rows, horizons = slice(3, 6), []
    silent_ih, silent_hh = base.weights.weight_ih.copy(), base.weights.weight_hh.copy()
    silent_ih[rows], silent_hh[rows] = 0.0, 0.0
    for bias in (0.0, 1.0, 2.0, 4.0):
        weights = with_forget_bias(replace(base.weights, weight_ih=silent_ih, weight_hh=silent_hh), bias)
        gradient = backward(replace(base, weights=weights), paths={"cell": True, "gates": False})
        norm = decay(gradient, of="c", by="c").norm
        np.testing.assert_allclose(norm, (1 / (1 + np.exp(-bias))) ** np.arange(61.0), rtol=1e-12)
        horizons.append(horizon(norm))
    assert horizons == [7, 15, 37, None]  # log 0.01 / log sigma(bias), rounded up: 6.6, 14.7, 36.3, 253.7


def test_an_lstm_vanishes_too() -> None:
    """S3 says the problem is solved; with the forget gate half open it is not."""
    problem = plain_problem("lstm", steps=40)
    weights = with_forget_bias(replace(problem.weights, weight_hh=0.1 * problem.weights.weight_hh), 0.0)
    gradient = backward(replace(problem, weights=weights))
    assert decay(gradient, of="c", by="c").norm[40] < 1e-6
    norms = arriving(gradient)
    assert norms[-1] < 1e-6 * norms[0]


def true_singular_values(factors, count):
    """Of the product of the first `count` factors, in 160 digits."""
    with mpmath.workdps(160):
        product = mpmath.eye(factors.shape[-1])
        for factor in factors[:count]:
            product = product * mpmath.matrix(factor.tolist())
        return np.sort([float(value) for value in mpmath.svd_r(product, compute_uv=False)])[::-1]


def factors_of(**choices):
    return backward(problem(VanishingState(**choices))).jacobians[:0:-1]


@pytest.mark.parametrize(("count", "smallest"), [(30, 1.0e-11), (50, 9.1e-19), (80, 3.0e-29)])
def test_the_smallest_singular_value_of_a_long_product_is_not_rounding(count, smallest):
    factors = factors_of(radius=2.0, activation="identity")
    found = spread(VanishingState(radius=2.0, activation="identity")).singular_values[count]
    assert found[-1] == pytest.approx(smallest, rel=0.03)
    np.testing.assert_allclose(found, true_singular_values(factors, count), rtol=1e-11)


@pytest.mark.parametrize("matrix", ["random", "orthogonal", "chain"])
@pytest.mark.parametrize("activation", ["tanh", "identity", "relu"])
@pytest.mark.parametrize(("radius", "hidden"), [(0.3, 4), (1.0, 2), (1.6, 5)])
def test_all_singular_values_are_those_of_160_digits(matrix, activation, radius, hidden):
    factors = factors_of(matrix=matrix, activation=activation, radius=radius, hidden=hidden, seed=1, strength=0.3)
    found = product_singular_values(factors)
    for count in (1, 40, 99):
        true = true_singular_values(factors, count)
        seen = true > 1e-140 * true[0]  # beyond that the 160 digits are rounding themselves
        np.testing.assert_allclose(found[count][seen], true[seen], rtol=1e-6 if matrix == "chain" else 1e-10)
        assert (found[count][~seen] <= 1e-12 * true[0]).all()


def test_a_product_that_dies_or_explodes():
    dead = np.stack([np.diag([2.0, 0.5]), np.diag([0.0, 1.0]), np.diag([1.0, 0.0]), np.eye(2)])
    np.testing.assert_allclose(product_singular_values(dead), [[1, 1], [2, 0.5], [0.5, 0], [0, 0], [0, 0]])
    beyond = product_singular_values(np.stack([np.diag([1e200, 1e-200])] * 2))
    assert np.isnan(beyond[2, 0])
    assert beyond[2, 1] == 0.0
    broken = product_singular_values(np.stack([np.eye(2), np.full((2, 2), np.inf), np.eye(2)]))
    assert np.isfinite(broken[:2]).all()
    assert np.isnan(broken[2:]).all()
