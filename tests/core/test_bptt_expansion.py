"""The slides' expansions term for term, and slip f."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz.core.bptt import backward
from rnnviz.core.cells import CELLS
from rnnviz.core.expansion import SLIDE_NAMES, expansion, expansions, slip_f
from rnnviz.core.losses import Loss
from rnnviz.learn import autograd
from tests.bptt_cases import plain_problem


def written(found: object) -> list[str]:
    return [" ".join(factor.name for factor in term.factors) for term in found.terms]


def test_the_terms_are_those_of_the_slides() -> None:
    """S3, "Updating W_0" and "Updating W_h": the longest path first."""
    gradient = backward(plain_problem("rnn"))
    assert [written(each) for each in expansions(gradient, "head_weight")] == [
        ["∂E_1/∂y_1 ∂y_1/∂head_weight"],
        ["∂E_2/∂y_2 ∂y_2/∂head_weight"],
        ["∂E_3/∂y_3 ∂y_3/∂head_weight"],
    ]
    one, two, three = expansions(gradient, "weight_hh")
    assert written(one) == ["∂E_1/∂y_1 ∂y_1/∂h_1 ∂h_1/∂weight_hh"]
    assert written(two) == [
        "∂E_2/∂y_2 ∂y_2/∂h_2 ∂h_2/∂h_1 ∂h_1/∂weight_hh",
        "∂E_2/∂y_2 ∂y_2/∂h_2 ∂h_2/∂weight_hh",
    ]
    assert written(three) == [
        "∂E_3/∂y_3 ∂y_3/∂h_3 ∂h_3/∂h_2 ∂h_2/∂h_1 ∂h_1/∂weight_hh",
        "∂E_3/∂y_3 ∂y_3/∂h_3 ∂h_3/∂h_2 ∂h_2/∂weight_hh",
        "∂E_3/∂y_3 ∂y_3/∂h_3 ∂h_3/∂weight_hh",
    ]


EXPANDED = [(cell, name) for cell in CELLS for name in SLIDE_NAMES if name in plain_problem(cell).parameters()]


@pytest.mark.parametrize(("cell", "name"), EXPANDED)
def test_the_totals_are_autograds(cell: str, name: str) -> None:
    problem = plain_problem(cell)
    found = expansions(backward(problem), name)
    assert [each.t for each in found] == [0, 1, 2]
    for each in found:
        np.testing.assert_allclose(each.total, autograd.gradients(problem, each.t)[name], rtol=1e-10, atol=1e-12)


def test_only_losses_that_are_there_and_steps_that_are_reached() -> None:
    last = Loss("squared", np.zeros((1, 2)), "last")
    assert expansions(backward(plain_problem("rnn", loss=last)), "weight_hh") == []
    assert len(expansions(backward(plain_problem("rnn", steps=2)), "weight_hh")) == 2
    windowed = expansion(backward(plain_problem("rnn"), window=2), 3, "weight_hh")
    assert [term.k for term in windowed.terms] == [2, 3]
    expected = autograd.gradients(plain_problem("rnn"), 3, window=2)["weight_hh"]
    np.testing.assert_allclose(windowed.total, expected, rtol=1e-10)


@pytest.mark.parametrize("cell", CELLS)
def test_slip_f_beside_the_right_form(cell: str) -> None:
    problem = plain_problem(cell)
    slip = slip_f(backward(problem))
    np.testing.assert_allclose(slip.right.total, autograd.gradients(problem, 2)["weight_ih"], rtol=1e-10, atol=1e-12)
    state = "(h, c)" if cell == "lstm" else "h"
    short = [f"∂E_3/∂{state}_3 ∂{state}_3/∂weight_ih", f"∂E_3/∂{state}_3 ∂{state}_3/∂{state}_2 ∂{state}_2/∂weight_ih"]
    error, last, before = f"∂E_3/∂{state}_3", f"∂{state}_3/∂{state}_2", f"∂{state}_2/∂{state}_1"
    assert written(slip.right) == [*short, f"{error} {last} {before} ∂{state}_1/∂weight_ih"]
    assert written(slip.unfinished) == [*short, f"{error} {last} {before}"]
    assert written(slip.repeated) == [*short, f"{error} {last} {last} ∂{state}_1/∂weight_ih"]
    assert slip.gap("right") == 0
    assert slip.gap("repeated") > 1e-6


def test_the_repeated_factor_by_hand() -> None:
    problem = plain_problem("rnn")
    gradient = backward(problem)
    h, w = gradient.forward.h, problem.weights.weight_hh
    error = (gradient.y[2] - problem.loss.target[2]) @ problem.head.weight
    step = np.diag(1 - h[2] ** 2) @ w
    deep = error @ step @ step @ np.diag(1 - h[0] ** 2)
    slip = slip_f(gradient)
    np.testing.assert_allclose(slip.repeated.terms[2].value, np.outer(deep, problem.x[0]), rtol=1e-12)
    np.testing.assert_allclose(slip.unfinished.terms[2].value, error @ step @ np.diag(1 - h[1] ** 2) @ w, rtol=1e-12)


def test_the_unfinished_form_adds_up_by_accident_alone() -> None:
    """A row of H numbers fits no gradient of W_ih (H, 2), but with one input it does, and is wrong."""
    assert slip_f(backward(plain_problem("rnn"))).unfinished.total is None
    assert slip_f(backward(plain_problem("rnn"))).gap("unfinished") is None
    problem = plain_problem("rnn")
    weights = type(problem.weights)(problem.weights.weight_ih[:, :1], *list(vars(problem.weights).values())[1:])
    one_input = plain_problem("rnn", x=problem.x[:, :1], weights=weights)
    slip = slip_f(backward(one_input))
    assert slip.unfinished.total.shape == (3, 1)
    assert slip.gap("unfinished") > 1e-6


@pytest.mark.parametrize(
    ("how", "window", "parameter"),
    [
        ({"steps": 2}, None, "weight_ih"),
        ({}, 2, "weight_ih"),
        ({}, None, "head_weight"),
        ({"loss": Loss("squared", np.zeros((1, 2)), "last")}, None, "weight_ih"),
    ],
)
def test_slip_f_needs_an_e_3(how: dict[str, object], window: int | None, parameter: str) -> None:
    with pytest.raises(ValueError, match="the slide expands E_3 by a weight of the cell"):
        slip_f(backward(plain_problem("rnn", **how), window=window), parameter)
