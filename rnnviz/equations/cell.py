"""What the equations of one kind of cell consist of, and the pieces that all cells share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from rnnviz.equations.notation import Notation

Latex = dict[str, str]


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
