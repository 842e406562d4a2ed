"""What the equations of one kind of cell consist of, forward and backward, and the pieces that all cells share.

In a template [[entry:@]] is the number pointed at, @ its row (within its block of units) and # its column; a slot
d.c.f is the slope of c by gate f's pre-activation, d.h.a that of a cell without gates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rnnviz.equations.notation import Notation

Latex = dict[str, str]
LOSS = r"\Loss"


@dataclass(frozen=True)
class Backward:
    r"""One step's derivatives, in LaTeX.

    state(notation, activation): the formula of the factor ds_t/ds_{t-1}. how(activation): its arithmetic and that of
    the slopes it uses, as templates; the keys are `bptt_numbers.how`'s. moved: the gates that move each state, in the
    order in which they are written; "a" for a cell without.
    readout(notation, before), read: for a cell with c, h_t by c_t within the step (or both a step earlier), as a
    formula and as a template.
    """

    state: Callable[[Notation, str], str]
    how: Callable[[str], Latex]
    moved: Mapping[str, str]
    readout: Callable[[Notation, bool], str] | None = None
    read: str = ""


@dataclass(frozen=True)
class CellEquations:
    """A cell's LaTeX, by quantity, by operation, as a whole, and as templates with slots for numbers.

    symbols(notation, form), steps(notation, activation, form), whole(notation, activation, form),
    how(input_size, hidden_size, activation, form); `notes`: where a notation's own cell differs from PyTorch's;
    `backward`: its step's derivatives.
    """

    symbols: Callable[[Notation, str], Latex]
    steps: Callable[[Notation, str, str], Latex]
    whole: Callable[[Notation, str, str], str]
    how: Callable[[int, int, str, str], Latex]
    notes: Mapping[str, str]
    backward: Backward


def aligned(lines: Iterable[str]) -> str:
    """Lines one under the other; each has its & where they align."""
    return r"\begin{aligned}" + r"\\".join(lines) + r"\end{aligned}"


def braced(latex: str, word: str) -> str:
    """An expression with a word under it."""
    return rf"\underbrace{{{latex}}}_{{\text{{{word}}}}}"


def stacked(notation: Notation, gate: str = "") -> list[str]:
    """The linear maps of all gates at once, as PyTorch computes them: two lines, for a_ih and a_hh."""
    names = notation.shares("")
    return [f"{names['a_ih']}&={notation.ih(gate)}", f"{names['a_hh']}&={notation.hh(gate)}"]


def total(notation: Notation, gate: str = "") -> str:
    """a as the sum of its shares and, where a notation has one bias, the way that notation is known for."""
    names = notation.shares("")
    return "=".join([names["a"], f"{names['a_ih']}+{names['a_hh']}", *notation.known(gate)])


def slot(quantity: str, *places: object) -> str:
    """A place for a number: [[quantity:row:col]]."""
    return f"[[{':'.join(map(str, (quantity, *places)))}]]"


def dot(weight: str, vector: str, size: int) -> str:
    r"""Row @ of a matrix times a vector, as \dotn{weight}{vector}{size}, which equation.js opens."""
    return rf"\dotn{{{weight}}}{{{vector}}}{{{size}}}"


def result(key: str, arithmetic: str, compound: bool = False) -> tuple[str, str]:
    """The template of a quantity's unit @. `compound`: its symbol is an expression and wants parentheses."""
    name = rf"(\sym{{{key}}})" if compound else rf"\sym{{{key}}}"
    return key, f"{name}[@]={arithmetic}={slot(key, '@')}"


def linear_how(suffix: str, input_size: int, hidden_size: int) -> Latex:
    """a_ih and a_hh of one gate (suffix ".f", or "" for an RNN)."""
    shares = ((f"ih{suffix}", "x", input_size), (f"hh{suffix}", "h_prev", hidden_size))
    return dict(
        result(f"a_{name}", f"{dot(f'weight_{name}', vector, size)}+{slot(f'bias_{name}', '@')}")
        for name, vector, size in shares
    )


def sum_how(key: str, *summands: str) -> tuple[str, str]:
    return result(key, "+".join(slot(summand, "@") for summand in summands))


def clamped_how(gates: Iterable[str]) -> Latex:
    """For a gate that is held at a number there is no arithmetic: key "f.clamped"."""
    return {f"{gate}.clamped": rf"\sym{{{gate}}}[@]={slot(gate, '@')}\;\text{{(clamped)}}" for gate in gates}


ENTRY = slot("entry", "@")


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
    """delta_t written out; what is held is as large as the line, so that its own index can be read."""
    h, c = writer.at("h"), writer.at("c")
    held = rf"\left.{over(LOSS, c)}\right|_{{\textstyle {h}}}"
    return rf"{state_row(writer, ('h', 'c'))}=\left({over(LOSS, h)},\,{held}\right)"


def by(of: str, what: str, column: str = "[#]") -> str:
    return rf"\partial \sym{{{of}}}[@]/\partial \sym{{{what}}}{column}"


def entry(name: str, arithmetic: str, note: str = "") -> str:
    remark = rf"\;\text{{({note})}}" if note else ""
    return f"{name}={arithmetic}={ENTRY}{remark}" if arithmetic else f"{name}={ENTRY}{remark}"


def plus(terms: Iterable[str]) -> str:
    return "+".join(terms)


def sigmoid_how(gate: str) -> str:
    own = slot(gate, "@")
    return f"{own}(1-{own})"


def tanh_how(gate: str) -> str:
    return f"(1-{slot(gate, '@')}^{{2}})"


def by_gates(of: str, gates: str) -> str:
    """What comes to a state by h_prev through each gate."""
    return plus(rf"{slot(f'd.{of}.{gate}', '@')}\cdot{slot(f'weight_hh.{gate}', '@', '#')}" for gate in gates)


def slope_how(of: str, gate: str, linear: str, arithmetic: str, *, clamps: bool) -> Latex:
    """A state by one gate's pre-activation `linear`; `clamps`: the gate may be held at a number."""
    name, value = by(of, linear, "[@]"), slot(f"d.{of}.{gate}", "@")
    found = {f"slope.{of}.{gate}": f"{name}={arithmetic}={value}"}
    if clamps:
        found[f"slope.{of}.{gate}.clamped"] = rf"{name}={value}\;\text{{(the gate is clamped)}}"
    return found
