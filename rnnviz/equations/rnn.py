"""The equations of the plain recurrent cell."""

from __future__ import annotations

from rnnviz.equations.cell import CellEquations, Latex, aligned, linear_how, result, slot, stacked, sum_how, total
from rnnviz.equations.notation import Notation

ACTIVATION_LATEX = {"tanh": r"\tanh({})", "relu": r"\max(0,{})", "identity": "{}"}


def symbols(notation: Notation, form: str) -> Latex:
    states = {"x": notation.at("x"), "h_prev": notation.prev("h"), "h": notation.at("h")}
    return states | notation.shares("")


def steps(notation: Notation, activation: str, form: str) -> Latex:
    names = notation.shares("")
    squash = ACTIVATION_LATEX[activation]
    return {
        "linear": aligned(stacked(notation, "rnn")),
        "sum": total(notation, "rnn"),
        "activation": f"{notation.at('h')}={squash.format(names['a'])}",
    }


def whole(notation: Notation, activation: str, form: str) -> str:
    return f"{notation.at('h')}={ACTIVATION_LATEX[activation].format(notation.linear('rnn'))}"


def how(input_size: int, hidden_size: int, activation: str, form: str) -> Latex:
    squashed = ACTIVATION_LATEX[activation].format(slot("a", "@"))
    return linear_how("", input_size, hidden_size) | dict([sum_how("a", "a_ih", "a_hh"), result("h", squashed)])


RNN = CellEquations(symbols, steps, whole, how, notes={})
