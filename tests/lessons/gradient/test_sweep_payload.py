"""What the sweep stage is sent: plain, finite, modest, and number for number what the core computed."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from rnnviz.core.bptt import PARAMETERS, GradientRecord, backward, chain, contributions, number_chain, running_products
from rnnviz.core.cells import CELLS
from rnnviz.core.expansion import expansion, slip_f
from rnnviz.core.losses import Loss
from rnnviz.core.slips import two_outputs
from rnnviz.lessons.gradient.sweep import sweep_lasting
from rnnviz.lessons.gradient.sweep_path import MOST_NUMBERS
from rnnviz.lessons.gradient.sweep_payload import sweep_payload
from rnnviz.state.settings import Settings, from_preset
from rnnviz.ui.loss.loss_controls import problem_of

VALUES = (0.2, 0.1, 0.01, 0.02)
MOST_BYTES = 1_000_000


def made(cell: str, steps: int = 5, hidden: int = 2, loss: Loss | None = None) -> tuple[Settings, GradientRecord]:
    """The random preset on noise, with the usual loss at every step."""
    settings = from_preset(cell, "random", 3).resized(1, hidden)
    settings = settings.with_source(replace(settings.source, kind="noise", steps=steps))
    return settings, backward(problem_of(settings, loss or Loss("squared", np.tile([1.0, 0.0], (steps, 1)))))


def sent(settings: Settings, gradient: GradientRecord, of: int, parameter: str = "weight_ih") -> dict[str, Any]:
    """Through JSON as the browser gets it, which knows neither NaN nor infinity."""
    data = sweep_payload(settings, gradient, of=of, parameter=parameter, values=VALUES, rev="r", query={}, moves={})
    text = json.dumps(sweep_lasting(gradient, parameter).content | data, allow_nan=False)
    assert len(text) < MOST_BYTES
    return dict(json.loads(text))


@pytest.mark.parametrize("cell", CELLS)
def test_the_forward_pass(cell: str) -> None:
    settings, gradient = made(cell)
    net = sent(settings, gradient, 4)["net"]
    for name in ("x", *CELLS[cell].states):
        np.testing.assert_array_equal(net[name], getattr(gradient.forward, name))
    np.testing.assert_array_equal(net["y"], gradient.y)
    np.testing.assert_array_equal(net["errors"], gradient.errors)
    assert net["head"]["weight"] == two_outputs(2).weight.tolist()
    assert net["start"] == {name: [0.0, 0.0] for name in CELLS[cell].states}


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("which", ["L", "E"])
def test_the_sweep_and_what_it_is_the_sum_of(cell: str, which: str) -> None:
    settings, gradient = made(cell)
    of = 2
    sweep = sent(settings, gradient, of)["sweeps"][which]
    rows = gradient.signals.sum(axis=0) if which == "L" else gradient.signals[of]
    parts, hidden = sweep["parts"], gradient.hidden_size
    np.testing.assert_array_equal(parts["rows"], rows)
    np.testing.assert_allclose(np.array(parts["own"]) + np.array(parts["later"])[:, :hidden], sweep["dh"], atol=1e-15)
    np.testing.assert_allclose(sweep["norms"]["h"][1:], np.linalg.norm(sweep["dh"], axis=1))
    assert sweep["value"] == pytest.approx(gradient.value if which == "L" else gradient.errors[of])
    if which == "L":
        np.testing.assert_array_equal(sweep["dh"], gradient.dh)
        np.testing.assert_array_equal(sweep["start"]["h"], gradient.dh0)
    if cell == "lstm":
        read = gradient.local.readout
        whole = np.array(parts["later"])[:, hidden:] + np.array(sweep["dh"]) * read
        np.testing.assert_allclose(sweep["dc"], whole, atol=1e-15)
        assert len(sweep["norms"]["c"]) == len(gradient.y) + 1
    else:
        assert "dc" not in sweep


@pytest.mark.parametrize(
    ("cell", "parameter"),
    [(name, key) for name, cell in CELLS.items() for key in PARAMETERS if key in cell.arrays or key.startswith("head")],
)
def test_every_path_is_the_chain_of_the_core(cell: str, parameter: str) -> None:
    settings, gradient = made(cell)
    of = 3
    path = sent(settings, gradient, of, parameter)["path"]
    parts = contributions(gradient, parameter, of)
    assert path["ks"] == ([of] if parameter.startswith("head") else [0, 1, 2, 3])
    for k, end in zip(path["ks"], path["ends"], strict=True):
        factors = chain(gradient, of, k, parameter)
        shared = len(factors) - 1
        for one, factor in zip([*path["factors"][:shared], end], factors, strict=True):
            assert one["matrix"] == factor.matrix.tolist()
            assert one["size"] == list(factor.matrix.shape)
            assert (one["key"], one["step"]) == (factor.latex_key.split(".")[0], factor.of_step)
            assert one["norm"] == pytest.approx(np.linalg.norm(factor.matrix))
        products = running_products(factors)
        assert path["rows"][:shared] == [product.ravel().tolist() for product in products[:-1]]
        np.testing.assert_allclose(end["value"], products[-1].ravel(), atol=1e-15)
        np.testing.assert_array_equal(end["value"], parts[k].ravel())
        assert end["total"] == pytest.approx(np.linalg.norm(parts[k]))
    assert path["shape"] == list(gradient.gradients[parameter].shape)


def test_a_loss_at_the_last_step_alone() -> None:
    settings, gradient = made("gru", loss=Loss("cross_entropy", np.array([1.0]), "last"))
    data = sent(settings, gradient, 4)
    assert data["net"]["errors"][:4] == [None] * 4
    assert data["net"]["target"][:4] == [[None, None]] * 4
    assert data["net"]["target"][4] == [0.0, 1.0]
    np.testing.assert_allclose(np.sum(data["net"]["p"], axis=1), 1.0)
    assert data["slides"]["expansions"] == {"head_weight": [], "weight_hh": [], "weight_ih": []}
    assert data["slides"]["slip"] is None


@pytest.mark.parametrize("cell", CELLS)
def test_a_large_net_is_sent_without_its_matrices(cell: str) -> None:
    settings, gradient = made(cell, steps=64, hidden=32)
    parameter = [name for name in CELLS[cell].arrays if name.startswith("weight")][-1]
    data = sent(settings, gradient, 63, parameter)
    path = data["path"]
    assert all(one["matrix"] is None for one in path["factors"])
    assert all(one["matrix"] is None for one in path["ends"])
    assert (path["ends"][0]["value"] is None) == (contributions(gradient, parameter).size > 8000)
    assert data["sweeps"]["E"]["parts"] is None
    assert MOST_NUMBERS < 64 * 32 * 32
    for parameter in CELLS[cell].arrays:
        for k, end in enumerate(sent(settings, gradient, 20, parameter)["path"]["ends"]):
            assert end["norm"] == pytest.approx(np.linalg.norm(chain(gradient, 20, k, parameter)[-1].matrix))
    np.testing.assert_allclose([one["norm"] for one in path["factors"][2:]], [
        np.linalg.norm(jacobian) for jacobian in gradient.jacobians[:0:-1]
    ])  # fmt: skip
    assert data["inside"] is None
    assert data["equations"]["how"] == {}
    np.testing.assert_array_equal(data["sweeps"]["L"]["dh"], gradient.dh)


def test_what_passes_float64_is_null() -> None:
    settings, _ = made("rnn", steps=64, hidden=2)
    weights = replace(settings.weights, weight_hh=np.full((2, 2), 1e6))
    settings = replace(settings, weights=weights, activation="identity")
    gradient = backward(problem_of(settings, Loss("squared", np.tile([1.0, 0.0], (64, 1)))))
    data = sent(settings, gradient, 63)
    assert data["sweeps"]["E"]["dh"][0] == [None, None]
    assert data["path"]["norms"][-1] is None


def test_what_stands_inside_a_factor() -> None:
    settings, gradient = made("lstm")
    inside = sent(settings, gradient, 4)["inside"]
    np.testing.assert_array_equal(inside["hh"], gradient.local.hh)
    np.testing.assert_array_equal(inside["ih"], gradient.local.ih)
    np.testing.assert_array_equal(inside["jacobians"], gradient.jacobians)
    np.testing.assert_array_equal(inside["fields"]["tanh_c"], gradient.forward.tanh_c)
    assert inside["clamped"] == {}


def test_the_slides_path_of_numbers() -> None:
    settings, gradient = made("rnn")
    numbers = sent(settings, gradient, 4)["numbers"]
    assert numbers["values"] == list(VALUES)
    assert numbers["products"][-1] == pytest.approx(0.000004)
    assert len(numbers["names"]) == len(number_chain(VALUES)) == 4


@pytest.mark.parametrize("cell", CELLS)
def test_the_slides_expansions_and_slip_f(cell: str) -> None:
    settings, gradient = made(cell)
    slides = sent(settings, gradient, 4)["slides"]
    there = [name for name in ("head_weight", "weight_hh", "weight_ih") if name in gradient.gradients]
    assert list(slides["expansions"]) == list(slides["names"]) == there
    for parameter in there:
        for t, one in enumerate(slides["expansions"][parameter]):
            right = expansion(gradient, t, parameter)
            assert one["of"] == t
            assert [term["k"] for term in one["terms"]] == [term.k for term in right.terms]
            shape = gradient.gradients[parameter].shape
            for term, expected in zip(one["terms"], right.terms, strict=True):
                np.testing.assert_array_equal(np.reshape(term["value"], shape), expected.value)
            np.testing.assert_array_equal(one["total"], right.total)
            np.testing.assert_allclose(one["total"], contributions(gradient, parameter, t).sum(axis=0), atol=1e-15)
    slip = slip_f(gradient)
    assert slides["slip"]["gaps"] == {"unfinished": slip.gap("unfinished"), "repeated": slip.gap("repeated")}
    assert (slides["slip"]["unfinished"]["total"] is None) == (slip.unfinished.total is None)


@pytest.mark.parametrize("steps", [1, 2])
def test_short_runs_have_what_there_is(steps: int) -> None:
    settings, gradient = made("rnn", steps=steps)
    data = sent(settings, gradient, steps - 1)
    assert [one["of"] for one in data["slides"]["expansions"]["weight_hh"]] == list(range(steps))
    assert data["slides"]["slip"] is None
    assert len(data["path"]["factors"]) == 2 + steps - 1
