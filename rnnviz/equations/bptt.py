r"""The factors of backpropagation through time: their names and formulas in every notation.

Rows are outputs and columns inputs, as in core: ∂h_t/∂h_{t-1} = diag(1 - h²) W_hh. Texts that write a gradient as a
column have its transpose, W_hhᵀ diag(1 - h²). In a name, \Loss stands for what is differentiated: L, or one E_t whose
step is not the factor's. The same factors as arithmetic: `bptt_numbers`.
"""

from __future__ import annotations

from rnnviz.core.cells import CELLS
from rnnviz.equations import parameters, symbols
from rnnviz.equations.cell import Latex, aligned
from rnnviz.equations.notation import Notation
from rnnviz.equations.schools import WRITERS

LAYOUT = (
    "Rows are outputs, columns are inputs. Other books write the gradient as a column; there the factors are "
    "transposed and in reverse order"
)


def layout(cell: str, activation: str) -> str:
    """Which side a factor stands on, here and elsewhere; W_hhᵀ diag(1 − h²) is the tanh RNN's alone."""
    return f"{LAYOUT}: W_hhᵀ diag(1 − h²)." if (cell, activation) == ("rnn", "tanh") else f"{LAYOUT}."


ASKED = {"h", "h_prev", "c", "c_prev", "f", "y", "p", "x", "a", "a_ih", "a_hh"}
LOSS = r"\Loss"
RNN_SLOPES = {"tanh": "1-{h}{times}{h}", "relu": r"\mathbf{{1}}_{{{a}>0}}", "identity": r"\mathbf{{1}}"}


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
        "so_far.state": state_row(writer, cell),
        "so_far.parameter": over(r"\Loss", weight),
        **{f"d{key}": rf"\partial\Loss/\partial {writer.at(key)}" for key in ("y", *CELLS[cell].states)},
    }


def formulas(cell: str, notation: str, loss: str, parameter: str, activation: str = "tanh") -> Latex:
    """The formula of each factor: "error", "head", "state", and "local", the parameter's."""
    writer = WRITERS[notation]
    return {
        "error": error_formula(writer, loss),
        "head": head_formula(writer, cell),
        "state": STATES[cell](writer, activation),
        "local": local_formula(writer, cell, parameter, activation),
        **sweep_formulas(writer, cell),
    }


def state_row(writer: Notation, cell: str) -> str:
    """What goes back from step t: dL/dh_t, or for the LSTM delta_t, whose half for c_t holds h_t still.

    The whole dL/dc_t is another number: c_t moves h_t as well, and that share is in dL/dh_t already.
    """
    if len(CELLS[cell].states) == 1:
        return over(LOSS, writer.at("h"))
    return rf"\boldsymbol{{\delta}}{writer.now}"


def state_row_meaning(writer: Notation) -> str:
    """delta_t written out."""
    h, c = writer.at("h"), writer.at("c")
    held = rf"\left.{over(LOSS, c)}\right|_{{{h}}}"
    return rf"{state_row(writer, 'lstm')}=\left({over(LOSS, h)},\,{held}\right)"


def sweep_formulas(writer: Notation, cell: str) -> Latex:
    """What a state's gradient is the sum of. Where the step after it has a share, the state is that of step t - 1."""
    h, h_prev, y_prev = writer.at("h"), writer.prev("h"), writer.prev("y")
    state, weight = states(writer, cell), symbol(writer, cell, "head_weight")
    later = {key: rf"{state_row(writer, cell)}\,{over(state, writer.prev(key))}" for key in CELLS[cell].states}
    found = {
        "sweep.h.own": rf"{over(LOSS, h)}={over(LOSS, writer.at('y'))}\,{weight}",
        "sweep.h.later": f"{over(LOSS, h_prev)}={later['h']}",
        "sweep.h": rf"{over(LOSS, h_prev)}={over(LOSS, y_prev)}\,{weight}+{later['h']}",
    }
    if cell != "lstm":
        return found
    c, c_prev = writer.at("c"), writer.prev("c")
    for key in ("sweep.h.later", "sweep.h"):
        found[key] += rf",\quad {state_row_meaning(writer)}"
    return found | {
        "sweep.c.own": rf"{over(LOSS, c)}={over(LOSS, h)}\,{lstm_readout(writer.at('o'), c, writer)}",
        "sweep.c.later": rf"{over(LOSS, c_prev)}={later['c']},\quad {state_row_meaning(writer)}",
        "sweep.c": rf"{over(LOSS, c_prev)}={over(LOSS, h_prev)}\,{lstm_readout(writer.prev('o'), c_prev, writer)}"
        rf"+{later['c']},\quad {state_row_meaning(writer)}",
    }


def lstm_readout(o: str, c: str, writer: Notation) -> str:
    """h by c within a step: diag(o (1 - tanh² c))."""
    return diag(rf"{o}{writer.times}(1-\tanh^{{2}}{c})")


def path_symbols(cell: str, notation: str, parameter: str) -> Latex:
    """The symbols that the templates of `bptt_numbers` ask for, and all parameters'; "parameter.f": block f of one."""
    weights = parameters(cell, notation)
    found = {name: latex for name, latex in symbols(cell, notation).items() if name.split(".")[0] in ASKED}
    found |= weights
    for gate in CELLS[cell].gates or ("a",):
        found[f"parameter.{gate}"] = weights.get(f"{parameter}.{gate}", symbol(WRITERS[notation], cell, parameter))
    return found | {"parameter": symbol(WRITERS[notation], cell, parameter)}


