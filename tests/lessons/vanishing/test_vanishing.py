"""The vanishing page's numbers: closed forms, autograd's Jacobians of the LSTM's memory, clipping as torch clips."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from rnnviz.core.bptt import BOTH_PATHS, backward, state_jacobians
from rnnviz.core.bptt.record import local_derivatives
from rnnviz.core.cells import CELLS
from rnnviz.core.spectrum import bound, with_forget_bias
from rnnviz.learn import autograd
from rnnviz.lessons.vanishing import (
    INPUTS,
    KINDS,
    LR,
    MATRICES,
    PRESETS,
    VanishingState,
    changed,
    comparison,
    problem,
    remedies,
    spread,
)
from rnnviz.lessons.vanishing.choices import CELL_ALONE
from rnnviz.lessons.vanishing.lines import compared
from rnnviz.lessons.vanishing.net import input_of, weights_of
from tests.bptt_cases import plain_problem

SMALL = VanishingState(steps=12, hidden=5)


def sigmoid(a: float) -> float:
    return 1.0 / (1.0 + np.exp(-a))


@pytest.mark.parametrize("hidden", [1, 16, 32])
def test_orthogonal_and_identity_keep_every_norm_at_1(hidden: int) -> None:
    found = spread(VanishingState(matrix="orthogonal", radius=1.0, activation="identity", steps=100, hidden=hidden))
    np.testing.assert_allclose(found.singular_values, np.ones((100, hidden)), atol=1e-12)
    np.testing.assert_allclose(found.bound, np.ones(100), atol=1e-12)
    assert found.horizon is None


@pytest.mark.parametrize("radius", [0.5, 1.25])
def test_orthogonal_and_identity_follow_the_radius(radius: float) -> None:
    found = spread(VanishingState(matrix="orthogonal", radius=radius, activation="identity"))
    np.testing.assert_allclose(found.norm, radius ** np.arange(100.0), rtol=1e-11)
    np.testing.assert_allclose(np.abs(found.eigenvalues), radius, rtol=1e-12)


@pytest.mark.parametrize("matrix", MATRICES)
@pytest.mark.parametrize("cell", CELLS)
def test_every_block_has_the_radius_of_the_knob(cell: str, matrix: str) -> None:
    for radius in (0.0, 0.9, 2.0):
        weights = weights_of(replace(SMALL, matrix=matrix, radius=radius), cell)
        for block in weights.weight_hh.reshape(-1, 5, 5):
            assert np.abs(np.linalg.eigvals(block)).max() == pytest.approx(radius, abs=1e-12)


@pytest.mark.parametrize("activation", ["tanh", "relu", "identity"])
@pytest.mark.parametrize("matrix", MATRICES)
def test_no_norm_is_above_the_bound(matrix: str, activation: str) -> None:
    for seed in range(5):
        found = spread(replace(SMALL, matrix=matrix, radius=1.3, activation=activation, seed=seed))
        assert (found.norm <= found.bound * (1 + 1e-12)).all()
        np.testing.assert_array_equal(
            found.bound, bound(weights_of(replace(SMALL, matrix=matrix, radius=1.3, seed=seed), "rnn").weight_hh, 11)
        )
        assert 0 <= found.slope <= 1


def test_without_input_tanh_is_as_good_as_no_activation() -> None:
    silent = spread(replace(SMALL, source="silence"))
    np.testing.assert_array_equal(silent.norm, spread(replace(SMALL, activation="identity")).norm)
    assert silent.slope == 1.0


def memory_by_autograd(setup: VanishingState, k: int, paths: dict[str, bool]) -> np.ndarray:
    """dc_T/dc_k with h_k = o_k tanh(c_k) moving along, step by step through torch's primitives."""
    task = problem(setup, "lstm")
    record, parameters = task.run(), {name: torch.tensor(value) for name, value in task.parameters().items()}

    def last(c: torch.Tensor) -> torch.Tensor:
        states = {"h": torch.tensor(record.o[k]) * torch.tanh(c), "c": c}
        for t in range(k + 1, setup.steps):
            states = autograd.advance(task, parameters, t, states, paths)
        return states["c"]

    return torch.autograd.functional.jacobian(last, torch.tensor(record.c[k])).numpy()


