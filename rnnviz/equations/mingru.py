"""The equations of the minimal gated recurrent unit, whose gate and candidate read the input alone."""

from __future__ import annotations

from rnnviz.equations.cell import (
    Backward,
    CellEquations,
    Latex,
    aligned,
    braced,
    by,
    clamped_how,
    diag,
    entry,
    linear_how,
    result,
    sigmoid_how,
    slope_how,
    slot,
    sum_how,
)
from rnnviz.equations.notation import Notation
from rnnviz.texts import _

GATES = ("z", "n")


def symbols(notation: Notation, form: str) -> Latex:
    names = {"x": notation.at("x"), "h_prev": notation.prev("h"), "a_ih": notation.shares("")["a_ih"]}
    for gate in GATES:
        names |= {f"a_ih.{gate}": _share(notation, gate), gate: notation.at(gate)}
    kept, written = _products(notation)
    return names | {"kept": kept, "written": written, "h": notation.at("h")}


def steps(notation: Notation, activation: str, form: str) -> Latex:
    kept, written = _products(notation)
    return {
        "linear": f"{notation.shares('')['a_ih']}={notation.ih('')}",
        "gate": rf"{notation.at('z')}=\sigma({_share(notation, 'z')})=\sigma({notation.ih('z')})",
        "candidate": f"{notation.at('n')}={_share(notation, 'n')}={notation.ih('n')}",
        "blend": f"{notation.at('h')}={braced(kept, 'kept')}+{braced(written, 'written')}",
    }


def whole(notation: Notation, activation: str, form: str) -> str:
    kept, written = _products(notation)
    gate = rf"{notation.at('z')}&=\sigma({notation.ih('z')})"
    return aligned([gate, f"{notation.at('n')}&={notation.ih('n')}", f"{notation.at('h')}&={kept}+{written}"])


def how(input_size: int, hidden_size: int, activation: str, form: str) -> Latex:
    shares = {f"a_ih.{gate}": linear_how(f".{gate}", input_size, hidden_size)[f"a_ih.{gate}"] for gate in GATES}
    made = [
        result("z", rf"\sigma({slot('a_ih.z', '@')})"),
        result("n", slot("a_ih.n", "@")),
        result("kept", rf"(1-{slot('z', '@')})\cdot{slot('h_prev', '@')}", compound=True),
        result("written", rf"{slot('z', '@')}\cdot{slot('n', '@')}", compound=True),
        sum_how("h", "kept", "written"),
    ]
    return shares | dict(made) | clamped_how(("z",))


def state(notation: Notation, activation: str) -> str:
    return diag(f"1-{notation.at('z')}")


def backward_how(activation: str) -> Latex:
    """Straight from h to h: no gate reads it."""
    by_z = rf"({slot('n', '@')}-{slot('h_prev', '@')})\cdot{sigmoid_how('z')}"
    return {
        "state.h.h.on": entry(by("h", "h_prev"), f"1-{slot('z', '@')}"),
        "state.h.h.zero": entry(by("h", "h_prev"), "", _("a unit of the hidden state reaches itself alone")),
        **slope_how("h", "z", "a_ih.z", by_z, clamps=True),
        **slope_how("h", "n", "a_ih.n", slot("z", "@"), clamps=False),
    }


def _share(notation: Notation, gate: str) -> str:
    return notation.shares(gate)[f"a_ih.{gate}"]


def _products(notation: Notation) -> tuple[str, str]:
    z, times = notation.at("z"), notation.times
    return f"(1-{z}){times}{notation.prev('h')}", f"{z}{times}{notation.at('n')}"


_WRITES = _("As in its paper, z writes and 1 − z keeps; in PyTorch's GRU z keeps.")
MINGRU = CellEquations(
    symbols,
    steps,
    whole,
    how,
    notes={
        "torch": _("PyTorch has no minGRU. {writes}").format(writes=_WRITES),
        "concat": _("h̃ is the candidate, n in PyTorch's letters. {writes}").format(writes=_WRITES),
        "wu": _("h̃ is the candidate, n in PyTorch's letters. {writes}").format(writes=_WRITES),
        "andrew": _("Γ_z writes and 1 − Γ_z keeps, as Ng's Γ_u does in his GRU."),
    },
    backward=Backward(state, backward_how, {"h": "zn"}),
)
