"""The equations of the long short-term memory cell, and the slides' slips a (swapped) and b (lagging)."""

from __future__ import annotations

from rnnviz.equations.cell import (
    CellEquations,
    Latex,
    aligned,
    braced,
    clamped_how,
    linear_how,
    result,
    slot,
    stacked,
    sum_how,
    total,
)
from rnnviz.equations.notation import Notation

GATES = ("i", "f", "g", "o")
SQUASH = {"i": r"\sigma", "f": r"\sigma", "g": r"\tanh", "o": r"\sigma"}


def symbols(notation: Notation, form: str) -> Latex:
    kept, written = _products(notation, form)
    names = {"x": notation.at("x"), "h_prev": notation.prev("h"), "c_prev": notation.prev("c")} | notation.shares("")
    for gate in GATES:
        names |= notation.shares(gate) | {gate: notation.at(gate)}
    return names | {
        "kept": kept,
        "written": written,
        "c": notation.at("c"),
        "tanh_c": rf"\tanh({_read(notation, form)})",
        "h": notation.at("h"),
    }


def steps(notation: Notation, activation: str, form: str) -> Latex:
    kept, written = _products(notation, form)
    blocks = ",".join(notation.shares(gate)[f"a.{gate}"] for gate in GATES)
    line = total(notation).replace("=", "&=", 1)
    return {
        "linear": aligned([*stacked(notation), line, f"&=({blocks})"]),
        "gates": aligned(
            _gate(notation, gate, notation.shares(gate)[f"a.{gate}"], *notation.known(gate)) for gate in GATES
        ),
        "forget": f"{notation.at('c')}={braced(kept, 'kept')}+{written}",
        "write": f"{notation.at('c')}={kept}+{braced(written, 'written')}",
        "cell": f"{notation.at('c')}={kept}+{written}",
        "output": _output(notation, form),
    }


def whole(notation: Notation, activation: str, form: str) -> str:
    kept, written = _products(notation, form)
    gates = [_gate(notation, gate, notation.linear(gate)) for gate in GATES]
    states = [f"{notation.at('c')}={kept}+{written}", _output(notation, form)]
    return aligned([*gates, *(line.replace("=", "&=", 1) for line in states)])


def how(input_size: int, hidden_size: int, activation: str, form: str) -> Latex:
    templates: Latex = {}
    for gate in GATES:
        templates |= linear_how(f".{gate}", input_size, hidden_size)
        templates |= dict([sum_how(f"a.{gate}", f"a_ih.{gate}", f"a_hh.{gate}")])
        templates |= dict([result(gate, f"{SQUASH[gate]}({slot(f'a.{gate}', '@')})")])
    return templates | clamped_how(("i", "f", "o")) | dict(_memory(form))


def _memory(form: str) -> list[tuple[str, str]]:
    keep, write = ("i", "f") if form == "swapped" else ("f", "i")
    read = "c_prev" if form == "lagging" else "c"
    return [
        result("kept", rf"{slot(keep, '@')}\cdot{slot('c_prev', '@')}", compound=True),
        result("written", rf"{slot(write, '@')}\cdot{slot('g', '@')}", compound=True),
        sum_how("c", "kept", "written"),
        result("tanh_c", rf"\tanh({slot(read, '@')})"),
        result("h", rf"{slot('o', '@')}\cdot{slot('tanh_c', '@')}"),
    ]


def _gate(notation: Notation, gate: str, *insides: str) -> str:
    return f"{notation.at(gate)}&=" + "=".join(f"{SQUASH[gate]}({inside})" for inside in insides)


def _products(notation: Notation, form: str) -> tuple[str, str]:
    keep, write = ("i", "f") if form == "swapped" else ("f", "i")
    times = notation.times
    return f"{notation.at(keep)}{times}{notation.prev('c')}", f"{notation.at(write)}{times}{notation.at('g')}"


def _read(notation: Notation, form: str) -> str:
    return notation.prev("c") if form == "lagging" else notation.at("c")


def _output(notation: Notation, form: str) -> str:
    return rf"{notation.at('h')}={notation.at('o')}{notation.times}\tanh({_read(notation, form)})"


LSTM = CellEquations(
    symbols,
    steps,
    whole,
    how,
    notes={"andrew": "Γ_u is the input gate i; c̃ is the candidate, PyTorch's g."}
    | dict.fromkeys(("concat", "wu"), "c̃ is the candidate, PyTorch's g."),
)
