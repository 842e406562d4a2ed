"""Stacks, second directions and projections: every state of every layer and direction against torch in float64."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from rnnviz.core.shapes import Structure, weight_shapes
from rnnviz.core.stack import ProjectedWeights, dropout_masks, from_named, named, one_way, run_stack, seeded_stack
from rnnviz.core.weights import Weights

MODULES = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}
WITHIN = {"rtol": 0, "atol": 1e-12}


def drawn(seed: int) -> tuple[Structure, np.random.Generator, str]:
    rng = np.random.default_rng(seed)
    cell = ("rnn", "lstm", "gru")[seed % 3]
    hidden = int(rng.integers(1, 6))
    proj = int(rng.integers(0, hidden)) if cell == "lstm" else 0
    made = Structure(
        cell, int(rng.integers(1, 5)), hidden, int(rng.integers(1, 4)), bool(rng.random() < 0.7), False, 0.0,
        bool(rng.random() < 0.6), proj,
    )  # fmt: skip
    return made, rng, "relu" if cell == "rnn" and rng.random() < 0.5 else "tanh"


def module(made: Structure, arrays: dict[str, np.ndarray], activation: str, layers: int) -> torch.nn.RNNBase:
    """Torch's own, cut to its first `layers` layers."""
    options = {"nonlinearity": activation} if made.cell == "rnn" else {"proj_size": made.proj_size}
    options = options if made.cell != "gru" else {}
    theirs = MODULES[made.cell](
        made.input_size, made.hidden_size, layers, bias=made.bias, bidirectional=made.bidirectional, **options
    ).double()
    theirs.load_state_dict({name: torch.tensor(arrays[name]) for name in theirs.state_dict()})
    return theirs


def one_layer(made: Structure, weights: Weights, activation: str) -> torch.nn.RNNBase:
    single = Structure(made.cell, weights.input_size, made.hidden_size, 1, True, proj_size=made.proj_size)
    return module(single, named(((weights,),)), activation, 1)


@torch.no_grad()
@pytest.mark.filterwarnings("ignore:LSTM with projections")
@pytest.mark.parametrize("block", range(4))
def test_every_state_is_torchs(block):
    """60 random settings a block: out of every layer, h_n and c_n of the whole, c at every step of every layer."""
    for seed in range(60 * block, 60 * block + 60):
        made, rng, activation = drawn(seed)
        size = 0.7 / np.sqrt(made.hidden_size)  # relu must not grow beyond what 1e-12 can tell apart
        arrays = {name: size * rng.normal(size=shape) for name, shape in weight_shapes(made).items()}
        x, ends = rng.normal(size=(int(rng.integers(1, 7)), made.input_size)), made.num_layers * made.directions
        h0, c0 = rng.normal(size=(ends, made.out_size)), rng.normal(size=(ends, made.hidden_size))
        found = run_stack(made, x, from_named(made, arrays), h0, c0, activation=activation)
        for count in range(1, made.num_layers + 1):
            k = count * made.directions
            start = torch.tensor(h0[:k]), torch.tensor(c0[:k])
            out, end = module(made, arrays, activation, count)(
                torch.tensor(x), start if made.cell == "lstm" else start[0]
            )
            layer = found.layers[count - 1]
            np.testing.assert_allclose(np.concatenate([r.h for r in layer], axis=1), out.numpy(), **WITHIN)
        np.testing.assert_allclose(found.out, out.numpy(), **WITHIN)
        h_n, c_n = end if made.cell == "lstm" else (end, None)
        np.testing.assert_allclose(found.h_n, h_n.numpy(), **WITHIN)
        if c_n is None:
            continue
        ends_c = [record.c[0 if d else -1] for layer in found.layers for d, record in enumerate(layer)]
        np.testing.assert_allclose(ends_c, c_n.numpy(), **WITHIN)
        check_every_c(made, found, from_named(made, arrays), h0, c0)


def check_every_c(made, found, weights, h0, c0):
    """c after every step, from torch's run over the part of the layer's own input that was read by then."""
    for number, layer in enumerate(weights):
        for d, part in enumerate(layer):
            record, k = found.layers[number][d], number * made.directions + d
            theirs = one_layer(made, part, "tanh")
            read = record.x[::-1].copy() if d else record.x
            start = torch.tensor(h0[k])[None], torch.tensor(c0[k])[None]
            ours = record.c[::-1] if d else record.c
            for t in range(len(read)):
                _, (_, c) = theirs(torch.tensor(read[: t + 1]), start)
                np.testing.assert_allclose(ours[t], c[0].numpy(), **WITHIN)


def test_a_backward_record_is_in_the_order_of_the_sequence():
    made = Structure("gru", 2, 3, bidirectional=True)
    found = run_stack(made, np.random.default_rng(0).normal(size=(5, 2)), seeded_stack(made, 1))
    back = found.layers[0][1]
    np.testing.assert_array_equal(back.x, found.layers[0][0].x)
    np.testing.assert_array_equal(back.h_prev[:-1], back.h[1:])
    np.testing.assert_array_equal(found.h_n[1], back.h[0])


def test_dropout_takes_numbers_out_between_layers_and_nowhere_else():
    made = Structure("rnn", 2, 3, num_layers=3, dropout=0.4)
    x, weights = np.random.default_rng(0).normal(size=(50, 2)), seeded_stack(made, 3)
    masks = dropout_masks(made, 50, 7)
    found = run_stack(made, x, weights, dropped=masks)
    assert len(masks) == 2
    assert 0.3 < np.mean([mask == 0 for mask in masks]) < 0.5
    np.testing.assert_array_equal(found.layers[0][0].x, x)
    for number in (1, 2):
        went_up = found.layers[number - 1][0].h * masks[number - 1] / 0.6
        np.testing.assert_array_equal(found.layers[number][0].x, went_up)
        theirs = one_layer(made, weights[number][0], "tanh")
        with torch.no_grad():
            np.testing.assert_allclose(found.layers[number][0].h, theirs(torch.tensor(went_up))[0].numpy(), **WITHIN)


@pytest.mark.parametrize("proj", [0, 2])
def test_seeded_weights_have_torchs_shapes_and_range(proj):
    made = Structure("lstm", 3, 4, 2, bidirectional=True, proj_size=proj)
    arrays = named(seeded_stack(made, 5))
    assert {name: array.shape for name, array in arrays.items()} == weight_shapes(made)
    assert 0.3 < np.max([np.abs(array).max() for array in arrays.values()]) <= 0.5
    again = named(from_named(made, arrays))
    assert all(np.array_equal(again[name], arrays[name]) for name in arrays)
    plain = named(seeded_stack(Structure("lstm", 3, 4, bias=False), 5))
    assert not plain["bias_ih_l0"].any()


def test_what_does_not_fit_is_refused():
    made = Structure("rnn", 2, 3, num_layers=2)
    weights = seeded_stack(made, 0)
    with pytest.raises(ValueError, match="2 layers of 1"):
        run_stack(made, np.zeros((4, 2)), weights[:1])
    with pytest.raises(ValueError, match="weight_ih_l1 must be"):
        run_stack(made, np.zeros((4, 2)), (weights[0], seeded_stack(Structure("rnn", 2, 3), 0)[0]))
    with pytest.raises(ValueError, match="weight_hr must be"):
        ProjectedWeights(np.zeros((8, 1)), np.zeros((8, 2)), np.zeros(8), np.zeros(8), np.zeros((2, 2)))
    with pytest.raises(ValueError, match="x must be"):
        one_way(made, np.zeros((4, 3)), weights[0][0], np.zeros(3), np.zeros(3), False)
