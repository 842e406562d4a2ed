"""Every number of the backward pass against torch's autograd (float64), fused torch layers and finite differences."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from rnnviz.core.bptt import (
    Problem,
    backward,
    central_differences,
    chain,
    check,
    contributions,
    gradients_of,
    of_states,
    product,
)
from rnnviz.core.bptt.checks import STEP, moved
from rnnviz.core.cells import CELLS, IN_TORCH, run
from rnnviz.core.head import apply_head
from rnnviz.core.losses import Loss
from rnnviz.learn import autograd
from tests.bptt_cases import plain_problem, random_problem

CASES = [(cell, seed) for cell in CELLS for seed in range(72)]  # 216
PATHS = [{"cell": cell, "gates": gates} for cell in (True, False) for gates in (True, False)]
FUSED = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}


@pytest.mark.parametrize("cell", CELLS)
def test_every_gradient_equals_autograd_on_216_random_cases(cell: str) -> None:
    for kind, seed in CASES:
        if kind == cell:
            problem = random_problem(cell, seed)
            found = check(backward(problem), autograd.gradients(problem))
            assert found.ok, (seed, found)


@pytest.mark.parametrize("cell", CELLS)
def test_every_single_loss_equals_autograd_and_they_add_up(cell: str) -> None:
    for seed in range(0, 72, 4):
        problem = random_problem(cell, seed + seed // 4 % 4)
        gradient = backward(problem)
        parts = []
        for t in range(len(problem.x)):
            found = check(gradient, autograd.gradients(problem, t), t)
            assert found.ok, (seed, t, found)
            parts.append(gradients_of(gradient, t))
        for name, whole in gradient.gradients.items():
            np.testing.assert_allclose(sum(part[name] for part in parts), whole, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("paths", PATHS, ids=str)
@pytest.mark.parametrize("cell", CELLS)
def test_switched_paths_and_windows_equal_a_detached_graph(cell: str, paths: dict[str, bool]) -> None:
    for seed in range(12):
        problem = random_problem(cell, seed)
        for window in (None, 1, 2, 4):
            gradient = backward(problem, paths=paths, window=window)
            found = check(gradient, autograd.gradients(problem, paths=paths, window=window))
            assert found.ok, (seed, window, found)


@pytest.mark.parametrize("form", ["swapped", "lagging"])
def test_the_slides_slips_have_right_gradients_of_their_own(form: str) -> None:
    """Slips a and b change the forward pass; backward follows."""
    for seed in range(24):
        problem = random_problem("lstm", seed, form=form)
        assert check(backward(problem), autograd.gradients(problem)).ok, seed


@pytest.mark.parametrize("cell", CELLS)
def test_every_path_is_its_contribution_and_paths_add_up(cell: str) -> None:
    """A product of the chain's matrices for every E_t, k and parameter, against autograd through step k's own copy."""
    for seed in range(0, 72, 6):
        problem = random_problem(cell, seed + seed // 6 % 6)
        gradient, last = backward(problem), len(problem.x) - 1
        expected = step_copies(problem, last)
        for name in problem.parameters():
            parts = contributions(gradient, name, last)
            np.testing.assert_allclose(parts, expected[name], rtol=1e-10, atol=1e-10, err_msg=name)
            for k in range(last if name.startswith("head") else 0, last + 1):
                np.testing.assert_allclose(product(chain(gradient, last, k, name)), parts[k], rtol=1e-10, atol=1e-10)
            total = contributions(gradient, name).sum(axis=0)
            np.testing.assert_allclose(total, gradient.gradients[name], rtol=1e-10, atol=1e-10)


def step_copies(problem: Problem, of: int) -> dict[str, np.ndarray]:
    """dE_of by a copy of every parameter of each step's own, (T, *shape): every step's direct part, by autograd."""
    copies = [{n: autograd.leaf(v) for n, v in problem.parameters().items()} for _ in problem.x]
    start = {"h": torch.tensor(problem.h0), "c": torch.tensor(problem.c0)}
    states = {name: start[name] for name in CELLS[problem.cell].states}
    both = {"cell": True, "gates": True}
    for t, own in enumerate(copies[: of + 1]):
        states = autograd.advance(problem, own, t, states, both)
    last = autograd.Segment(of, of + 1, (of,))
    autograd.total_loss(problem, copies[of], last, [states]).backward()
    return {name: np.stack([autograd.gradient(own[name]) for own in copies]) for name in copies[0]}


@pytest.mark.parametrize("cell", CELLS)
def test_central_differences_agree_on_216_random_cases(cell: str) -> None:
    """One entry, by chance, of every parameter of every case."""
    for kind, seed in CASES:
        if kind == cell:
            problem, rng = random_problem(cell, seed), np.random.default_rng(seed)
            for name, slope in backward(problem).gradients.items():
                entry = tuple(rng.integers(0, slope.shape))
                up, down = (moved(problem, name, problem.parameters()[name], entry, by) for by in (STEP, -STEP))
                assert (up - down) / (2 * STEP) == pytest.approx(slope[entry], rel=1e-6, abs=1e-6), (seed, name)


@pytest.mark.parametrize("cell", CELLS)
def test_central_differences_of_every_entry(cell: str) -> None:
    problem = plain_problem(cell)
    found = central_differences(problem)
    for name, slope in backward(problem).gradients.items():
        np.testing.assert_allclose(found[name], slope, rtol=1e-6, atol=1e-6, err_msg=name)
    assert list(central_differences(problem, ["bias_ih"])) == ["bias_ih"]


@pytest.mark.parametrize("cell", CELLS)
def test_states_gradients_by_moving_the_state_itself(cell: str) -> None:
    """dL/dh_k and the whole dL/dc_k: nudge the state, run on from there, look at the loss."""
    for seed in range(8):
        problem = random_problem(cell, seed)
        states = of_states(backward(problem))
        for name, slopes in states.items():
            for k, unit in np.ndindex(slopes.shape):
                up, down = (nudged_loss(problem, name, k, unit, by) for by in (STEP, -STEP))
                assert (up - down) / (2 * STEP) == pytest.approx(slopes[k, unit], rel=1e-6, abs=1e-6), (seed, name, k)


def nudged_loss(problem: Problem, name: str, k: int, unit: int, by: float) -> float:
    record = problem.run()
    h, c = record.h[k].copy(), record.c[k].copy() if problem.cell == "lstm" else None
    (h if name == "h" else c)[unit] += by
    if name == "c":
        h = record.o[k] * np.tanh(c)
    states = np.concatenate([record.h[:k], h[None]])
    if k + 1 < len(problem.x):
        clamps = {gate: values[k + 1 :] for gate, values in problem.clamps.items()}
        rest = run(
            problem.cell, problem.x[k + 1 :], problem.weights, h, c, activation=problem.activation, clamps=clamps
        )
        states = np.concatenate([states, rest.h])
    return float(problem.loss.values(apply_head(problem.head, states).y).sum())


@pytest.mark.parametrize("cell", IN_TORCH)
def test_the_parameters_gradients_equal_torchs_fused_layers(cell: str) -> None:
    """nn.RNN, nn.LSTM, nn.GRU with nn.Linear: no code in common with the composed oracle."""
    for seed in range(40):
        problem = random_problem(cell, seed, clamped=False)
        if problem.activation == "identity":
            problem = replace(problem, activation="tanh")
        gradient, expected = backward(problem), fused(problem)
        for name, value in expected.items():
            found = gradient.gradients.get(name, getattr(gradient, name, None))
            np.testing.assert_allclose(found, value, rtol=1e-10, atol=1e-10, err_msg=f"{name}, seed {seed}")


def fused(problem: Problem) -> dict[str, np.ndarray]:
    """Gradients of the parameters and of h_0 (and c_0) from torch's own layer."""
    options = {"nonlinearity": problem.activation} if problem.cell == "rnn" else {}
    sizes = problem.weights.input_size, problem.weights.hidden_size
    layer = FUSED[problem.cell](*sizes, dtype=torch.float64, **options)
    layer.load_state_dict({f"{n}_l0": torch.tensor(v) for n, v in vars(problem.weights).items()})
    head = torch.nn.Linear(sizes[1], len(problem.head.bias), dtype=torch.float64)
    head.load_state_dict({"weight": torch.tensor(problem.head.weight), "bias": torch.tensor(problem.head.bias)})
    start = {"dh0": autograd.leaf(problem.h0)} | ({"dc0": autograd.leaf(problem.c0)} if problem.cell == "lstm" else {})
    first = tuple(value[None] for value in start.values())
    out, _ = layer(torch.tensor(problem.x), first if problem.cell == "lstm" else first[0])
    fused_loss(problem.loss, head(out)).backward()
    found = {n.removesuffix("_l0"): p.grad.numpy() for n, p in layer.named_parameters()}
    found |= {f"head_{n}": p.grad.numpy() for n, p in head.named_parameters()}
    return found | {name: value.grad.numpy() for name, value in start.items()}


