"""The test of long memory: what is drawn, what a net makes of it against torch's cell by hand, and what it finds."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from rnnviz.core.recall import CONTESTANTS, NOISE, examples, learned, moves, remedy, verdict
from rnnviz.learn.recall import HIDDEN, Recall, accuracy


def test_only_the_first_number_tells_the_answer():
    x, y = examples(np.random.default_rng(3), 4000, 7)
    assert x.shape == (4000, 7, 1)
    assert y.shape == (4000,)
    np.testing.assert_array_equal(x[:, 0, 0], np.where(y == 1, 1.0, -1.0))
    assert abs(y.mean() - 0.5) < 0.03
    later = x[:, 1:, 0]
    assert later.std() == pytest.approx(NOISE, rel=0.02)
    assert max(abs(np.corrcoef(later[:, t], y)[0, 1]) for t in range(6)) < 0.06


@pytest.mark.parametrize("key", CONTESTANTS)
def test_a_net_answers_as_torchs_cell_stepped_by_hand(key):
    torch.manual_seed(1)
    net = Recall(CONTESTANTS[key])
    cell = {"rnn": nn.RNNCell, "lstm": nn.LSTMCell}[CONTESTANTS[key].cell](1, HIDDEN)
    cell.load_state_dict({name.removesuffix("_l0"): value for name, value in net.rnn.state_dict().items()})
    x = torch.randn(5, 9, 1)
    state = None
    for t in range(9):
        state = cell(x[:, t], state)
    h = state[0] if isinstance(state, tuple) else state
    torch.testing.assert_close(net(x), net.head(h)[:, 0])


def test_the_other_starts_are_what_their_names_say():
    rotation = Recall(CONTESTANTS["rotation"]).rnn.weight_hh_l0.detach()
    torch.testing.assert_close(rotation @ rotation.T, torch.eye(HIDDEN), atol=1e-5, rtol=0)
    x = torch.zeros(1, 1, 1)
    plain, opened = (Recall(CONTESTANTS[key]).rnn for key in ("lstm", "open"))
    with torch.no_grad():
        assert float(torch.sigmoid(opened.bias_ih_l0[HIDDEN : 2 * HIDDEN]).min()) == pytest.approx(1 / (1 + np.exp(-2)))
        assert opened(x)[0].shape == plain(x)[0].shape


def test_all_learn_over_a_few_steps_and_an_lstm_over_twenty_needs_its_gate_open():
    assert accuracy("rnn", 4, 0) > 0.98
    assert accuracy("lstm", 4, 0) > 0.98
    assert accuracy("lstm", 20, 0) < 0.7 < 0.95 < accuracy("open", 20, 0)


@pytest.mark.parametrize(
    ("rnn", "lstm", "said"),
    [
        ((0.5, 0.6, 0.5), (1.0, 0.99, 0.96), "the claim holds"),
        ((1.0, 1.0, 1.0), (1.0, 1.0, 1.0), "both learn it"),
        ((1.0, 1.0, 1.0), (0.5, 0.5, 0.5), "the other way round"),
        ((1.0, 1.0, 0.5), (0.5, 1.0, 0.5), "2 of 3 RNNs and 1 of 3 LSTMs"),
    ],
)
def test_the_sentence_is_that_of_the_numbers(rnn, lstm, said):
    scores = {"rnn": rnn, "rotation": rnn, "lstm": lstm, "open": (1.0, 1.0, 1.0)}
    assert said in verdict(scores)
    assert ("forget gate" in remedy(scores)) == (learned(scores)["lstm"] < 3)
    assert "rotation" not in remedy(scores)


def test_a_state_moves_as_far_as_its_units():
    np.testing.assert_allclose(moves(np.array([[1.0, 2.0], [1.0, -1.0]]), np.array([1.0, 2.0])), [0.0, 3.0])
