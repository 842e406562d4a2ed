"""The names of weights and initial states in the four notations."""

from __future__ import annotations

from rnnviz.equations import parameters


def test_parameters_are_named_as_the_notation_names_them() -> None:
    assert parameters("lstm", "torch")["weight_hh.f"] == "W_{hf}"
    assert parameters("lstm", "torch")["c0"] == r"\htmlClass{q-c}{c_{0}}"
    assert parameters("rnn", "torch")["bias_ih"] == "b_{ih}"
    assert parameters("gru", "wu")["weight_hh.n"] == "U_{n}"
    assert parameters("rnn", "andrew")["weight_hh"] == "W_{aa}"
    assert parameters("rnn", "andrew")["head_weight"] == "W_{ya}"
    assert parameters("rnn", "andrew")["h0"] == r"\htmlClass{q-h}{a^{\langle 0\rangle}}"