def fused_loss(loss: Loss, y: torch.Tensor) -> torch.Tensor:
    """Written out, with the factor 1/2 and the sums by hand."""
    y, target = y[loss.steps(len(y))], torch.tensor(loss.target)
    if loss.kind == "squared":
        return ((y - target) ** 2).sum() / 2
    return -F.log_softmax(y, dim=-1)[torch.arange(len(y)), target.long()].sum()


def test_a_window_as_long_as_the_run_changes_nothing_but_the_initial_state() -> None:
    problem = plain_problem("lstm", steps=6)
    whole, windowed, short = backward(problem), backward(problem, window=6), backward(problem, window=3)
    np.testing.assert_array_equal(whole.signals, windowed.signals)
    assert not np.allclose(whole.gradients["weight_hh"], short.gradients["weight_hh"])
    assert (whole.start[5] != 0).any()
    assert (windowed.start[5] == 0).all()
    assert [short.reaches(5, k) for k in range(7)] == [False, False, False, True, True, True, False]


def test_the_record_is_the_callers_own() -> None:
    problem = plain_problem("gru")
    record = problem.run()
    gradient = backward(problem, record)
    assert gradient.forward is record
    assert gradient.value == pytest.approx(problem.value(), rel=1e-15)


@pytest.mark.parametrize("cell", CELLS)
def test_one_unit_one_step_and_long_wide_runs(cell: str) -> None:
    for steps, hidden in [(1, 1), (1, 6), (60, 16)]:
        problem = plain_problem(cell, steps=steps, hidden=hidden)
        assert check(backward(problem), autograd.gradients(problem)).ok


def test_a_window_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="window must be at least 1, got 0"):
        backward(plain_problem("rnn"), window=0)


def test_a_parameter_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError, match="no parameter weight_xh; there are weight_ih"):
        plain_problem("rnn").with_parameters({"weight_xh": np.zeros((3, 3))})
