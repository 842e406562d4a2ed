"""The equations of the long short-term memory cell, and the slides' slips a (swapped) and b (lagging)."""

from __future__ import annotations

from rnnviz.equations.cell import (
    Backward,
    CellEquations,
    Latex,
    aligned,
    braced,
    by,
    by_gates,
    clamped_how,
    diag,
    entry,
    linear_how,
    over,
    recurrent,
    result,
    sigmoid_how,
    sigmoid_slope,
    slope_how,
    slot,
    stacked,
    state_row_meaning,
    sum_how,
    tanh_how,
    tanh_slope,
    total,
)
from rnnviz.equations.notation import Notation
from rnnviz.texts import _

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


def state(notation: Notation, activation: str) -> str:
    """The four blocks of ∂(h, c)_t/∂(h, c)_{t-1}, c's first: h's are made from them."""
    h, c, h_prev, c_prev = notation.at("h"), notation.at("c"), notation.prev("h"), notation.prev("c")
    times, read = notation.times, readout(notation)
    slopes = {
        "f": f"{c_prev}{times}{sigmoid_slope(notation, 'f')}",
        "i": f"{notation.at('g')}{times}{sigmoid_slope(notation, 'i')}",
        "g": f"{notation.at('i')}{times}{tanh_slope(notation, 'g')}",
    }
    by_each = "+".join(f"{diag(slope)}{recurrent(notation, gate)}" for gate, slope in slopes.items())
    direct = diag(rf"\tanh({c}){times}{sigmoid_slope(notation, 'o')}") + recurrent(notation, "o")
    return aligned(
        [
            rf"{over(c, c_prev)}&={diag(notation.at('f'))},\qquad {over(h, c_prev)}={read}{over(c, c_prev)}",
            f"{over(c, h_prev)}&={by_each}",
            f"{over(h, h_prev)}&={direct}+{read}{over(c, h_prev)}",
            state_row_meaning(notation).replace("=", "&=", 1),
        ]
    )


def readout(notation: Notation, before: bool = False) -> str:
    """h by c within a step: diag(o (1 - tanh² c))."""
    o, c = (notation.prev(key) if before else notation.at(key) for key in "oc")
    return diag(rf"{o}{notation.times}(1-\tanh^{{2}}{c})")


READ = r"[[o:@]](1-[[tanh_c:@]]^{2})"


def backward_how(activation: str) -> Latex:
    """The blocks of the state factor: what comes by each gate and, where a unit meets itself, straight through."""
    alone = _("a unit of the cell state reaches itself alone")
    before = {"f": rf"{slot('c_prev', '@')}\cdot{sigmoid_how('f')}", "i": rf"{slot('g', '@')}\cdot{sigmoid_how('i')}"}
    before |= {"g": rf"{slot('i', '@')}\cdot{tanh_how('g')}"}
    found: Latex = {}
    for of, gates in MOVED.items():
        found[f"state.{of}.h"] = entry(by(of, "h_prev"), by_gates(of, gates))
        for gate in gates:
            slope = before[gate] if of == "c" else rf"{READ}\cdot{slot(f'd.c.{gate}', '@')}"
            if gate == "o":
                slope = rf"{slot('tanh_c', '@')}\cdot{sigmoid_how('o')}"
            found |= slope_how(of, gate, f"a.{gate}", slope, clamps=gate != "g")
    return found | {
        "state.c.c.on": entry(by("c", "c_prev"), r"\sym{f}[@]"),
        "state.h.c.on": entry(by("h", "c_prev"), rf"{READ}\cdot{slot('f', '@')}"),
        **{f"state.{of}.c.zero": entry(by(of, "c_prev"), "", alone) for of in "hc"},
    }


MOVED = {"c": "fig", "h": "figo"}
LSTM = CellEquations(
    symbols,
    steps,
    whole,
    how,
    notes={"andrew": _("Γ_u is the input gate i; c̃ is the candidate, PyTorch's g.")}
    | dict.fromkeys(("concat", "wu"), _("c̃ is the candidate, PyTorch's g.")),
    backward=Backward(state, backward_how, MOVED, readout, READ),
)
