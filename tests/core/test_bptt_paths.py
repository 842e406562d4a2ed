"""A path's chain: its factors, what they are made of, and its running product."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from rnnviz.core.bptt import (
    Factor,
    GradientRecord,
    backward,
    chain,
    contributions,
    norms,
    number_chain,
    product,
    running_products,
)
from rnnviz.core.bptt.paths import LATEX_KEYS
from rnnviz.core.cells import CELLS
from rnnviz.core.losses import Loss
from tests.bptt_cases import plain_problem


def names(factors: list[Factor]) -> list[str]:
    return [factor.name for factor in factors]


def test_the_chain_reads_as_the_slides_have_it() -> None:
    gradient = backward(plain_problem("rnn"))
    assert names(chain(gradient, 2, 0, "weight_hh")) == [
        "∂E_3/∂y_3",
        "∂y_3/∂h_3",
        "∂h_3/∂h_2",
        "∂h_2/∂h_1",
        "∂h_1/∂weight_hh",
    ]
    assert names(chain(gradient, 2, 2, "head_bias")) == ["∂E_3/∂y_3", "∂y_3/∂head_bias"]
    assert names(chain(backward(plain_problem("lstm")), 1, 0, "bias_ih"))[1:3] == [
        "∂y_2/∂(h, c)_2",
        "∂(h, c)_2/∂(h, c)_1",
    ]


@pytest.mark.parametrize("cell", CELLS)
def test_neighbouring_factors_fit_and_point_at_each_other(cell: str) -> None:
    gradient = backward(plain_problem(cell))
    factors = chain(gradient, 4, 1, "weight_ih")
    for left, right in pairwise(factors):
        assert left.matrix.shape[1] == right.matrix.shape[0] == np.prod(left.by_shape)
        assert (left.by, left.by_step) == (right.of, right.of_step)
    assert (factors[-1].by, factors[-1].by_step) == ("weight_ih", None)
    assert {factor.latex_key for factor in factors} <= set(LATEX_KEYS)


def diag(rows: np.ndarray) -> np.ndarray:
    """Diagonals (n, m, H) into (n*H, m*H), by np.diag and np.block."""
    return np.block([[np.diag(entry) for entry in row] for row in rows])


def by_state(through: np.ndarray, gates: np.ndarray, weight_hh: np.ndarray) -> np.ndarray:
    """Straight from state to state and, where gates read h, through them."""
    if not weight_hh.size:
        return diag(through)
    by_h = diag(gates) @ weight_hh
    return diag(through) + np.pad(by_h, [(0, 0), (0, len(by_h) - by_h.shape[1])])


def from_pieces(factor: Factor) -> np.ndarray:
    """The matrix once more, from the pieces by the formula that LATEX_KEYS has."""
    p = factor.pieces
    match factor.latex_key:
        case "error.squared":
            return (p["y"] - p["target"])[None]
        case "error.cross_entropy":
            return (p["p"] - p["target"])[None]
        case "head":
            return p["weight"]
        case "head.lstm":
            return np.hstack([p["weight"], np.zeros_like(p["weight"])])
        case "state.rnn":
            return np.diag(p["slope"]) @ p["weight_hh"]
        case "state.gru" | "state.lstm" | "state.mingru":
            return by_state(**p)
        case "local.weight_ih" | "local.weight_hh":
            standing = p["x"] if "x" in p else p["h_prev"]
            return np.kron(diag(p["gates"]), standing)
        case "local.head_weight":
            return np.kron(np.eye(factor.by_shape[0]), p["h"])
        case "local.head_bias":
            return np.eye(factor.by_shape[0])
    return diag(p["gates"])


@pytest.mark.parametrize("kind", ["squared", "cross_entropy"])
@pytest.mark.parametrize("cell", CELLS)
def test_every_matrix_is_its_formula_of_its_pieces(cell: str, kind: str) -> None:
    loss = Loss("cross_entropy", np.array([0, 1, 1, 0, 1])) if kind == "cross_entropy" else plain_problem(cell).loss
    gradient = backward(plain_problem(cell, loss=loss))
    for name in gradient.gradients:
        for factor in chain(gradient, 3, 3 if name.startswith("head") else 1, name):
            np.testing.assert_allclose(factor.matrix, from_pieces(factor), rtol=1e-13, atol=1e-15, err_msg=factor.name)


@pytest.mark.parametrize("cell", CELLS)
def test_a_path_that_is_off_is_off_in_the_pieces_too(cell: str) -> None:
    gradient = backward(plain_problem(cell), paths={"cell": False, "gates": True})
    factor = chain(gradient, 3, 1, "weight_ih")[2]
    np.testing.assert_allclose(factor.matrix, from_pieces(factor), rtol=1e-13, atol=1e-15)


def test_the_local_derivative_is_direct() -> None:
    """∂h_k/∂W_hh holds h_{k-1} still: at step 1 from h_0 = 0 it is zero, whatever later steps do."""
    gradient = backward(plain_problem("rnn"))
    assert (chain(gradient, 4, 0, "weight_hh")[-1].matrix == 0).all()
    assert (chain(gradient, 4, 1, "weight_hh")[-1].matrix != 0).any()


def test_running_products_and_norms() -> None:
    factors = chain(backward(plain_problem("gru")), 4, 0, "bias_hh")
    products = running_products(factors)
    expected = factors[0].matrix
    for factor, found in zip(factors[1:], products[1:], strict=True):
        expected = np.einsum("ij,jk->ik", expected, factor.matrix)
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-16)
    np.testing.assert_allclose(norms(products), [np.sqrt((each**2).sum()) for each in products], rtol=1e-14)
    np.testing.assert_array_equal(product(factors), products[-1].reshape(9))


def test_the_slides_scalar_path() -> None:
    """0.2 x 0.1 x 0.01 x 0.02 = 0.000004 (slides 003)."""
    factors = number_chain([0.2, 0.1, 0.01, 0.02])
    assert names(factors) == ["∂E_2/∂y_2", "∂y_2/∂h_2", "∂h_2/∂h_1", "∂h_1/∂W_h"]
    np.testing.assert_allclose(norms(running_products(factors)), [0.2, 0.02, 0.0002, 0.000004], rtol=1e-12)
    assert product(factors).item() == pytest.approx(0.000004, rel=1e-12)
    assert norms(running_products(number_chain([-2, 1, 0.5]))) == [2, 2, 1]
    with pytest.raises(ValueError, match="at least 3 factors, got 2"):
        number_chain([1, 2])


@pytest.mark.parametrize(
    ("t", "k", "parameter"),
    [(1, 2, "weight_hh"), (5, 0, "weight_hh"), (2, -1, "weight_hh"), (3, 0, "weight_hh"), (3, 2, "head_weight")],
)
def test_where_there_is_no_path_it_says_so(t: int, k: int, parameter: str) -> None:
    gradient = backward(plain_problem("rnn"), window=3)
    with pytest.raises(ValueError, match=rf"no path from E_{t + 1} to {parameter} at step {k + 1}"):
        chain(gradient, t, k, parameter)


def test_an_unknown_parameter_is_named() -> None:
    gradient: GradientRecord = backward(plain_problem("rnn"))
    with pytest.raises(KeyError, match="no parameter 'W_hh'"):
        chain(gradient, 2, 0, "W_hh")
    with pytest.raises(KeyError):
        contributions(gradient, "W_hh")
