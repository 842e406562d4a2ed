"""The sweep stage: the gradient going back through the unrolled net, and one path opened. Its LaTeX is sent once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from rnnviz.core.bptt import GradientRecord
from rnnviz.core.cells import CELLS
from rnnviz.equations import NOTATIONS
from rnnviz.equations.bptt import formulas, how, layout, names, path_symbols
from rnnviz.equations.wording import in_notation, letter, parameter
from rnnviz.lasting import Lasting
from rnnviz.stage.cell_stage import released
from rnnviz.stage.drawn import CSS, drawn


def sweep_lasting(gradient: GradientRecord, of: str) -> Lasting:
    """What the stage is told once, whatever the numbers are; of: the parameter whose path is opened."""
    problem = gradient.problem
    sizes = gradient.jacobians.shape[-1], gradient.y.shape[1]
    return _lasting(problem.cell, problem.loss.kind, problem.activation, sizes, of, tuple(gradient.gradients))


@lru_cache(maxsize=500)
def _lasting(
    cell: str, loss: str, activation: str, sizes: tuple[int, int], of: str, parameters: tuple[str, ...]
) -> Lasting:
    """names, formulas and symbols by notation; how: templates, by what is pointed at; layout: rows are outputs.

    letters: what a quantity and a whole parameter are called in text, by notation.
    """
    equations = {
        "names": {key: names(cell, key, of) for key in NOTATIONS},
        "formulas": {key: formulas(cell, key, loss, of, activation) for key in NOTATIONS},
        "symbols": {key: path_symbols(cell, key, of) for key in NOTATIONS},
        "how": how(cell, loss, *sizes, activation) if max(sizes) <= 8 else {},
        "layout": {key: in_notation(layout(cell, activation), key, cell) for key in NOTATIONS},
        "letters": {key: letters(cell, key, parameters) for key in NOTATIONS},
    }
    return Lasting({"kind": CELLS[cell].to_json(), "equations": equations, "notations": NOTATIONS, "css": CSS})


def letters(cell: str, notation: str, parameters: Iterable[str]) -> dict[str, str]:
    """What a quantity and a whole parameter are called in plain text."""
    quantities = {key: letter(notation, key) for key in ("x", "h", "c", "y", *CELLS[cell].gates)}
    return quantities | {name: parameter(notation, cell, name) for name in parameters}


# Room from the start, so that nothing jumps when the script has come.
HTML = '<div class="stage sweep" style="min-height: 520px"></div>'

_draw = drawn("sweep_stage", HTML, "gradient/sweep.js")


def sweep_stage(key: str, data: Mapping[str, Any], lasting: Lasting, on_pick: Callable[[], None]) -> None:
    """Draw the stage with `sweep_payload`'s data; lasting: of `sweep_equations`.

    What the learner does there that Python must know arrives in st.session_state[key]: "doc" {"rev", "table"} when a
    number was dragged, "pick" (a dictionary of choices) when another E_t, parameter or view was chosen; `on_pick` is
    called for the latter before the page runs again.
    """
    default = {"doc": None, "pick": None}
    _draw(key, {**data, "heard": released(key)}, lasting, default=default, on_doc_change=_rerun, on_pick_change=on_pick)


def _rerun() -> None:
    """The state is in the session already; a callback must exist for it to be kept."""