@pytest.mark.parametrize("kind", ["lstm", "cell", "gates"])
def test_the_lstms_memory_by_memory_is_autograds(kind: str) -> None:
    for seed in range(3):
        setup = replace(SMALL, seed=seed, forget=1.5, radius=1.4, strength=1.0)
        norm = comparison(setup).lines[kind].norm
        expected = [np.linalg.norm(memory_by_autograd(setup, 11 - d, dict(KINDS[kind].paths)), 2) for d in range(12)]
        np.testing.assert_allclose(norm, expected, rtol=1e-10, atol=1e-15)


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_h_by_h_is_autograds(cell: str) -> None:
    task = problem(replace(SMALL, forget=1.0), cell)
    record, parameters = task.run(), {name: torch.tensor(value) for name, value in task.parameters().items()}
    norm = comparison(replace(SMALL, forget=1.0, scope="h")).lines[cell].norm
    for d in (1, 5, 11):

        def last(h: torch.Tensor, d: int = d) -> torch.Tensor:
            states = {"h": h} | ({"c": torch.tensor(record.c[11 - d])} if cell == "lstm" else {})
            for t in range(12 - d, 12):
                states = autograd.advance(task, parameters, t, states, dict(BOTH_PATHS))
            return states["h"]

        jacobian = torch.autograd.functional.jacobian(last, torch.tensor(record.h[11 - d]))
        assert norm[d] == pytest.approx(np.linalg.norm(jacobian.numpy(), 2), rel=1e-10)


def test_the_memory_alone_is_the_product_of_the_forget_gates() -> None:
    setup = replace(SMALL, forget=2.0, strength=1.0)
    f = problem(setup, "lstm").run().f
    products = [np.prod(f[12 - d :], axis=0).max() for d in range(12)]
    np.testing.assert_allclose(comparison(setup).lines["cell"].norm, products, rtol=1e-12)


@pytest.mark.parametrize("bias", [-2.0, 0.0, 3.0, 8.0])
def test_with_silent_gates_all_paths_are_sigma_of_the_bias(bias: float) -> None:
    found = comparison(VanishingState(radius=0.0, strength=0.0, forget=bias, update=bias))
    np.testing.assert_allclose(found.lines["lstm"].norm, sigmoid(bias) ** np.arange(100.0), rtol=1e-11)
    np.testing.assert_allclose(found.lines["gru"].norm, sigmoid(bias) ** np.arange(100.0), rtol=1e-11)
    assert found.kept == pytest.approx({"lstm": sigmoid(bias), "gru": sigmoid(bias)}, rel=1e-12)
    assert found.lines["rnn"].horizon == 1


def test_f_of_1_with_the_gates_off_keeps_exactly_1() -> None:
    task = replace(plain_problem("lstm", steps=50), clamps={"f": np.ones(50)})
    local = local_derivatives(task.run(), task.activation, task.clamps, task.form)
    kept = compared(state_jacobians(local, task.weights.weight_hh, CELL_ALONE), local, "memory")
    np.testing.assert_array_equal(kept, np.broadcast_to(np.eye(3), (50, 3, 3)))


def test_the_forget_bias_moves_the_horizon() -> None:
    horizons = [
        comparison(VanishingState(forget=bias, strength=0.0)).lines["cell"].horizon for bias in (0.0, 1.0, 2.0, 4.0)
    ]
    assert horizons == [7, 15, 37, None]  # log 0.01 / log sigma(bias), rounded up


def test_clipping_and_window_equal_torchs() -> None:
    setup = replace(SMALL, radius=1.2, activation="identity", at="every", window=4, clip=0.7)
    task, found = problem(setup), remedies(setup)
    for remedy, window, clip in zip(found.all, (None, None, 4, 4), (None, 0.7, None, 0.7), strict=True):
        parameters = [torch.nn.Parameter(torch.tensor(value)) for value in task.parameters().values()]
        slopes = autograd.gradients(task, window=window)
        for name, parameter in zip(task.parameters(), parameters, strict=True):
            parameter.grad = torch.tensor(slopes[name])
        if clip:
            torch.nn.utils.clip_grad_norm_(parameters, clip)
        grads = [parameter.grad for parameter in parameters if parameter.grad is not None]
        length = torch.nn.utils.get_total_norm(grads).item()
        assert remedy.norm == pytest.approx(length, rel=1e-10)
        torch.optim.SGD(parameters, LR).step()
        moved = {name: p.detach().numpy() for name, p in zip(task.parameters(), parameters, strict=True)}
        assert remedy.after == pytest.approx(task.with_parameters(moved).value(), rel=1e-9)
    assert found.before == task.value()


def test_a_window_cuts_what_is_far_and_leaves_the_rest_as_it_was() -> None:
    found = remedies(replace(SMALL, window=4))
    np.testing.assert_array_equal(found.cut.parts[4:], np.zeros(8))
    np.testing.assert_array_equal(found.cut.parts[:4], found.whole.parts[:4])
    assert (found.whole.parts[:11] > 0).all()
    assert found.cut.cosine < found.whole.cosine == pytest.approx(1.0)


