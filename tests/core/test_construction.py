"""The stages between RNN and LSTM against torch, their numbers, and the code to copy."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
import torch

from rnnviz.core.cells import CELLS, IN_TORCH, run
from rnnviz.core.construction import STAGES, loops, run_stage, stage_numbers, true_sentences
from rnnviz.core.weights import Weights
from rnnviz.state.settings import from_preset
from tests.oracles import random_case

SEEDS = range(12)


def of(key: str, seed: int):
    case = random_case("lstm", seed)
    return case, run_stage(key, case.x, case.weights, case.h0, case.c0)


def gate(weights: Weights, k: int) -> Weights:
    """One gate's block, as a cell's own weights."""
    rows = slice(k * weights.hidden_size, (k + 1) * weights.hidden_size)
    return Weights(*(values[rows] for values in vars(weights).values()))


def close(ours, theirs):
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_stage_a_is_an_rnn_with_the_candidates_weights(seed):
    case, found = of("a", seed)
    close(found.h, run("rnn", case.x, gate(case.weights, 2), case.h0).h)
    assert not found.c.any()


@torch.no_grad()
@pytest.mark.parametrize("seed", SEEDS)
def test_stages_b_and_c_add_and_c_has_gates_that_nothing_reads(seed):
    case, found = of("b", seed)
    w = {k: {n: torch.tensor(v) for n, v in vars(gate(case.weights, k)).items()} for k in range(4)}
    h, c = torch.tensor(case.h0), torch.tensor(case.c0)
    for t, x in enumerate(torch.tensor(case.x)):
        a = [p["weight_ih"] @ x + p["bias_ih"] + p["weight_hh"] @ h + p["bias_hh"] for p in w.values()]
        c = c + torch.tanh(a[2])
        h = torch.tanh(c)
        close(found.c[t], c)
        close(found.h[t], h)
        for name, k in (("i", 0), ("f", 1), ("o", 3)):
            close(getattr(of("c", seed)[1], name)[t], torch.sigmoid(a[k]))
    close(of("c", seed)[1].h, found.h)


@pytest.mark.parametrize("seed", SEEDS)
def test_stage_d_is_the_lstm_clamps_and_all(seed):
    case = random_case("lstm", seed)
    clamps = {"f": np.full(len(case.x), np.nan)}
    clamps["f"][0] = 0.5
    theirs = run("lstm", case.x, case.weights, case.h0, case.c0, clamps=clamps)
    found = run_stage("d", case.x, case.weights, case.h0, case.c0, clamps)
    close(found.h, theirs.h)
    close(found.c, theirs.c)


def page_facts(key: str, steps: int = 24) -> dict[str, float]:
    """Of the page's first example."""
    s = from_preset("lstm", "worked")
    s = s.with_source(replace(s.source, steps=steps))
    return stage_numbers(key, s.x, s.weights, s.h0, s.c0)


def test_each_stage_leaves_what_its_words_say():
    found = {key: page_facts(key) for key in STAGES}
    assert found["a"]["lasts"] <= 8
    assert found["b"]["stuck"] > 0.5
    assert found["b"]["largest"] > page_facts("b", 6)["largest"]
    assert found["b"]["lasts"] > 20 or found["b"]["moved"] > 1
    assert found["c"]["apart"] == 0.0
    assert 0 < found["c"]["low"] < 0.2 < 0.8 < found["c"]["high"] < 1
    assert found["d"]["stuck"] == 0.0
    assert found["d"]["largest"] < found["d"]["sum_largest"] == found["b"]["largest"]
    assert found["d"]["moved"] > 0.001
    for key, stage in STAGES.items():
        named = {name for claim in stage.leaves for name in re.findall(r"(?<!{){(\w+)}(?!})", claim.text)}
        assert named <= found[key].keys()


def strange(case, how: str):
    """A case as it is, with huge or no weights, with a long memory, or of a single step."""
    w, x = case.weights, case.x
    if how == "one step":
        return x[:1], w
    scale = {"huge": 9.0, "none": 0.0}.get(how, 1.0)
    return (np.tile(x, (6, 1)), w) if how == "long" else (x, Weights(*(scale * array for array in vars(w).values())))


@pytest.mark.parametrize("how", ["as drawn", "huge", "none", "one step", "long"])
def test_what_a_stage_says_is_true_wherever_it_says_it(how):
    """Of an RNN that is run here with the candidate's weights, and of sums of its candidate that are added up here."""
    for seed in range(30):
        case = random_case("lstm", seed)
        x, weights = strange(case, how)
        nudged = x + np.eye(len(x))[:, :1]
        h, other = (run("rnn", values, gate(weights, 2), case.h0).h for values in (x, nudged))
        differs = np.abs(other - h).max(axis=1) >= 0.001
        lasts = 1 + max(np.flatnonzero(differs), default=-1)
        text = {
            key: true_sentences(STAGES[key].leaves, stage_numbers(key, x, weights, case.h0, case.c0)) for key in STAGES
        }
        assert stage_numbers("a", x, weights, case.h0, case.c0)["lasts"] == lasts
        assert ("It forgets" in text["a"]) == (0 < lasts < len(x))
        assert ("still differs" in text["a"]) == bool(differs[-1])
        assert ("at any step" in text["a"]) == (not differs.any())
        b = run_stage("b", x, weights, case.h0, case.c0)
        stuck = np.abs(np.tanh(case.c0 + np.cumsum(b.g, axis=0))) > 0.99
        assert ("hardly changes" in text["b"]) == stuck.any() != ("No value" in text["b"])
        assert STAGES["b"].shows(b) == (2 * stuck.sum() > stuck.size), "most of h is stuck, or it is not said"


def test_on_a_constant_input_the_sum_grows_without_bound():
    s = from_preset("lstm", "worked")
    s = s.with_source(replace(s.source, kind="step", at=0, steps=64))
    found = run_stage("b", s.x, s.weights, s.h0, s.c0)
    assert (np.diff(np.abs(found.c[5:, 0])) > 0.5).all()


@pytest.mark.parametrize("cell", IN_TORCH)
def test_the_loop_and_the_layer_print_the_same_numbers(cell, capsys):
    torch.manual_seed(0)
    code = loops(cell, 2, 3, 5)
    space: dict[str, object] = {}
    exec(code, space)
    assert float(capsys.readouterr().out.split("(")[1].split(",")[0]) < 1e-6
    assert f"torch.nn.{CELLS[cell].title}Cell(I, H)" in code
    assert space["out"].shape == (5, 1, 3)
