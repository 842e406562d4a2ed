"""The LaTeX that the sweep stage needs: names, formulas and symbols by notation, and the arithmetic."""

from __future__ import annotations

from typing import Any

from rnnviz.core.bptt import GradientRecord
from rnnviz.equations import NOTATIONS
from rnnviz.equations.bptt import LAYOUT, formulas, names, path_symbols
from rnnviz.equations.bptt_numbers import how


def sweep_equations(gradient: GradientRecord, parameter: str) -> dict[str, Any]:
    """names, formulas and symbols by notation; how: templates, by what is pointed at; layout: rows are outputs."""
    problem = gradient.problem
    cell, loss, activation = problem.cell, problem.loss.kind, problem.activation
    sizes = gradient.jacobians.shape[-1], gradient.y.shape[1]
    return {
        "names": {key: names(cell, key, parameter) for key in NOTATIONS},
        "formulas": {key: formulas(cell, key, loss, parameter, activation) for key in NOTATIONS},
        "symbols": {key: path_symbols(cell, key, parameter) for key in NOTATIONS},
        "how": how(cell, loss, *sizes, activation) if max(sizes) <= 8 else {},
        "layout": LAYOUT,
    }
