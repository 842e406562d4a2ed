r"""The numbers of the backward pass as arithmetic: templates with slots, for pointing at an entry of a factor.

[[entry:@]] is the number pointed at, @ its row (within its block of units) and # its column; the browser puts a number
for #, and \sym{...} from `bptt.path_symbols`. Slots d.c.f: the slope of c by gate f's pre-activation, d.h.a: the RNN's.
"""

from __future__ import annotations

from collections.abc import Iterable

from rnnviz.core.cells import CELLS
from rnnviz.equations.cell import Latex, slot

ENTRY = slot("entry", "@")
# What stands before each slope's own f(1 - f) or 1 - g²; and which gates move each state.
BEFORE = {
    ("lstm", "c", "f"): "[[c_prev:@]]",
    ("lstm", "c", "i"): "[[g:@]]",
    ("lstm", "c", "g"): "[[i:@]]",
    ("lstm", "h", "o"): "[[tanh_c:@]]",
    ("gru", "h", "z"): "([[h_prev:@]]-[[n:@]])",
    ("gru", "h", "r"): r"(1-[[z:@]])(1-[[n:@]]^{2})\cdot[[a_hh.n:@]]",
}
READ = r"[[o:@]](1-[[tanh_c:@]]^{2})"
GATES = {"lstm": {"c": "fig", "h": "figo"}, "gru": {"h": "zrn"}}
RNN_SLOPES = {"tanh": "1-[[h:@]]^{2}", "relu": r"", "identity": ""}


def how(cell: str, loss: str, state_size: int, outputs: int, activation: str = "tanh") -> Latex:
    """The arithmetic of every kind of number of the backward pass; `state_size`: of h, or of h and c on end.

    Keys: "loss", "error", "head", "head.zero"; "state.h.c", ... by the blocks of the factor, with ".on" where a unit
    meets itself and ".zero" where units do not meet; "slope.c.f" and ".clamped"; "local.h.f", "local.h.f.bias",
    "local.zero"; "product": an entry of a row times the factor that follows; "sweep.h", "sweep.c" and what they add up.
    """
    cells = rnn_how(activation) if cell == "rnn" else gated_how(cell)
    found = error_how(loss, outputs) | cells | local_how(cell) | product_how(state_size, outputs) | sweep_how()
    absent = () if "c" in CELLS[cell].states else ("head.zero", "sweep.c", "sweep.c.start")
    return {key: template for key, template in found.items() if key not in absent}


def by(of: str, what: str, column: str = "[#]") -> str:
    return rf"\partial \sym{{{of}}}[@]/\partial \sym{{{what}}}{column}"


def entry(name: str, arithmetic: str, note: str = "") -> str:
    remark = rf"\;\text{{({note})}}" if note else ""
    return f"{name}={arithmetic}={ENTRY}{remark}" if arithmetic else f"{name}={ENTRY}{remark}"


def total(terms: Iterable[str]) -> str:
    return "+".join(terms)


def error_how(loss: str, outputs: int) -> Latex:
    y = "y" if loss == "squared" else "p"
    squares = total(f"({slot('y', i)}-{slot('target', i)})^{{2}}" for i in range(outputs))
    value = rf"\tfrac{{1}}{{2}}\left({squares}\right)" if loss == "squared" else rf"-\ln {slot('p', '#')}"
    return {
        "loss": f"E_{{t}}={value}={slot('error', 0)}",
        "error": entry(r"\partial E_{t}/\partial \sym{y}[#]", f"{slot(y, '#')}-{slot('target', '#')}"),
        "head": entry(by("y", "h"), r"\sym{head_weight}[@,#]"),
        "head.zero": entry(by("y", "c"), "", "the output does not read the cell state"),
    }


def rnn_how(activation: str) -> Latex:
    slope = f"({RNN_SLOPES[activation]})" if RNN_SLOPES[activation] else slot("d.h.a", "@")
    remark = rf"\;\text{{since }}\sym{{a}}[@]={slot('a', '@')}" if activation == "relu" else ""
    written = f"={RNN_SLOPES[activation]}" if RNN_SLOPES[activation] else ""
    return {
        "state.h.h": entry(by("h", "h_prev"), rf"{slope}\cdot{slot('weight_hh', '@', '#')}"),
        "slope.h.a": f"{by('h', 'a', '[@]')}{written}={slot('d.h.a', '@')}{remark}",
    }


