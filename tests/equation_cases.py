"""The equations as tests read them: one step, a whole cell, one unit's arithmetic written out."""

from __future__ import annotations

import re

from rnnviz.equations import EQUATIONS, head, stage_equations
from rnnviz.equations.cell import slot
from rnnviz.equations.notation import WRITERS

_DOT = re.compile(r"\\dotn\{([\w.]+)\}\{(\w+)\}\{(\d+)\}")


def symbolic(cell: str, notation: str, op: str, activation: str = "tanh", form: str = "right") -> str:
    """The equation(s) of one operation of core's CELLS, or of "head", before they are shortened for the browser."""
    writer = WRITERS[notation]
    return (EQUATIONS[cell].steps(writer, activation, form) | {"head": head.whole(writer, form)})[op]


def whole(cell: str, notation: str, activation: str = "tanh", form: str = "right") -> str:
    """The cell's equations, from x_t and h_{t-1} to h_t."""
    return EQUATIONS[cell].whole(WRITERS[notation], activation, form)


def numbers(
    cell: str,
    quantity: str,
    input_size: int,
    hidden_size: int,
    *,
    activation: str = "tanh",
    form: str = "right",
    head_size: int = 0,
) -> str:
    r"""The template that is sent for a quantity, with every \dotn as the sum of products that it stands for."""
    sent = stage_equations(cell, input_size, hidden_size, activation, head_size, form)["how"]

    def terms(found: re.Match[str]) -> str:
        weight, vector, size = found.groups()
        return "+".join(rf"{slot(weight, '@', j)}\cdot{slot(vector, j)}" for j in range(int(size)))

    return _DOT.sub(terms, sent[quantity])
