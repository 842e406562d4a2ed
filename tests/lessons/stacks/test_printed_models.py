"""The slides' model classes against torch: what their lines make, and which first states they take."""

from __future__ import annotations

import itertools
import re

import pytest
import torch
from torch import nn

from rnnviz.core.printed_models import BATCH, NOISE, PRINTED, STEPS, h0_mistake, right
from rnnviz.core.shapes import parameters
from rnnviz.lessons.stacks.printed import checked, found
from tests.pages.visiting import visit, words


@pytest.mark.parametrize("key", PRINTED)
def test_a_line_makes_the_net_that_is_said(key: str) -> None:
    """The lines are run as they are printed."""
    it, sizes = PRINTED[key], {"emb_dim": 128, "hidden_dim": PRINTED[key].made.hidden_size}
    for value in range(it.limits[0], it.limits[1] + 1):
        nets = [eval(line, {"nn": nn} | sizes | {it.argument: value}) for line in (it.line, it.mended)]
        counts = [sum(weight.numel() for weight in net.parameters()) for net in nets]
        assert counts == [parameters(it.made), parameters(it.with_argument(value))]
        assert (counts[0] == counts[1]) == (value == it.fixed) == ("both lines make the same" in found(it, value, 1))


def test_the_printed_lstm_takes_one_number_a_step_whatever_was_asked() -> None:
    with pytest.raises(RuntimeError, match="Expected 1, got 5"):
        nn.LSTM(1, 32, batch_first=True)(torch.zeros(2, 3, 5))


SHAPES = [*itertools.permutations((2, 64, 50)), (2, 10, 50), (2, 64, 5), (1, 64, 50), (3, 3, 3)]


@pytest.mark.parametrize("shape", SHAPES)
def test_torch_takes_the_shape_that_is_right_and_refuses_the_others(shape: tuple[int, ...]) -> None:
    net = nn.LSTM(NOISE.input_size, NOISE.hidden_size, NOISE.num_layers, batch_first=True)
    x = torch.randn(BATCH, STEPS, NOISE.input_size)
    said = ""
    try:
        out, _ = net(x, (torch.zeros(shape), torch.zeros(shape)))
        torch.testing.assert_close(out, net(x)[0])
    except RuntimeError as error:
        said = str(error)
    assert (not said) == (shape == right()) == (not h0_mistake(shape))
    assert said in re.sub("\N{NO-BREAK SPACE}", " ", checked(shape))


def test_known_mistakes_have_their_cause() -> None:
    assert "batch_first" in h0_mistake((64, 2, 50))
    assert "steps" in h0_mistake((2, 10, 50))
    assert "size of x" in h0_mistake((2, 64, 5))
    assert "layer" in h0_mistake((1, 64, 50))


def test_an_argument_without_effect_and_the_first_states_are_found_on_the_page():
    app = visit("stacks")
    assert "does not use" not in words(app)
    app.radio("stacks_printed_guess_num_layers").set_value(4).run()
    assert "**You said 4. Here it is: 2.** The line does not use `num_layers`" in words(app)
    app.radio("stacks_printed").set_value("inputs").run()
    app.radio("stacks_printed_guess_input_dim").set_value(1).run()
    assert "**Right: 1.** The line does not use `input_dim`" in words(app)
    for k, size in enumerate((64, 2, 50)):
        app.number_input(f"stacks_h0_{k}").set_value(size)
    assert "batch_first turns x and out round" in words(app.run())
    for k, size in enumerate((2, 64, 50)):
        app.number_input(f"stacks_h0_{k}").set_value(size)
    assert "**Right**: `h0 = c0 = torch.zeros(2," in words(app.run())
