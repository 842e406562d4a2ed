"""The checker that the page shows live: errors planted in any one factor turn it red."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from rnnviz.core import losses
from rnnviz.core.bptt import Problem, backward, check, checks, record
from rnnviz.core.cell import DERIVATIVES, LocalDerivatives
from rnnviz.core.cells import CELLS
from rnnviz.core.head import Head
from rnnviz.core.spectrum import with_radius
from rnnviz.learn import autograd
from tests.bptt_cases import plain_problem, random_weights

SLOPES = [
    ("rnn", "tanh", lambda a, h: 1 - h),
    ("rnn", "relu", lambda a, h: np.ones_like(a)),
    ("rnn", "identity", lambda a, h: h),
    ("lstm", "tanh", lambda a, h: 1 - h),
    ("lstm", "sigmoid", lambda a, s: s * (1 + s)),
    ("gru", "tanh", lambda a, h: 1 - h),
    ("gru", "sigmoid", lambda a, s: 1 - s),
    ("mingru", "sigmoid", lambda a, s: 1 - s),
    ("mingru", "identity", lambda a, n: n),
]
FIELDS = [("rnn", "ih"), ("rnn", "hh")] + [("lstm", f) for f in ("through", "ih", "hh", "readout")]
FIELDS += [("gru", f) for f in ("through", "ih", "hh")] + [("mingru", f) for f in ("through", "ih")]
RECURRENT = [name for name, cell in CELLS.items() if "weight_hh" in cell.arrays]


def red(problem: Problem) -> bool:
    return not check(backward(problem), autograd.gradients(problem)).ok


def square(cell: str) -> Problem:
    """As many outputs as units, so that a head transposed by mistake still fits."""
    rng = np.random.default_rng(3)
    loss = losses.Loss("squared", rng.normal(size=(5, 3)))
    return plain_problem(cell, head=Head(rng.normal(size=(3, 3)), np.zeros(3)), loss=loss)


@pytest.mark.parametrize("cell", CELLS)
def test_without_an_error_it_is_green(cell: str) -> None:
    assert not red(square(cell))


@pytest.mark.parametrize(("cell", "name", "wrong"), SLOPES)
def test_a_wrong_slope_is_caught(
    cell: str, name: str, wrong: Callable[..., np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    """1 - h instead of 1 - h^2, and the like."""
    problem = plain_problem(cell, activation=name if cell == "rnn" else "tanh")
    assert not red(problem)
    monkeypatch.setitem(DERIVATIVES, name, wrong)
    assert red(problem)


@pytest.mark.parametrize("cell", RECURRENT)
def test_a_missing_transpose_of_the_weights_is_caught(cell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right = record.state_jacobians

    def transposed(diagonals: LocalDerivatives, weight: np.ndarray, paths: object) -> np.ndarray:
        blocks = weight.reshape(-1, *weight.shape[1:] * 2).transpose(0, 2, 1)
        return right(diagonals, blocks.reshape(weight.shape), paths)

    monkeypatch.setattr(record, "state_jacobians", transposed)
    assert red(square(cell))


@pytest.mark.parametrize("cell", RECURRENT)
def test_a_missing_transpose_of_a_jacobian_is_caught(cell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right = record.state_jacobians
    monkeypatch.setattr(record, "state_jacobians", lambda *given: right(*given).swapaxes(1, 2))
    assert red(square(cell))


@pytest.mark.parametrize("cell", CELLS)
def test_a_missing_transpose_of_the_head_is_caught(cell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right = record.seeds
    monkeypatch.setattr(record, "seeds", lambda dy, head, size: right(dy, Head(head.weight.T, head.bias), size))
    assert red(square(cell))


@pytest.mark.parametrize("kind", losses.LOSSES)
def test_a_wrong_error_is_caught(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    target = np.array([0, 1, 1, 0, 1]) if kind == "cross_entropy" else np.zeros((5, 2))
    problem = plain_problem("rnn", loss=losses.Loss(kind, target))
    assert not red(problem)
    right = losses.LOSSES[kind]
    monkeypatch.setitem(losses.LOSSES, kind, replace(right, gradient=lambda y, target: 2 * right.gradient(y, target)))
    assert red(problem)


@pytest.mark.parametrize(("cell", "name"), FIELDS)
def test_a_millionth_in_any_local_derivative_is_caught(cell: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right = record.local_derivatives

    def off(*given: object) -> LocalDerivatives:
        diagonals = right(*given)
        return replace(diagonals, **{name: getattr(diagonals, name) * (1 + 1e-6)})

    monkeypatch.setattr(record, "local_derivatives", off)
    assert red(square(cell))


def test_a_wrong_end_of_a_weight_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """h_t where h_{t-1} stood; and a product of paths that is right while their list is not."""
    problem = square("gru")
    assert not red(problem)
    ends = record.ends
    with monkeypatch.context() as patch:
        patch.setattr(record, "ends", lambda rows, dy, local, run: ends(rows, dy, local, replace(run, h_prev=run.h)))
        assert check(backward(problem), autograd.gradients(problem)).wrong == ("weight_hh",)
    right = checks.contributions
    monkeypatch.setattr(checks, "contributions", lambda *given: right(*given)[1:])
    assert red(problem)


@pytest.mark.parametrize("cell", CELLS)
def test_it_looks_at_every_name(cell: str) -> None:
    problem = square(cell)
    gradient, reference = backward(problem), autograd.gradients(problem)
    for name, value in reference.items():
        moved, step = value.copy(), 1e-9 * max(1.0, np.abs(value).max())
        moved.flat[-1] += step
        found = check(gradient, reference | {name: moved})
        assert found.wrong == (name,)
        assert found.max_abs_diff[name] == pytest.approx(step, rel=1e-4)
    states = {f"d{state}{start}" for state in CELLS[cell].states for start in ("", "0")}
    assert set(reference) == {*CELLS[cell].arrays, "head_weight", "head_bias"} | states


def test_it_is_red_for_nan_and_not_for_an_explosion_both_agree_on() -> None:
    problem = square("rnn")
    gradient, reference = backward(problem), autograd.gradients(problem)
    assert check(gradient, reference | {"dh": reference["dh"] * np.nan}).wrong == ("dh",)
    infinite = np.full(3, np.inf)
    assert check(replace(gradient, start=np.stack([infinite] * 5)), reference | {"dh0": infinite}).ok


def test_a_reference_that_does_not_fit_is_an_error() -> None:
    problem = square("rnn")
    gradient, reference = backward(problem), autograd.gradients(problem)
    with pytest.raises(ValueError, match=r"dh0 is \(3,\), but the reference has \(2,\)"):
        check(gradient, reference | {"dh0": np.zeros(2)})
    with pytest.raises(KeyError, match="dh0"):
        check(gradient, {name: value for name, value in reference.items() if name != "dh0"})


def test_an_exploding_gradient_is_compared_by_its_size() -> None:
    """1.3^100 = 2e11: 1e-10 of that is allowed, and a millionth of it is not."""
    rng = np.random.default_rng(0)
    weights = with_radius(random_weights(rng, "rnn", 2, 3), 1.3)
    problem = plain_problem("rnn", steps=100, activation="identity", weights=weights)
    gradient, reference = backward(problem), autograd.gradients(problem)
    assert np.abs(reference["weight_hh"]).max() > 1e15
    assert check(gradient, reference).ok
    assert check(gradient, reference | {"weight_hh": reference["weight_hh"] * (1 + 1e-6)}).wrong == ("weight_hh",)
