"""The equations of the gated recurrent unit, in PyTorch's form: the reset gate acts after the linear map."""

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
    recurrent,
    result,
    sigmoid_how,
    sigmoid_slope,
    slope_how,
    slot,
    stacked,
    sum_how,
    tanh_how,
    tanh_slope,
)
from rnnviz.equations.notation import Notation
from rnnviz.texts import _

GATES = ("r", "z", "n")


def symbols(notation: Notation, form: str) -> Latex:
    names = {"x": notation.at("x"), "h_prev": notation.prev("h")} | notation.shares("")
    for gate in GATES:
        names |= notation.shares(gate) | {gate: notation.at(gate)}
    kept, written = _products(notation)
    return names | {"reset": _reset(notation), "kept": kept, "written": written, "h": notation.at("h")}


def steps(notation: Notation, activation: str, form: str) -> Latex:
    kept, written = _products(notation)
    ih_n, reset = notation.shares("n")["a_ih.n"], _reset(notation)
    candidate = notation.at("n")
    return {
        "linear": aligned(stacked(notation)),
        "gates": aligned(_gate(notation, gate, _sum(notation, gate), *notation.known(gate)) for gate in ("r", "z")),
        "reset": rf"{candidate}=\tanh({ih_n}+{braced(reset, 'reset')})",
        "candidate": rf"{candidate}=\tanh({ih_n}+{reset})",
        "blend": f"{notation.at('h')}={braced(written, 'written')}+{braced(kept, 'kept')}",
    }


def whole(notation: Notation, activation: str, form: str) -> str:
    kept, written = _products(notation)
    gates = [_gate(notation, gate, notation.linear(gate)) for gate in ("r", "z")]
    inside = f"{notation.ih('n')}+{notation.at('r')}{notation.times}({notation.hh('n')})"
    candidate = rf"{notation.at('n')}&=\tanh({inside})"
    return aligned([*gates, candidate, f"{notation.at('h')}&={written}+{kept}"])


def how(input_size: int, hidden_size: int, activation: str, form: str) -> Latex:
    templates: Latex = {}
    for gate in GATES:
        templates |= linear_how(f".{gate}", input_size, hidden_size)
        hidden = "reset" if gate == "n" else f"a_hh.{gate}"
        templates |= dict([sum_how(f"a.{gate}", f"a_ih.{gate}", hidden)])
        templates |= dict([result(gate, f"{_squash(gate)}({slot(f'a.{gate}', '@')})")])
    return templates | clamped_how(("r", "z")) | dict(_mixture())


def _mixture() -> list[tuple[str, str]]:
    return [
        result("reset", rf"{slot('r', '@')}\cdot{slot('a_hh.n', '@')}", compound=True),
        result("kept", rf"{slot('z', '@')}\cdot{slot('h_prev', '@')}", compound=True),
        result("written", rf"(1-{slot('z', '@')})\cdot{slot('n', '@')}", compound=True),
        sum_how("h", "written", "kept"),
    ]


def _squash(gate: str) -> str:
    return r"\tanh" if gate == "n" else r"\sigma"


def _gate(notation: Notation, gate: str, *insides: str) -> str:
    return f"{notation.at(gate)}&=" + "=".join(f"{_squash(gate)}({inside})" for inside in insides)


def _sum(notation: Notation, gate: str) -> str:
    names = notation.shares(gate)
    return f"{names[f'a_ih.{gate}']}+{names[f'a_hh.{gate}']}"


def _reset(notation: Notation) -> str:
    return f"{notation.at('r')}{notation.times}{notation.shares('n')['a_hh.n']}"


def _products(notation: Notation) -> tuple[str, str]:
    z, times = notation.at("z"), notation.times
    return f"{z}{times}{notation.prev('h')}", f"(1-{z}){times}{notation.at('n')}"


def state(notation: Notation, activation: str) -> str:
    z, n, times, h_prev = notation.at("z"), notation.at("n"), notation.times, notation.prev("h")
    by_n = f"(1-{z}){times}{tanh_slope(notation, 'n')}"
    by_z = diag(f"({h_prev}-{n}){times}{sigmoid_slope(notation, 'z')}") + recurrent(notation, "z")
    hidden = notation.shares("n")["a_hh.n"]
    by_r = diag(f"{by_n}{times}{hidden}{times}{sigmoid_slope(notation, 'r')}") + recurrent(notation, "r")
    last = diag(f"{by_n}{times}{notation.at('r')}") + recurrent(notation, "n")
    return aligned([f"&{diag(z)}+{by_z}", f"&+{by_r}", f"&+{last}"])


def backward_how(activation: str) -> Latex:
    """By each gate and, where a unit meets itself, by z; n meets the two linear maps apart (".ih": the input's)."""
    by_n = rf"(1-{slot('z', '@')}){tanh_how('n')}"
    slopes = {
        "z": rf"({slot('h_prev', '@')}-{slot('n', '@')})\cdot{sigmoid_how('z')}",
        "r": rf"{by_n}\cdot{slot('a_hh.n', '@')}\cdot{sigmoid_how('r')}",
    }
    terms = by_gates("h", MOVED["h"])
    found = {"state.h.h": entry(by("h", "h_prev"), terms)}
    for gate, arithmetic in slopes.items():
        found |= slope_how("h", gate, f"a.{gate}", arithmetic, clamps=True)
    found |= slope_how("h", "n", "a_hh.n", rf"{by_n}\cdot{slot('r', '@')}", clamps=False)
    found["slope.h.n.ih"] = f"{by('h', 'a_ih.n', '[@]')}={by_n}={slot('d.h.n', '@')}"
    return found | {"state.h.h.on": entry(by("h", "h_prev"), f"{slot('z', '@')}+{terms}")}


MOVED = {"h": "zrn"}
_AFTER = _("PyTorch, and so every number here, applies the reset after the matrix; the original GRU applies it before.")
GRU = CellEquations(
    symbols,
    steps,
    whole,
    how,
    notes={
        "concat": _("h̃ is the candidate, PyTorch's n. Some texts swap z and 1 − z. {after}").format(after=_AFTER),
        "wu": _("h̃ is the candidate, PyTorch's n. Some texts swap z and 1 − z. {after}").format(after=_AFTER),
        "andrew": _("Ng's update gate is Γ_u = 1 − Γ_z, and his GRU writes c for a. {after}").format(after=_AFTER),
    },
    backward=Backward(state, backward_how, MOVED),
)