def over(top: str, bottom: str) -> str:
    return rf"\frac{{\partial {top}}}{{\partial {bottom}}}"


def states(writer: Notation, cell: str, *, before: bool = False) -> str:
    """h_t, or (h_t, c_t) for the LSTM."""
    found = [writer.prev(key) if before else writer.at(key) for key in CELLS[cell].states]
    return found[0] if len(found) == 1 else f"({','.join(found)})"


def symbol(writer: Notation, cell: str, parameter: str) -> str:
    """A parameter with the blocks of all gates on end: W_{hh}, b_{ih}, W_{y}."""
    if parameter.startswith("head"):
        low = "ya" if writer.stems.get("h") == "a" else "y"
        return f"W_{{{low}}}" if parameter == "head_weight" else "b_{y}"
    return str(getattr(writer.maps(writer.letter("rnn") if cell == "rnn" else ""), parameter))


def recurrent(writer: Notation, gate: str) -> str:
    """W_{hf}."""
    return writer.maps(writer.letter(gate)).weight_hh


def diag(inside: str) -> str:
    return rf"\mathrm{{diag}}({inside})"


def error_formula(writer: Notation, loss: str) -> str:
    y, p = writer.at("y"), writer.at("p")
    if loss == "squared":
        return rf"{y}-\text{{target}}_{{t}}"
    return rf"{p}-\mathbf{{1}}_{{\text{{class}}}},\quad {p}=\mathrm{{softmax}}({y})"


def head_formula(writer: Notation, cell: str) -> str:
    """W_y; the LSTM's output does not read c."""
    weight = symbol(writer, cell, "head_weight")
    return weight if len(CELLS[cell].states) == 1 else rf"[\,{weight}\;\;\mathbf{{0}}\,]"


def rnn_slope(writer: Notation, activation: str) -> str:
    a = writer.shares("")["a"]
    return RNN_SLOPES[activation].format(h=writer.at("h"), a=a, times=writer.times)


def rnn_state(writer: Notation, activation: str) -> str:
    weight = symbol(writer, "rnn", "weight_hh")
    return weight if activation == "identity" else rf"{diag(rnn_slope(writer, activation))}\,{weight}"


def lstm_state(writer: Notation, activation: str) -> str:
    """The four blocks of ∂(h, c)_t/∂(h, c)_{t-1}, c's first: h's are made from them."""
    h, c, h_prev, c_prev = writer.at("h"), writer.at("c"), writer.prev("h"), writer.prev("c")
    times, read = writer.times, lstm_readout(writer.at("o"), c, writer)
    before = {"f": c_prev, "i": writer.at("g"), "g": writer.at("i")}
    slopes = {gate: f"{before[gate]}{times}{own_slope(writer, gate)}" for gate in before}
    by_gates = "+".join(f"{diag(slopes[gate])}{recurrent(writer, gate)}" for gate in slopes)
    direct = diag(rf"\tanh({c}){times}{own_slope(writer, 'o')}") + recurrent(writer, "o")
    return aligned(
        [
            rf"{over(c, c_prev)}&={diag(writer.at('f'))},\qquad {over(h, c_prev)}={read}{over(c, c_prev)}",
            f"{over(c, h_prev)}&={by_gates}",
            f"{over(h, h_prev)}&={direct}+{read}{over(c, h_prev)}",
            state_row_meaning(writer).replace("=", "&=", 1),
        ]
    )


def gru_state(writer: Notation, activation: str) -> str:
    z, n, times, h_prev = writer.at("z"), writer.at("n"), writer.times, writer.prev("h")
    by_n = f"(1-{z}){times}{own_slope(writer, 'n')}"
    by_z = diag(f"({h_prev}-{n}){times}{own_slope(writer, 'z')}") + recurrent(writer, "z")
    hidden = writer.shares("n")["a_hh.n"]
    by_r = diag(f"{by_n}{times}{hidden}{times}{own_slope(writer, 'r')}") + recurrent(writer, "r")
    last = diag(f"{by_n}{times}{writer.at('r')}") + recurrent(writer, "n")
    return aligned([f"&{diag(z)}+{by_z}", f"&+{by_r}", f"&+{last}"])


STATES = {"rnn": rnn_state, "lstm": lstm_state, "gru": gru_state}


def own_slope(writer: Notation, gate: str) -> str:
    """A gate by its own pre-activation: f(1 - f), or 1 - g² for a candidate."""
    value = writer.at(gate)
    return f"(1-{value}{writer.times}{value})" if gate in "gn" else f"{value}{writer.times}(1-{value})"


def local_formula(writer: Notation, cell: str, parameter: str, activation: str) -> str:
    """Kronecker's product with what stood at the weight's input, because a weight's entries are taken row by row."""
    if parameter.startswith("head"):
        standing = "" if parameter == "head_bias" else rf"\otimes {writer.at('h')}^{{\top}}"
        return rf"\mathbf{{I}}{standing}"
    linear = writer.shares("")["a_ih" if parameter.endswith("_ih") else "a_hh"]
    arriving = diag(rnn_slope(writer, activation)) if cell == "rnn" else over(states(writer, cell), linear)
    inputs = {"weight_ih": writer.at("x"), "weight_hh": writer.prev("h")}
    return rf"{arriving}\otimes {inputs[parameter]}^{{\top}}" if parameter in inputs else arriving