def test_clipping_keeps_the_direction() -> None:
    found = remedies(replace(SMALL, clip=0.01))
    assert found.clipped.cosine == pytest.approx(1.0, abs=1e-12)
    assert found.clipped.norm == pytest.approx(0.01, rel=1e-3)
    np.testing.assert_allclose(found.clipped.parts, found.clipped.coefficient * found.whole.parts)


def test_parts_are_those_of_the_weights_gradient() -> None:
    gradient = backward(problem(SMALL))
    signal = gradient.signals[-1] * (1 - gradient.forward.h**2)  # dE/da_k; h_prev stands at the weight's input
    parts = np.linalg.norm(signal, axis=1) * np.linalg.norm(gradient.forward.h_prev, axis=1)
    np.testing.assert_allclose(remedies(SMALL).whole.parts, parts[::-1], rtol=1e-12)


def test_the_input_is_the_same_for_all_cells_and_goes_on_as_it_began() -> None:
    for source in INPUTS:
        long, short = (input_of(replace(SMALL, source=source, steps=steps)) for steps in (60, 12))
        np.testing.assert_array_equal(long[:12], short)
        for cell in CELLS:
            np.testing.assert_array_equal(problem(replace(SMALL, source=source), cell).x, short)


def test_strength_scales_the_input_and_seeds_differ() -> None:
    weak, strong = (weights_of(replace(SMALL, strength=s), "gru").weight_ih for s in (0.5, 1.0))
    np.testing.assert_allclose(2 * weak, strong)
    assert not np.array_equal(strong, weights_of(replace(SMALL, strength=1.0, seed=1), "gru").weight_ih)


def test_a_window_of_the_whole_run_is_none() -> None:
    assert changed(SMALL, window=12).window == 0
    assert changed(replace(SMALL, window=8), steps=8).reach is None
    assert changed(SMALL, window=11).reach == 11


def test_the_bias_of_the_forget_gate_is_all_there_is() -> None:
    weights = weights_of(replace(SMALL, forget=3.0), "lstm")
    np.testing.assert_array_equal(weights.bias_ih, with_forget_bias(weights, 3.0).bias_ih)
    assert weights.bias_ih.sum() == 15.0


def arriving(preset: str) -> dict[str, float]:
    return {key: line.arriving for key, line in comparison(PRESETS[preset].setup).lines.items()}


CLAIMS = {
    "fades": lambda: spread(PRESETS["fades"].setup).norm[20] < 0.01,
    "explodes": lambda: spread(PRESETS["explodes"].setup).arriving > 1e4,
    "keeps": lambda: np.allclose(spread(PRESETS["keeps"].setup).norm, 1.0, atol=1e-12),
    "brakes": lambda: spread(PRESETS["brakes"].setup).arriving < 1e-10 and spread(PRESETS["brakes"].setup).slope < 0.5,
    "misleads": lambda: (
        spread(PRESETS["misleads"].setup).norm[-1] > 1e3
        and abs(spread(PRESETS["misleads"].setup).radius - 0.8) < 1e-9
        and spread(PRESETS["misleads"].setup).largest > 1
    ),
    "clips": lambda: (
        (found := remedies(PRESETS["clips"].setup)).whole.after > 1e6 * found.before
        and found.clipped.after < found.before
        and abs(found.clipped.norm - 1) < 1e-5
        and abs(found.clipped.cosine - 1) < 1e-12
    ),
    "cuts": lambda: (
        (found := remedies(PRESETS["cuts"].setup)).cut.parts[10:].max() == 0
        and found.whole.parts[10:90].min() > 0.5
        and found.cut.cosine < 0.6
    ),
    "lstm_keeps": lambda: 0.6 < (found := arriving("lstm_keeps"))["cell"] < 0.7 and found["rnn"] < 1e-16,
    "lstm_fades": lambda: (
        (lines := comparison(PRESETS["lstm_fades"].setup).lines)["lstm"].horizon <= lines["rnn"].horizon
        and abs(comparison(PRESETS["lstm_fades"].setup).kept["lstm"] - 0.5) < 0.01
    ),
    "rnn_keeps": lambda: abs((found := arriving("rnn_keeps"))["rnn"] - 1) < 1e-12 and found["lstm"] < 1e-12,
    "highway": lambda: (
        (found := arriving("highway"))["rnn"] == 0.0
        and abs(found["lstm"] - found["cell"]) < 1e-12
        and found["cell"] > 0.5
    ),
}


@pytest.mark.parametrize("key", PRESETS)
def test_what_a_preset_says_is_so(key: str) -> None:
    assert CLAIMS[key]()
