"""The models as the slides print them, beside torch's."""

from __future__ import annotations

import itertools
from itertools import product

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from rnnviz.core.letters import LETTERS
from rnnviz.core.printed_models import HIDDEN, READINGS, PrintedLetterNet, answer, layers, reach, run_lines, summary
from rnnviz.core.shapes import Structure
from rnnviz.core.stack import named, seeded_stack
from rnnviz.core.typed import InputError

MODULES = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
SERIES = np.random.default_rng(0).standard_normal(8)
CODES = [PrintedLetterNet(mended, carried) for mended, carried in itertools.product((False, True), repeat=2)]


def by_torch(
    made: Structure, weights, x: torch.Tensor, lengths: tuple[int, ...], reading: str
) -> tuple[torch.Tensor, torch.Tensor]:
    module = MODULES[made.cell](
        1, made.hidden_size, made.num_layers, batch_first=True, bidirectional=made.bidirectional, dtype=torch.float64
    )
    module.load_state_dict({name: torch.tensor(value) for name, value in named(weights).items()})
    if reading != "packed":
        out, end = module(x)
    else:
        packed, end = module(pack_padded_sequence(x, torch.tensor(lengths), batch_first=True, enforce_sorted=False))
        out, _ = pad_packed_sequence(packed, batch_first=True)
    return out.detach(), (end[0] if made.cell == "lstm" else end).detach()


@pytest.mark.parametrize(("cell", "layers", "two"), list(product(MODULES, (1, 2), (False, True))))
@pytest.mark.parametrize("reading", READINGS)
def test_every_array_is_torchs(cell: str, layers: int, two: bool, reading: str) -> None:
    made = Structure(cell, 1, 3, num_layers=layers, bidirectional=two, batch_first=True)
    weights = seeded_stack(made, 4)
    run = run_lines(made, weights, SERIES, reading)
    out, h_n = by_torch(made, weights, torch.tensor(run.x), run.lengths, reading)
    np.testing.assert_allclose(run.out, out, atol=1e-12)
    np.testing.assert_allclose(run.h_n, h_n, atol=1e-12)
    assert run.x.shape == (3, 6, 1)
    np.testing.assert_array_equal(run.last_out, run.out[:, -1, :])
    same = out[:, -1, :].shape == h_n[-1].shape and torch.allclose(out[:, -1, :], h_n[-1], atol=1e-12)
    assert run.same is same
    assert same is (not two and reading != "packed")


def test_two_ways_the_backward_half_of_the_last_step_has_read_one_step_alone() -> None:
    made = Structure("gru", 1, 3, bidirectional=True)
    run = run_lines(made, seeded_stack(made, 1), SERIES, "whole")
    np.testing.assert_array_equal(run.last_out[:, :3], run.h_n[-2])
    np.testing.assert_array_equal(run.out[:, 0, 3:], run.h_n[-1])
    assert np.abs(run.last_out[:, 3:] - run.h_n[-1]).max() > 0.01


def test_padding_is_read_unless_it_is_packed() -> None:
    made = Structure("rnn", 1, 3)
    weights = seeded_stack(made, 1)
    padded, packed = (run_lines(made, weights, SERIES, reading) for reading in ("padded", "packed"))
    np.testing.assert_array_equal(packed.h_n[-1][1], padded.out[1, 3])
    assert np.abs(padded.h_n[-1][1] - padded.out[1, 3]).max() > 0.01
    assert not packed.last_out[1].any()


def test_the_summary_is_what_s0_prints_and_torch_counts() -> None:
    layers = summary(20_000, 500, 128, 64, 2)
    assert [layer.output for layer in layers] == [(-1, 500, 128), (-1, 500, 64), (-1, 2)]
    modules = (nn.Embedding(20_000, 128), nn.RNN(128, 64, batch_first=True), nn.Linear(64, 2))
    counts = [sum(value.numel() for value in module.parameters()) for module in modules]
    assert [layer.weights for layer in layers] == counts


def test_what_cannot_be_run_gets_a_sentence() -> None:
    made = Structure("rnn", 2, 3)
    with pytest.raises(InputError, match="one input"):
        run_lines(made, seeded_stack(made, 1), SERIES, "whole")
    made = Structure("rnn", 1, 3)
    with pytest.raises(InputError, match="5 steps"):
        run_lines(made, seeded_stack(made, 1), SERIES[:4], "whole")


class Printed(nn.Module):
    """S4's class; `mended`: output = i2o(hidden)."""

    def __init__(self, code: PrintedLetterNet) -> None:
        super().__init__()
        self.code = code
        self.i2h = nn.Linear(57 + HIDDEN, HIDDEN)
        self.i2o = nn.Linear(HIDDEN if code.mended else 57 + HIDDEN, 18)
        made = layers(code)
        for layer, weight, bias in ((self.i2h, made.i2h, made.i2h_bias), (self.i2o, made.i2o, made.i2o_bias)):
            layer.weight.data, layer.bias.data = torch.tensor(weight), torch.tensor(bias)

    def forward(self, x: torch.Tensor, hidden: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        combined = torch.cat((x, hidden), 1)
        hidden = self.i2h(combined)
        hidden.retain_grad()
        return self.i2o(hidden if self.code.mended else combined), hidden


@pytest.mark.parametrize("code", CODES, ids=str)
@pytest.mark.parametrize("name", ["Mar", "Zo", "O'Neill"])
def test_the_last_answer_is_made_of_what_has_a_gradient(code: PrintedLetterNet, name: str) -> None:
    net, hidden, states, given = Printed(code), torch.zeros(1, HIDDEN).double(), [], []
    for letter in name:
        x = nn.functional.one_hot(torch.tensor([LETTERS.index(letter)]), 57).double().requires_grad_()
        output, state = net(x, hidden)
        hidden = state if code.carried else torch.zeros(1, HIDDEN).double()
        states.append(state)
        given.append(x)
    np.testing.assert_allclose(answer(code, layers(code), name), output[0].detach().numpy(), atol=1e-14)
    output[0, 3].backward()
    found = reach(code, name)
    for values, tensors in ((found.of_letters, given), (found.of_states, states)):
        assert [it > 0 for it in values] == [it.grad is not None and bool(it.grad.any()) for it in tensors]


def test_each_line_has_its_own_effect() -> None:
    kinds = {(it.mended, it.carried): reach(it, "Mar").kind for it in CODES}
    assert kinds == {
        (False, True): "state before", (True, True): "last state",
        (False, False): "last letter", (True, False): "last letter",
    }  # fmt: skip


def test_of_one_letter_the_printed_code_never_uses_its_state() -> None:
    assert reach(PrintedLetterNet(), "M").of_states == (0.0,)
    assert reach(PrintedLetterNet(mended=True), "M").of_states[0] > 0


def test_a_moved_state_moves_the_scores_by_the_weights_that_read_it() -> None:
    """Mended, the last h is read by i2o alone: 0.1 times the sum of a row."""
    code = PrintedLetterNet(mended=True)
    expected = 0.1 * np.abs(layers(code).i2o.sum(axis=1)).max()
    assert reach(code, "Mar").of_states[-1] == pytest.approx(expected, abs=1e-14)
