"""Every slip: both forms on the same input, and the consequence that the slip states."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from rnnviz.core import Array
from rnnviz.core.cells import CELLS, quantities
from rnnviz.core.slips import SLIPS, outcome
from rnnviz.state.settings import Outcome, Settings, from_preset


def with_slip(letter: str, cell: str, preset: str = "worked", **changes: Any) -> tuple[Settings, Outcome]:
    settings = replace(from_preset(cell, preset), slip=letter, **changes)
    return settings, settings.run()


def test_the_slips_of_the_cells_are_a_to_d_and_g() -> None:
    assert list(SLIPS) == ["a", "b", "c", "d", "g"]
    for letter, slip in SLIPS.items():
        assert slip.letter == letter
        assert set(slip.cells) <= set(CELLS)
        assert slip.source in ("S0", "S2", "S3", "S4")
        assert 1 <= slip.why.count(". ") + 1 <= 2
        assert slip.why.endswith(".")
        assert all(slip.form in CELLS[cell].forms for cell in slip.cells)


@pytest.mark.parametrize(("letter", "cell"), [(slip.letter, cell) for slip in SLIPS.values() for cell in slip.cells])
def test_the_right_form_is_the_settings_own_record(letter: str, cell: str) -> None:
    settings, both = with_slip(letter, cell)
    own = quantities(settings.record)
    for name, value in quantities(both.record).items():
        assert np.array_equal(value, own[name])
    assert (both.slip_record is not None) == (letter != "d")


def test_a_swapped_gates_forget_instead_of_keeping() -> None:
    settings, both = with_slip("a", "lstm", "keeps")
    assert np.array_equal(both.record.c, np.tile(settings.c0, (settings.steps, 1))), "right: kept for ever"
    assert np.array_equal(both.slip_record.c, both.slip_record.g), "f = 1, i = 0: all of g, nothing of c"
    _, elsewhere = with_slip("a", "lstm", "keeps", c0=settings.c0 + 7.0)
    assert np.array_equal(elsewhere.slip_record.c, both.slip_record.c), "where c started has left no trace"
    assert not np.array_equal(elsewhere.record.c, both.record.c)


def test_a_swapped_gates_follow_the_slides_formula_in_torch() -> None:
    settings, both = with_slip("a", "lstm")
    weight_ih, weight_hh, bias = (
        torch.tensor(value)
        for value in (settings.weights.weight_ih, settings.weights.weight_hh, settings.weights.bias_ih)
    )
    h, c = torch.tensor(settings.h0), torch.tensor(settings.c0)
    for t, x in enumerate(torch.tensor(settings.x)):
        i, f, g, o = (weight_ih @ x + weight_hh @ h + bias).chunk(4)
        c = f.sigmoid() * g.tanh() + i.sigmoid() * c
        h = o.sigmoid() * c.tanh()
        np.testing.assert_allclose(both.slip_record.c[t], c.numpy(), atol=1e-12)
        np.testing.assert_allclose(both.slip_record.h[t], h.numpy(), atol=1e-12)


def test_b_the_output_lags_one_step_behind_the_memory() -> None:
    settings, both = with_slip("b", "lstm")
    slide = both.slip_record
    memory = np.vstack([settings.c0, slide.c])
    np.testing.assert_allclose(slide.h, slide.o * np.tanh(memory[:-1]), atol=1e-15)
    assert slide.h[0].tolist() == [0.0, 0.0], "nothing is read of what step 1 wrote"
    assert abs(both.record.h[0]).min() > 0.01


def test_b_a_pulse_shows_one_step_late() -> None:
    _, both = with_slip("b", "lstm", "leaky")
    first = [int(np.flatnonzero(record.h[:, 0])[0]) for record in (both.record, both.slip_record)]
    assert first == [1, 2]


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("outputs", [None, 3])
def test_c_the_output_never_moves(cell: str, outputs: int | None) -> None:
    settings = replace(from_preset(cell, "leaky").with_head(outputs, softmax=outputs is not None), slip="c")
    settings = replace(settings, h0=np.array([0.5, -0.2]))
    both = settings.run()
    right, slide = both.head.p, both.slip_head.p
    assert slide.shape == (settings.steps, outputs or 2)
    assert np.ptp(slide, axis=0).tolist() == [0.0] * (outputs or 2)
    assert np.array_equal(slide[0], right[0])
    assert np.ptp(right, axis=0).max() > 0.01
    np.testing.assert_allclose(right.sum(axis=1), 1.0, rtol=1e-12)


def test_c_leaves_the_learners_choice_of_softmax() -> None:
    settings = replace(from_preset("gru", "worked").with_head(2, softmax=False), slip="c")
    both = settings.run()
    assert both.head.p is None
    assert both.slip_head.p is None
    assert np.ptp(both.slip_head.y, axis=0).tolist() == [0.0, 0.0]


def test_d_is_names_alone() -> None:
    _, both = with_slip("d", "lstm")
    assert both.slip_record is None
    assert both.slip_head is None
    names = SLIPS["d"].names
    assert len({row[0] for row in names}) == len(names)
    # the slide's one c_t is two things of PyTorch's, and its "input gate" and "control gate" are g and i
    assert {torchs for slides, _, torchs in names if "$c_t$" in slides} == {"$g_t$", "$c_t$"}
    assert {slides.split(" gate")[0]: torchs for slides, _, torchs in names if "gate" in slides} == {
        "input": "$g_t$",
        "control": "$i_t$",
        "forget": "$f_t$",
        "output": "$o_t$",
    }


def linear(settings: Settings, x: Array, h0: Array) -> Array:
    """h of the linear recurrence at every step, in closed form: W^t h0 + the sum over k of W^(t-k) (V x_k + b)."""
    w = settings.weights
    power = np.linalg.matrix_power
    drive = x @ w.weight_ih.T + w.bias_ih + w.bias_hh
    return np.array(
        [
            power(w.weight_hh, t + 1) @ h0 + sum(power(w.weight_hh, t - k) @ drive[k] for k in range(t + 1))
            for t in range(len(x))
        ]
    )


def test_g_is_a_linear_recurrence() -> None:
    settings, both = with_slip("g", "rnn")
    np.testing.assert_allclose(both.slip_record.h, linear(settings, settings.x, settings.h0), rtol=1e-10)
    assert abs(both.slip_record.h).max() > 10.0 > 1.0 >= abs(both.record.h).max(), "nothing holds h between -1 and 1"


def test_g_superposition_holds_without_tanh_and_fails_with_it() -> None:
    settings, _ = with_slip("g", "rnn")
    rng = np.random.default_rng(0)
    w = replace(settings.weights, bias_ih=np.zeros(2), bias_hh=np.zeros(2))
    a, b = rng.normal(size=(2, 10, 1))

    def both(x: Array) -> tuple[Array, Array]:
        made = outcome("rnn", x, w, np.zeros(2), np.zeros(2), slip="g")
        return made.record.h, made.slip_record.h

    (tanh_a, line_a), (tanh_b, line_b), (tanh_sum, line_sum), (tanh_twice, line_twice) = map(
        both, (a, b, a + b, 2.0 * a)
    )
    np.testing.assert_allclose(line_sum, line_a + line_b, atol=1e-12)
    np.testing.assert_allclose(line_twice, 2.0 * line_a, atol=1e-12)
    assert abs(tanh_sum - tanh_a - tanh_b).max() > 0.01
    assert abs(tanh_twice - 2.0 * tanh_a).max() > 0.01


def test_a_slip_of_another_cell_computes_nothing() -> None:
    settings = replace(from_preset("gru", "worked"), slip="a")
    assert settings.run().slip_record is None
