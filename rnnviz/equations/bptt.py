r"""The factors of backpropagation through time: their names and formulas in every notation.

Rows are outputs and columns inputs, as in core: ∂h_t/∂h_{t-1} = diag(1 - h²) W_hh. Texts that write a gradient as a
column have its transpose, W_hhᵀ diag(1 - h²). In a name, \Loss stands for what is differentiated: L, or one E_t whose
step is not the factor's. The same factors as arithmetic: `bptt_numbers`.
"""

from __future__ import annotations

from rnnviz.core.cells import CELLS
from rnnviz.equations import EQUATIONS, parameters, symbols
from rnnviz.equations.backward import LOSS, diag, over, state_row, state_row_meaning
from rnnviz.equations.cell import Latex
from rnnviz.equations.notation import PLAIN, Notation
from rnnviz.equations.rnn import slope
from rnnviz.equations.schools import WRITERS

LAYOUT = (
    "Rows are outputs, columns are inputs. Other books write the gradient as a column; there the factors are "
    "transposed and in reverse order"
)


def layout(cell: str, activation: str) -> str:
    """Which side a factor stands on, here and elsewhere; W_hhᵀ diag(1 − h²) is the tanh RNN's alone."""
    return f"{LAYOUT}: W_hhᵀ diag(1 − h²)." if not CELLS[cell].gates and activation == "tanh" else f"{LAYOUT}."


ASKED = {"h", "h_prev", "c", "c_prev", "f", "y", "p", "x", "a", "a_ih", "a_hh"}


def names(cell: str, notation: str, parameter: str) -> Latex:
    r"""Each factor's name; "so_far.y", ".state", ".parameter": the product up to there; "dy", "dh", "dc" in a line."""
    writer = WRITERS[notation]
    state, y, weight = states(writer, cell), writer.at("y"), symbol(writer, cell, parameter)
    last = y if parameter.startswith("head") else state
    return {
        "error": over("E_{t}", y),
        "head": over(y, state),
        "state": over(state, states(writer, cell, before=True)),
        "local": over(last, weight),
        "so_far.y": over(r"\Loss", y),
        "so_far.state": state_row(writer, CELLS[cell].states),
        "so_far.parameter": over(r"\Loss", weight),
        **{f"d{key}": rf"\partial\Loss/\partial {writer.at(key)}" for key in ("y", *CELLS[cell].states)},
    }


def formulas(cell: str, notation: str, loss: str, parameter: str, activation: str = "tanh") -> Latex:
    """The formula of each factor: "error", "head", "state", and "local", the parameter's."""
    writer = WRITERS[notation]
    return {
        "error": error_formula(writer, loss),
        "head": head_formula(writer, cell),
        "state": EQUATIONS[cell].backward.state(writer, activation),
        "local": local_formula(writer, cell, parameter, activation),
        **sweep_formulas(writer, cell),
    }


def sweep_formulas(writer: Notation, cell: str) -> Latex:
    """What a state's gradient is the sum of. Where the step after it has a share, the state is that of step t - 1."""
    h, h_prev, y_prev = writer.at("h"), writer.prev("h"), writer.prev("y")
    state, weight = states(writer, cell), symbol(writer, cell, "head_weight")
    later = {
        key: rf"{state_row(writer, CELLS[cell].states)}\,{over(state, writer.prev(key))}" for key in CELLS[cell].states
    }
    found = {
        "sweep.h.own": rf"{over(LOSS, h)}={over(LOSS, writer.at('y'))}\,{weight}",
        "sweep.h.later": f"{over(LOSS, h_prev)}={later['h']}",
        "sweep.h": rf"{over(LOSS, h_prev)}={over(LOSS, y_prev)}\,{weight}+{later['h']}",
    }
    readout = EQUATIONS[cell].backward.readout
    if readout is None:
        return found
    c, c_prev = writer.at("c"), writer.prev("c")
    for key in ("sweep.h.later", "sweep.h"):
        found[key] += rf",\quad {state_row_meaning(writer)}"
    return found | {
        "sweep.c.own": rf"{over(LOSS, c)}={over(LOSS, h)}\,{readout(writer, False)}",
        "sweep.c.later": rf"{over(LOSS, c_prev)}={later['c']},\quad {state_row_meaning(writer)}",
        "sweep.c": rf"{over(LOSS, c_prev)}={over(LOSS, h_prev)}\,{readout(writer, True)}"
        rf"+{later['c']},\quad {state_row_meaning(writer)}",
    }


def path_symbols(cell: str, notation: str, parameter: str) -> Latex:
    """The symbols that the templates of `bptt_numbers` ask for, and all parameters'; "parameter.f": block f of one."""
    weights = parameters(cell, notation)
    found = {name: latex for name, latex in symbols(cell, notation).items() if name.split(".")[0] in ASKED}
    found |= weights
    for gate in CELLS[cell].gates or ("a",):
        found[f"parameter.{gate}"] = weights.get(f"{parameter}.{gate}", symbol(WRITERS[notation], cell, parameter))
    return found | {"parameter": symbol(WRITERS[notation], cell, parameter)}


def states(writer: Notation, cell: str, *, before: bool = False) -> str:
    """h_t, or (h_t, c_t) for the LSTM."""
    found = [writer.prev(key) if before else writer.at(key) for key in CELLS[cell].states]
    return found[0] if len(found) == 1 else f"({','.join(found)})"


def symbol(writer: Notation, cell: str, parameter: str) -> str:
    """A parameter with the blocks of all gates on end: W_{hh}, b_{ih}, W_{y}."""
    if parameter.startswith("head"):
        low = "ya" if writer.stems.get("h") == "a" else "y"
        return f"W_{{{low}}}" if parameter == "head_weight" else "b_{y}"
    return str(getattr(writer.maps("" if CELLS[cell].gates else writer.letter(PLAIN)), parameter))


def error_formula(writer: Notation, loss: str) -> str:
    y, p = writer.at("y"), writer.at("p")
    if loss == "squared":
        return rf"{y}-\text{{target}}_{{t}}"
    return rf"{p}-\mathbf{{1}}_{{\text{{class}}}},\quad {p}=\mathrm{{softmax}}({y})"


def head_formula(writer: Notation, cell: str) -> str:
    """W_y; the LSTM's output does not read c."""
    weight = symbol(writer, cell, "head_weight")
    return weight if len(CELLS[cell].states) == 1 else rf"[\,{weight}\;\;\mathbf{{0}}\,]"


def local_formula(writer: Notation, cell: str, parameter: str, activation: str) -> str:
    """Kronecker's product with what stood at the weight's input, because a weight's entries are taken row by row."""
    if parameter.startswith("head"):
        standing = "" if parameter == "head_bias" else rf"\otimes {writer.at('h')}^{{\top}}"
        return rf"\mathbf{{I}}{standing}"
    linear = writer.shares("")["a_ih" if parameter.endswith("_ih") else "a_hh"]
    arriving = over(states(writer, cell), linear) if CELLS[cell].gates else diag(slope(writer, activation))
    inputs = {"weight_ih": writer.at("x"), "weight_hh": writer.prev("h")}
    return rf"{arriving}\otimes {inputs[parameter]}^{{\top}}" if parameter in inputs else arriving
