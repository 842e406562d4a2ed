"""A sequence read in pieces, against torch's own layers and autograd: carried or not, detached or not."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from rnnviz.core.cells import CELLS, IN_TORCH, seeded_weights
from rnnviz.core.pieces import differing, in_pieces, whole

STEPS, INPUTS, HIDDEN = 11, 2, 3


def case(cell: str, seed: int):
    random = np.random.default_rng(seed)
    weights = seeded_weights(cell, INPUTS, HIDDEN, seed)
    c0 = random.normal(size=HIDDEN) if "c" in CELLS[cell].states else np.zeros(HIDDEN)
    return cell, random.normal(size=(STEPS, INPUTS)), weights, random.normal(size=HIDDEN), c0, "tanh"


def by_torch(cell, x, weights, h0, c0, length, carry, cut):
    """h (T, H), and the norm of the gradient of sum(h_T) by the state after each step, one step at a time."""
    layer = {"rnn": torch.nn.RNNCell, "lstm": torch.nn.LSTMCell, "gru": torch.nn.GRUCell}[cell](INPUTS, HIDDEN)
    layer = layer.double()
    layer.load_state_dict({name: torch.tensor(array) for name, array in vars(weights).items()})
    start = [torch.tensor(state)[None] for state in ((h0, c0) if cell == "lstm" else (h0,))]
    state, states = start, []
    for t in range(len(x)):
        if t and t % length == 0:
            state = start if not carry else [s.detach() for s in state] if cut else state
        out = layer(torch.tensor(x[t])[None], tuple(state) if cell == "lstm" else state[0])
        # through an identity of its own, so that dh/dc within a step is not counted twice
        state = [s * 1.0 for s in (out if cell == "lstm" else [out])]
        for s in state:
            s.retain_grad()
        states.append(state)
    states[-1][0].sum().backward()
    grads = [torch.cat([torch.zeros_like(s) if s.grad is None else s.grad for s in each]) for each in states]
    return torch.cat([s[0] for s in states]).detach().numpy(), np.array([float(g.norm()) for g in grads])


@pytest.mark.parametrize("cell", IN_TORCH)
@pytest.mark.parametrize(("carry", "cut"), [(True, True), (True, False), (False, True), (False, False)])
@pytest.mark.parametrize("length", [1, 4, 11])
def test_a_reading_is_torchs(cell, carry, cut, length):
    cell, x, weights, h0, c0, activation = case(cell, 5)
    read = in_pieces(cell, x, weights, h0, c0, activation, length=length, carry=carry, cut=cut)
    h, norms = by_torch(cell, x, weights, h0, c0, length, carry, cut)
    np.testing.assert_allclose(read.h, h, atol=1e-12)
    np.testing.assert_allclose(read.reach, norms, atol=1e-12)


@pytest.mark.parametrize("cell", CELLS)
def test_what_differs(cell):
    given = case(cell, 2)
    one = whole(*given)
    found = {
        (carry, cut): differing(in_pieces(*given, length=4, carry=carry, cut=cut), one)
        for carry in (True, False)
        for cut in (True, False)
    }
    assert found[True, False] == (False, False)
    assert found[True, True] == (False, True)
    assert found[False, True] == found[False, False] == (True, True)
