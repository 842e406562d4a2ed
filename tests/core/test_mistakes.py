"""The common mistakes' numbers, against each mistake made by hand in torch's own primitives."""

from __future__ import annotations

import itertools

import pytest
import torch

from rnnviz.core.cells import CELLS
from rnnviz.core.mistakes import common_mistakes, quantity
from rnnviz.state.link import from_query

T = 11


def step(cell: str):
    settings = from_query(cell, {"preset": "random", "seed": "3", "hidden": "3"})
    record = settings.record
    tensors = {name: torch.tensor(quantity(record, name, T)) for name in vars(record) if name != "x"}
    return settings, tensors


@pytest.mark.parametrize("cell", CELLS)
def test_no_mistake_gives_the_truth_and_none_has_no_number(cell):
    settings, _ = step(cell)
    for q in (name for op in CELLS[cell].ops for name in op.quantities):
        blocks = [f"{q}.{gate}" for gate in CELLS[cell].gates] if q.startswith("a") else []
        for name, unit in itertools.product(blocks or [q], range(3)):
            found = common_mistakes(settings.record, settings.weights, name, unit, T)
            truth = quantity(settings.record, name, T)[unit]
            assert {"late", "other_unit"} <= found.keys()
            assert all(abs(value - truth) > 1e-12 for value in found.values())


def test_the_mistakes_of_an_lstm_are_what_they_are_called():
    settings, of = step("lstm")
    found = common_mistakes(settings.record, settings.weights, "c", 1, T)
    swapped = of["i"] * of["c_prev"] + of["f"] * of["g"]
    assert found["swapped"] == pytest.approx(float(swapped[1]), abs=1e-12)
    assert found["no_gate"] == pytest.approx(float((of["c_prev"] + of["g"])[1]), abs=1e-12)
    assert found["old_only"] == pytest.approx(float((of["f"] * of["c_prev"])[1]), abs=1e-12)
    assert found["late"] == pytest.approx(float(settings.record.c[T - 1, 1]), abs=0)
    assert found["other_unit"] == pytest.approx(float(settings.record.c[T, 0]), abs=0)
    last = common_mistakes(settings.record, settings.weights, "h", 1, T)
    assert last["no_squash"] == pytest.approx(float((of["o"] * of["c"])[1]), abs=1e-12)


def test_the_mistakes_of_a_gate_and_of_its_linear_map():
    settings, of = step("lstm")
    a_f = torch.tensor(quantity(settings.record, "a.f", T))
    found = common_mistakes(settings.record, settings.weights, "f", 2, T)
    assert found["no_squash"] == pytest.approx(float(a_f[2]), abs=1e-12)
    assert found["other_squash"] == pytest.approx(float(torch.tanh(a_f)[2]), abs=1e-12)
    rows = slice(3, 6)  # f's block
    weight, bias = torch.tensor(settings.weights.weight_hh[rows]), torch.tensor(settings.weights.bias_hh[rows])
    maps = common_mistakes(settings.record, settings.weights, "a_hh.f", 2, T)
    assert maps["row_for_column"] == pytest.approx(float((weight.T @ of["h_prev"] + bias)[2]), abs=1e-12)
    assert maps["no_bias"] == pytest.approx(float((weight @ of["h_prev"])[2]), abs=1e-12)


def test_the_mistakes_of_a_gru_blend():
    settings, of = step("gru")
    found = common_mistakes(settings.record, settings.weights, "h", 0, T)
    lerped = torch.lerp(of["h_prev"], of["n"], of["z"])  # z for 1 − z
    assert found["swapped"] == pytest.approx(float(lerped[0]), abs=1e-12)
    right = torch.lerp(of["n"], of["h_prev"], of["z"])
    assert float(right[0]) == pytest.approx(float(settings.record.h[T, 0]), abs=1e-12)
