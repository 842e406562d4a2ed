"""S4's RNN over letters against its own class in torch, whose gradients say what reaches the last answer."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch
from torch import nn

from rnnviz.core.letter_code import HIDDEN, Code, answer, layers, reach
from rnnviz.core.letters import LETTERS

CODES = [Code(mended, carried) for mended, carried in itertools.product((False, True), repeat=2)]


class Printed(nn.Module):
    """S4's class; `mended`: output = i2o(hidden)."""

    def __init__(self, code: Code) -> None:
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
def test_the_last_answer_is_made_of_what_has_a_gradient(code: Code, name: str) -> None:
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
    assert reach(Code(), "M").of_states == (0.0,)
    assert reach(Code(mended=True), "M").of_states[0] > 0


def test_a_moved_state_moves_the_scores_by_the_weights_that_read_it() -> None:
    """Mended, the last h is read by i2o alone: 0.1 times the sum of a row."""
    code = Code(mended=True)
    expected = 0.1 * np.abs(layers(code).i2o.sum(axis=1)).max()
    assert reach(code, "Mar").of_states[-1] == pytest.approx(expected, abs=1e-14)
