"""The equations of the plain recurrent cell."""

from __future__ import annotations

from rnnviz.equations.cell import (
    Backward,
    CellEquations,
    Latex,
    aligned,
    by,
    diag,
    entry,
    linear_how,
    result,
    slot,
    stacked,
    sum_how,
    total,
)
from rnnviz.equations.notation import PLAIN, Notation

ACTIVATION_LATEX = {"tanh": r"\tanh({})", "relu": r"\max(0,{})", "identity": "{}"}
SLOPES = {"tanh": "1-{h}{times}{h}", "relu": r"\mathbf{{1}}_{{{a}>0}}", "identity": r"\mathbf{{1}}"}
SLOPES_HOW = {"tanh": "1-[[h:@]]^{2}", "relu": "", "identity": ""}


def symbols(notation: Notation, form: str) -> Latex:
    states = {"x": notation.at("x"), "h_prev": notation.prev("h"), "h": notation.at("h")}
    return states | notation.shares("")


def steps(notation: Notation, activation: str, form: str) -> Latex:
    names = notation.shares("")
    squash = ACTIVATION_LATEX[activation]
    return {
        "linear": aligned(stacked(notation, PLAIN)),
        "sum": total(notation, PLAIN),
        "activation": f"{notation.at('h')}={squash.format(names['a'])}",
    }


def whole(notation: Notation, activation: str, form: str) -> str:
    return f"{notation.at('h')}={ACTIVATION_LATEX[activation].format(notation.linear(PLAIN))}"


def how(input_size: int, hidden_size: int, activation: str, form: str) -> Latex:
    squashed = ACTIVATION_LATEX[activation].format(slot("a", "@"))
    return linear_how("", input_size, hidden_size) | dict([sum_how("a", "a_ih", "a_hh"), result("h", squashed)])


def slope(notation: Notation, activation: str) -> str:
    """h by its pre-activation."""
    a = notation.shares("")["a"]
    return SLOPES[activation].format(h=notation.at("h"), a=a, times=notation.times)


def state(notation: Notation, activation: str) -> str:
    weight = notation.maps(notation.letter(PLAIN)).weight_hh
    return weight if activation == "identity" else rf"{diag(slope(notation, activation))}\,{weight}"


def backward_how(activation: str) -> Latex:
    slope = f"({SLOPES_HOW[activation]})" if SLOPES_HOW[activation] else slot("d.h.a", "@")
    remark = rf"\;\text{{since }}\sym{{a}}[@]={slot('a', '@')}" if activation == "relu" else ""
    written = f"={SLOPES_HOW[activation]}" if SLOPES_HOW[activation] else ""
    return {
        "state.h.h": entry(by("h", "h_prev"), rf"{slope}\cdot{slot('weight_hh', '@', '#')}"),
        "slope.h.a": f"{by('h', 'a', '[@]')}{written}={slot('d.h.a', '@')}{remark}",
    }


RNN = CellEquations(symbols, steps, whole, how, notes={}, backward=Backward(state, backward_how, {"h": "a"}))
