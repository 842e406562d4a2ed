r"""The factors of backpropagation through time: names, formulas and numbers in every notation, and the slides' own.

Rows are outputs and columns inputs, as in core: ∂h_t/∂h_{t-1} = diag(1 - h²) W_hh. Texts that write a gradient as a
column have its transpose, W_hhᵀ diag(1 - h²). In a name, \Loss stands for what is differentiated: L, or one E_t whose
step is not the factor's. Of the templates with numbers, the browser puts a number for #, and \sym{...} from
`path_symbols`.
"""

from __future__ import annotations

from rnnviz.core.bptt import Factor
from rnnviz.core.cells import CELLS
from rnnviz.core.expansion import SLIDE_NAMES, Expansion, Term
from rnnviz.equations import EQUATIONS, parameters, symbols
from rnnviz.equations.cell import ENTRY, LOSS, Latex, by, diag, entry, over, plus, slot, state_row, state_row_meaning
from rnnviz.equations.notation import PLAIN, WRITERS, Notation
from rnnviz.equations.rnn import slope
from rnnviz.texts import _

LAYOUT = _(
    "Rows are outputs, columns are inputs. Other books write the gradient as a column; there the factors are "
    "transposed and in reverse order"
)
ASKED = {"h", "h_prev", "c", "c_prev", "f", "y", "p", "x", "a", "a_ih", "a_hh"}


def layout(cell: str, activation: str) -> str:
    """Which side a factor stands on, here and elsewhere; W_hhᵀ diag(1 − h²) is the tanh RNN's alone."""
    return (
        _("{layout}: W_hhᵀ diag(1 − h²).").format(layout=LAYOUT)
        if not CELLS[cell].gates and activation == "tanh"
        else f"{LAYOUT}."
    )


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


def how(cell: str, loss: str, state_size: int, outputs: int, activation: str = "tanh") -> Latex:
    """The arithmetic of every kind of number of the backward pass; `state_size`: of h, or of h and c on end.

    Keys: "loss", "error", "head", "head.zero"; "state.h.c", ... by the blocks of the factor, with ".on" where a unit
    meets itself and ".zero" where units do not meet; "slope.c.f" and ".clamped"; "local.h.f", "local.h.f.bias",
    "local.zero"; "product": an entry of a row times the factor that follows; "sweep.h", "sweep.c" and what they add up.
    """
    backward = EQUATIONS[cell].backward
    found = error_how(loss, outputs) | backward.how(activation) | local_how(cell)
    found |= product_how(state_size, outputs) | sweep_how(backward.read)
    absent = () if "c" in CELLS[cell].states else ("head.zero", "sweep.c", "sweep.c.start")
    return {key: template for key, template in found.items() if key not in absent}


def error_how(loss: str, outputs: int) -> Latex:
    y = "y" if loss == "squared" else "p"
    squares = plus(f"({slot('y', i)}-{slot('target', i)})^{{2}}" for i in range(outputs))
    value = rf"\tfrac{{1}}{{2}}\left({squares}\right)" if loss == "squared" else rf"-\ln {slot('p', '#')}"
    return {
        "loss": f"E_{{t}}={value}={slot('error', 0)}",
        "error": entry(r"\partial E_{t}/\partial \sym{y}[#]", f"{slot(y, '#')}-{slot('target', '#')}"),
        "head": entry(by("y", "h"), r"\sym{head_weight}[@,#]"),
        "head.zero": entry(by("y", "c"), "", _("the output does not read the cell state")),
    }


def local_how(cell: str) -> Latex:
    """The direct derivative by one entry of a parameter: a slope times what stood at the weight's input."""
    found = {
        "local.zero": entry(
            r"\partial \sym{parameter}\text{'s entry}", "", _("a row of a weight feeds one unit of its gate")
        ),
        "local.y": entry(by("y", "parameter", "[@,#]"), r"\sym{h}[#]"),
        "local.y.bias": entry(by("y", "parameter", "[@]"), "1"),
    }
    for of in CELLS[cell].states:
        for gate in EQUATIONS[cell].backward.moved[of]:
            name, d = f"local.{of}.{gate}", slot(f"d.{of}.{gate}", "@")
            found[name] = entry(by(of, f"parameter.{gate}", "[@,#]"), rf"{d}\cdot{slot('standing', '#')}")
            found[f"{name}.bias"] = entry(by(of, f"parameter.{gate}", "[@]"), d)
    return found


def product_how(state_size: int, outputs: int) -> Latex:
    """One entry of a row of numbers times a factor, by the row's length."""
    sizes = {1, outputs, state_size}
    terms = {n: plus(rf"{slot('row', i)}\cdot{slot('factor', i, '#')}" for i in range(n)) for n in sizes}
    later = plus(rf"{slot('next', i)}\cdot{slot('jacobian', i, '#')}" for i in range(state_size))
    own = plus(rf"{slot('dy', i)}\cdot{slot('head_weight', i, '@')}" for i in range(outputs))
    return {f"product.{n}": f"{text}={ENTRY}" for n, text in terms.items()} | {
        "sweep.later": rf"\text{{from the step after}}={later}={slot('later', '@')}",
        "sweep.own": rf"\text{{from the output}}={own}={slot('own', '@')}",
    }


def sweep_how(read: str) -> Latex:
    """dL/dh_t: from the step's own output, and back from the step after; dL/dc_t: the latter, and through h_t."""
    h, c = (rf"\partial \Loss/\partial \sym{{{key}}}[@]" for key in ("h", "c"))
    own, later = (
        rf"\underbrace{{{slot(name, '@')}}}_{{\text{{{word}}}}}"
        for name, word in (("own", "output"), ("later", "later"))
    )
    return {
        "sweep.h": entry(h, f"{own}+{later}"),
        "sweep.h.own": entry(h, own),
        "sweep.h.later": entry(h, later),
        "sweep.c": entry(c, rf"{slot('later', '@')}+{slot('dh', '@')}\cdot {read}"),
        "sweep.c.start": entry(c, slot("later", "@")),
        "sweep.y": rf"\partial \Loss/\partial \sym{{y}}[#]={slot('entry', '#')}",
    }


def slide_symbol(name: str, step: int | None) -> str:
    """A quantity of the slides at a step (from 0; None: a parameter)."""
    if step is None:
        return SLIDE_NAMES.get(name, name if name.startswith("W") else rf"\text{{{name}}}".replace("_", r"\_"))
    return rf"{name}_{{{step + 1}}}".replace(", ", ",")


def factor_latex(factor: Factor) -> str:
    top, bottom = slide_symbol(factor.of, factor.of_step), slide_symbol(factor.by, factor.by_step)
    return rf"\frac{{\partial {top}}}{{\partial {bottom}}}"


def term_latex(term: Term) -> str:
    """The product, as the slides have it: fractions side by side."""
    return r"\,".join(factor_latex(factor) for factor in term.factors)


def gradient_latex(expansion: Expansion) -> str:
    """What the expansion is of: ∂E_3/∂W_h."""
    top = slide_symbol("E", expansion.t)
    return rf"\frac{{\partial {top}}}{{\partial {slide_symbol(expansion.parameter, None)}}}"
