"""Shapes and refusals against torch's own modules, for every combination of row 26."""

from __future__ import annotations

import itertools
import re
import warnings

import pytest
import torch

from rnnviz.core.shapes import Structure, call, parameters, run_shapes, weight_shapes
from rnnviz.core.typed import InputError

MODULES = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}
NAMES = ("input_size", "hidden_size", "num_layers", "bias", "batch_first", "dropout", "bidirectional", "proj_size")
VALUES = ((1, 3), (2, 5), (1, 2, 3), (True, False), (True, False), (0.0, 0.5), (True, False), (0, 1, 2))


def module(cell: str, **choices: object) -> torch.nn.RNNBase:
    """Torch's own, without its warning of dropout."""
    choices = {name: value for name, value in choices.items() if name != "proj_size" or value}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return MODULES[cell](**choices)


@pytest.mark.filterwarnings("ignore:LSTM with projections")
@pytest.mark.parametrize("cell", MODULES)
def test_every_combination_has_torchs_shapes(cell):
    seen = 0
    for values in itertools.product(*VALUES):
        choices = dict(zip(NAMES, values, strict=True))
        if choices["proj_size"] and (cell != "lstm" or choices["proj_size"] >= choices["hidden_size"]):
            continue
        made, theirs = Structure(cell, **choices), module(cell, **choices)
        named = dict(theirs.named_parameters())
        assert weight_shapes(made) == {name: tuple(value.shape) for name, value in named.items()}, choices
        assert list(weight_shapes(made)) == list(named)
        assert parameters(made) == sum(value.numel() for value in named.values())
        x = torch.zeros(run_shapes(made, 4, 2)["x"])
        with torch.no_grad():
            out, end = theirs(x)
        ends = end if cell == "lstm" else (end,)
        found = dict(zip(("out", "h_n", "c_n"), (out, *ends), strict=False))
        assert run_shapes(made, 4, 2) == {"x": tuple(x.shape)} | {k: tuple(v.shape) for k, v in found.items()}, choices
        seen += 1
    assert seen == {"rnn": 192, "lstm": 480, "gru": 192}[cell]


REFUSED = (
    ("rnn", {"proj_size": 1}, "proj_size argument is only supported for LSTM, not RNN or GRU"),
    ("gru", {"proj_size": 1}, "proj_size argument is only supported for LSTM, not RNN or GRU"),
    ("lstm", {"proj_size": 3}, "proj_size has to be smaller than hidden_size"),
    ("lstm", {"proj_size": -1}, "proj_size should be a positive integer"),
    ("lstm", {"dropout": 1.5, "num_layers": 2}, "dropout should be a number in range [0, 1]"),
    ("gru", {"num_layers": 0}, "num_layers must be greater than zero"),
    ("gru", {"hidden_size": 0}, "hidden_size must be greater than zero"),
    ("rnn", {"input_size": 0}, "input_size must be greater than zero"),
)


@pytest.mark.parametrize(("cell", "changes", "words"), REFUSED)
def test_what_torch_refuses_is_refused_in_its_words(cell, changes, words):
    choices = {"input_size": 2, "hidden_size": 3} | changes
    with pytest.raises(ValueError, match=re.escape(words)):
        MODULES[cell](**choices)
    with pytest.raises(InputError, match=re.escape(words)):
        Structure(cell, **choices)


def test_dropout_in_one_layer_warns_as_torch_does():
    with pytest.warns(UserWarning, match="dropout option") as theirs:
        torch.nn.LSTM(2, 3, dropout=0.5)
    said = Structure("lstm", 2, 3, dropout=0.5).warning
    for words in ("dropout option adds dropout after all but last recurrent layer", "dropout=0.5 and num_layers=1"):
        assert words in str(theirs[0].message)
        assert words in said
    assert not Structure("lstm", 2, 3, num_layers=2, dropout=0.5).warning


def test_the_line_makes_the_module():
    made = Structure("lstm", 5, 50, num_layers=2, batch_first=True, dropout=0.25, proj_size=7)
    assert call(made) == "nn.LSTM(5, 50, num_layers=2, batch_first=True, dropout=0.25, proj_size=7)"
    theirs = eval(call(made), {"nn": torch.nn})
    assert {name: getattr(theirs, name) for name in NAMES} == {name: getattr(made, name) for name in NAMES}
