r"""The one home of LaTeX: every step of every cell in four notations, and the same steps with numbers filled in.

Colour is carried by \htmlClass{q-<quantity>}{...}, which our own KaTeX renders; `for_streamlit` turns it into
\textcolor for st.latex, which does not trust \htmlClass.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from rnnviz.core.cells import CELLS
from rnnviz.equations import gru, head, lstm, mingru, rnn
from rnnviz.equations.cell import CellEquations, Latex
from rnnviz.equations.notation import PLAIN, WRITERS
from rnnviz.equations.slips import slip
from rnnviz.theme import QUANTITIES, Theme

__all__ = ["EQUATIONS", "NOTATIONS", "for_streamlit", "note", "parameters", "slip", "stage_equations", "symbols"]

EQUATIONS: dict[str, CellEquations] = {"rnn": rnn.RNN, "lstm": lstm.LSTM, "gru": gru.GRU, "mingru": mingru.MINGRU}
NOTATIONS: dict[str, str] = {key: notation.title for key, notation in WRITERS.items()}
_SHORT = {
    r"\htmlClass{q-": r"\q{",
    r"^{\langle t\rangle}": r"\N",
    r"^{\langle t-1\rangle}": r"\P",
    "_{t}": "_t",
    r"\begin{aligned}": r"\L{",
    r"\end{aligned}": "}",
    r"\underbrace{": r"\U{",
    r"}_{\text{kept}}": "}{kept}",
    r"}_{\text{written}}": "}{written}",
    r"}_{\text{reset}}": "}{reset}",
}
_CLASS = re.compile(r"\\htmlClass\{q-(\w+)\}")


def symbols(cell: str, notation: str, form: str = "right") -> Latex:
    """The LaTeX of every quantity of a cell's record, its gate blocks ("a_ih.f") and the output layer's y and p."""
    writer = WRITERS[notation]
    return EQUATIONS[cell].symbols(writer, form) | head.symbols(writer, form)


def parameters(cell: str, notation: str) -> Latex:
    """The LaTeX of what a learner sets: each gate's weights and biases ("weight_ih.f"), the head's, and h0 and c0."""
    writer = WRITERS[notation]
    found: Latex = {}
    for gate in CELLS[cell].arrays["weight_ih"]:
        maps = writer.maps(writer.letter(gate or PLAIN))
        for name in ("weight_ih", "bias_ih", "weight_hh", "bias_hh"):
            if gate in CELLS[cell].arrays.get(name, ()):
                found[f"{name}.{gate}" if gate else name] = getattr(maps, name)
    starts = {f"{state}0": writer.at_step(state, 0) for state in CELLS[cell].states}
    return found | head.parameters(writer) | starts


def note(cell: str, notation: str) -> str:
    """Where a notation's own letters or cell differ from PyTorch's, in a sentence; "" where they do not."""
    return EQUATIONS[cell].notes.get(notation, "")


def stage_equations(
    cell: str,
    input_size: int,
    hidden_size: int,
    activation: str = "tanh",
    head_size: int = 0,
    form: str = "right",
) -> dict[str, Mapping[str, object]]:
    r"""What the browser needs, JSON-able: symbols and symbolic by notation, how by quantity, notes by notation.

    It is sent with every change, so what is long is shortened (_SHORT, \dotn); assets/shared/equation.js opens it.
    """
    absent = () if head_size else ("y", "p", "head")
    return {
        "symbols": {key: _short(symbols(cell, key, form), absent) for key in WRITERS},
        "symbolic": {key: _short(_steps(cell, key, activation, form), absent) for key in WRITERS},
        "how": _how(cell, input_size, hidden_size, activation, head_size, form),
        "notes": {key: note(cell, key) for key in WRITERS},
    }


def for_streamlit(latex: str, theme: Theme = "light") -> str:
    r"""The same LaTeX with \textcolor in place of \htmlClass, readable on the theme's page."""
    return _CLASS.sub(lambda found: rf"\textcolor{{{QUANTITIES[found[1]].on(theme)}}}", latex)


def _steps(cell: str, notation: str, activation: str, form: str) -> Latex:
    writer = WRITERS[notation]
    return EQUATIONS[cell].steps(writer, activation, form) | {"head": head.whole(writer, form)}


def _how(cell: str, input_size: int, hidden_size: int, activation: str, head_size: int, form: str) -> Latex:
    templates = EQUATIONS[cell].how(input_size, hidden_size, activation, form)
    return templates | head.how(hidden_size, head_size, form)


def _short(latex: Latex, absent: tuple[str, ...]) -> Latex:
    return {key: _shorten(text) for key, text in latex.items() if key not in absent}


def _shorten(text: str) -> str:
    for long, short in _SHORT.items():
        text = text.replace(long, short)
    return text
