"""The LaTeX that the sweep stage needs: names, formulas and symbols by notation, and the arithmetic."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rnnviz.core.bptt import GradientRecord
from rnnviz.core.cells import CELLS
from rnnviz.equations import NOTATIONS
from rnnviz.equations.bptt import formulas, how, layout, names, path_symbols
from rnnviz.equations.wording import in_notation, letter, parameter


def sweep_equations(gradient: GradientRecord, of: str) -> dict[str, Any]:
    """names, formulas and symbols by notation; how: templates, by what is pointed at; layout: rows are outputs.

    letters: what a quantity and a whole parameter are called in text, by notation.
    """
    problem = gradient.problem
    cell, loss, activation = problem.cell, problem.loss.kind, problem.activation
    sizes = gradient.jacobians.shape[-1], gradient.y.shape[1]
    return {
        "names": {key: names(cell, key, of) for key in NOTATIONS},
        "formulas": {key: formulas(cell, key, loss, of, activation) for key in NOTATIONS},
        "symbols": {key: path_symbols(cell, key, of) for key in NOTATIONS},
        "how": how(cell, loss, *sizes, activation) if max(sizes) <= 8 else {},
        "layout": {key: in_notation(layout(cell, activation), key, cell) for key in NOTATIONS},
        "letters": {key: letters(cell, key, gradient.gradients) for key in NOTATIONS},
    }


def letters(cell: str, notation: str, parameters: Iterable[str]) -> dict[str, str]:
    """What a quantity and a whole parameter are called in plain text."""
    quantities = {key: letter(notation, key) for key in ("x", "h", "c", "y", *CELLS[cell].gates)}
    return quantities | {name: parameter(notation, cell, name) for name in parameters}
