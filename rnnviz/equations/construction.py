"""The equations of the stages between RNN and LSTM, in every notation, as the cell stage wants them."""

from __future__ import annotations

from collections.abc import Mapping

from rnnviz.equations import stage_equations
from rnnviz.equations.cell import Latex, aligned, result, slot, sum_how
from rnnviz.equations.lstm import GATES, SQUASH
from rnnviz.equations.notation import WRITERS, Notation


def construction_equations(form: str, input_size: int, hidden_size: int) -> dict[str, Mapping[str, object]]:
    """`stage_equations` of the LSTM with those of a stage in their place; form "plain", "sum" or "ungated"."""
    whole = dict(stage_equations("lstm", input_size, hidden_size))
    own = {key: steps(writer, form) for key, writer in WRITERS.items()}
    return whole | {"symbolic": own, "how": {**whole["how"], **how(form)}}


def steps(notation: Notation, form: str) -> Latex:
    """The equation of every operation of a stage."""
    gates = GATES if form == "ungated" else ("g",)
    sums = {gate: notation.shares(gate)[f"a.{gate}"] for gate in GATES}
    at, prev = notation.at, notation.prev
    return {
        "linear": aligned(f"{sums[gate]}&={notation.linear(gate)}" for gate in gates),
        "squash": rf"{at('h')}=\tanh({sums['g']})",
        "candidate": rf"{at('g')}=\tanh({sums['g']})",
        "gates": aligned(f"{at(gate)}&={SQUASH[gate]}({sums[gate]})" for gate in GATES),
        "cell": f"{at('c')}={at('g')}+{prev('c')}",
        "output": rf"{at('h')}=\tanh({at('c')})",
    }


def how(form: str) -> Latex:
    """The arithmetic of what a stage computes otherwise than the LSTM."""
    if form == "plain":
        return dict([result("h", rf"\tanh({slot('a.g', '@')})")])
    return dict([sum_how("c", "g", "c_prev"), result("h", rf"\tanh({slot('c', '@')})")])