def gated_how(cell: str) -> Latex:
    """The blocks of the state factor: what comes by each gate and, where a unit meets itself, straight through."""
    found: Latex = {}
    for of, gates in GATES[cell].items():
        terms = total(rf"{slot(f'd.{of}.{gate}', '@')}\cdot{slot(f'weight_hh.{gate}', '@', '#')}" for gate in gates)
        found[f"state.{of}.h"] = entry(by(of, "h_prev"), terms)
        found |= {key: text for gate in gates for key, text in slope_how(cell, of, gate)}
        if cell == "gru":
            found["state.h.h.on"] = entry(by("h", "h_prev"), f"{slot('z', '@')}+{terms}")
    return found | (through_how() if cell == "lstm" else {})


def through_how() -> Latex:
    """The LSTM's straight paths: from c to c by the forget gate, and on to h."""
    alone = "a unit of the cell state reaches itself alone"
    return {
        "state.c.c.on": entry(by("c", "c_prev"), r"\sym{f}[@]"),
        "state.h.c.on": entry(by("h", "c_prev"), rf"{READ}\cdot{slot('f', '@')}"),
        **{f"state.{of}.c.zero": entry(by(of, "c_prev"), "", alone) for of in "hc"},
    }


def slope_how(cell: str, of: str, gate: str) -> list[tuple[str, str]]:
    """A state by one gate's pre-activation; the GRU's n meets the two linear maps apart (".ih": the input's)."""
    linear = "a_hh.n" if gate == "n" else f"a.{gate}"
    name, value = by(of, linear, "[@]"), slot(f"d.{of}.{gate}", "@")
    found = [(f"slope.{of}.{gate}", f"{name}={slope(cell, of, gate)}={value}")]
    if gate in CELLS[cell].clampable:
        found.append((f"slope.{of}.{gate}.clamped", rf"{name}={value}\;\text{{(the gate is clamped)}}"))
    if gate == "n":
        whole = "(1-[[z:@]])(1-[[n:@]]^{2})"
        found.append((f"slope.{of}.n.ih", f"{by(of, 'a_ih.n', '[@]')}={whole}={value}"))
    return found


def slope(cell: str, of: str, gate: str) -> str:
    if cell == "lstm" and of == "h" and gate != "o":
        return rf"{READ}\cdot{slot(f'd.c.{gate}', '@')}"
    if gate == "n":
        return r"(1-[[z:@]])(1-[[n:@]]^{2})\cdot[[r:@]]"
    own = slot(gate, "@")
    squashed = f"(1-{own}^{{2}})" if gate == "g" else f"{own}(1-{own})"
    return rf"{BEFORE[cell, of, gate]}\cdot{squashed}"


def local_how(cell: str) -> Latex:
    """The direct derivative by one entry of a parameter: a slope times what stood at the weight's input."""
    found = {
        "local.zero": entry(
            r"\partial \sym{parameter}\text{'s entry}", "", "a row of a weight feeds one unit of its gate"
        ),
        "local.y": entry(by("y", "parameter", "[@,#]"), r"\sym{h}[#]"),
        "local.y.bias": entry(by("y", "parameter", "[@]"), "1"),
    }
    for of in CELLS[cell].states:
        for gate in GATES.get(cell, {}).get(of, "a"):
            name, d = f"local.{of}.{gate}", slot(f"d.{of}.{gate}", "@")
            found[name] = entry(by(of, f"parameter.{gate}", "[@,#]"), rf"{d}\cdot{slot('standing', '#')}")
            found[f"{name}.bias"] = entry(by(of, f"parameter.{gate}", "[@]"), d)
    return found


def product_how(state_size: int, outputs: int) -> Latex:
    """One entry of a row of numbers times a factor, by the row's length."""
    sizes = {1, outputs, state_size}
    terms = {n: total(rf"{slot('row', i)}\cdot{slot('factor', i, '#')}" for i in range(n)) for n in sizes}
    later = total(rf"{slot('next', i)}\cdot{slot('jacobian', i, '#')}" for i in range(state_size))
    own = total(rf"{slot('dy', i)}\cdot{slot('head_weight', i, '@')}" for i in range(outputs))
    return {f"product.{n}": f"{text}={ENTRY}" for n, text in terms.items()} | {
        "sweep.later": rf"\text{{from the step after}}={later}={slot('later', '@')}",
        "sweep.own": rf"\text{{from the output}}={own}={slot('own', '@')}",
    }


def sweep_how() -> Latex:
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
        "sweep.c": entry(c, rf"{slot('later', '@')}+{slot('dh', '@')}\cdot {READ}"),
        "sweep.c.start": entry(c, slot("later", "@")),
        "sweep.y": rf"\partial \Loss/\partial \sym{{y}}[#]={slot('entry', '#')}",
    }
