r"""What the equations of the backward pass say of one kind of cell, and the pieces that all cells share.

In a template [[entry:@]] is the number pointed at, @ its row (within its block of units) and # its column; a slot d.c.f
is the slope of c by gate f's pre-activation, d.h.a that of a cell without gates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rnnviz.equations.cell import Latex, slot
from rnnviz.equations.notation import Notation

ENTRY = slot("entry", "@")
LOSS = r"\Loss"


def over(top: str, bottom: str) -> str:
    return rf"\frac{{\partial {top}}}{{\partial {bottom}}}"


def diag(inside: str) -> str:
    return rf"\mathrm{{diag}}({inside})"


def recurrent(writer: Notation, gate: str) -> str:
    """W_{hf}."""
    return writer.maps(writer.letter(gate)).weight_hh


def sigmoid_slope(writer: Notation, gate: str) -> str:
    """f(1 - f)."""
    value = writer.at(gate)
    return f"{value}{writer.times}(1-{value})"


def tanh_slope(writer: Notation, gate: str) -> str:
    """1 - g²."""
    value = writer.at(gate)
    return f"(1-{value}{writer.times}{value})"


def state_row(writer: Notation, states: Sequence[str]) -> str:
    """What goes back from step t: dL/dh_t, or for the LSTM delta_t, whose half for c_t holds h_t still.

    The whole dL/dc_t is another number: c_t moves h_t as well, and that share is in dL/dh_t already.
    """
    if len(states) == 1:
        return over(LOSS, writer.at("h"))
    return rf"\boldsymbol{{\delta}}{writer.now}"


def state_row_meaning(writer: Notation) -> str:
    """delta_t written out."""
    h, c = writer.at("h"), writer.at("c")
    held = rf"\left.{over(LOSS, c)}\right|_{{{h}}}"
    return rf"{state_row(writer, ('h', 'c'))}=\left({over(LOSS, h)},\,{held}\right)"


def by(of: str, what: str, column: str = "[#]") -> str:
    return rf"\partial \sym{{{of}}}[@]/\partial \sym{{{what}}}{column}"


def entry(name: str, arithmetic: str, note: str = "") -> str:
    remark = rf"\;\text{{({note})}}" if note else ""
    return f"{name}={arithmetic}={ENTRY}{remark}" if arithmetic else f"{name}={ENTRY}{remark}"


def total(terms: Iterable[str]) -> str:
    return "+".join(terms)


def sigmoid_how(gate: str) -> str:
    own = slot(gate, "@")
    return f"{own}(1-{own})"


def tanh_how(gate: str) -> str:
    return f"(1-{slot(gate, '@')}^{{2}})"


def by_gates(of: str, gates: str) -> str:
    """What comes to a state by h_prev through each gate."""
    return total(rf"{slot(f'd.{of}.{gate}', '@')}\cdot{slot(f'weight_hh.{gate}', '@', '#')}" for gate in gates)


def slope_how(of: str, gate: str, linear: str, arithmetic: str, *, clamps: bool) -> Latex:
    """A state by one gate's pre-activation `linear`; `clamps`: the gate may be held at a number."""
    name, value = by(of, linear, "[@]"), slot(f"d.{of}.{gate}", "@")
    found = {f"slope.{of}.{gate}": f"{name}={arithmetic}={value}"}
    if clamps:
        found[f"slope.{of}.{gate}.clamped"] = rf"{name}={value}\;\text{{(the gate is clamped)}}"
    return found
