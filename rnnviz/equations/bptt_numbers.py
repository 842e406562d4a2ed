r"""The numbers of the backward pass as arithmetic: templates with slots, for pointing at an entry of a factor.

[[entry:@]] is the number pointed at, @ its row (within its block of units) and # its column; the browser puts a number
for #, and \sym{...} from `bptt.path_symbols`. Slots d.c.f: the slope of c by gate f's pre-activation, d.h.a: the RNN's.
"""

from __future__ import annotations

from rnnviz.core.cells import CELLS
from rnnviz.equations import EQUATIONS
from rnnviz.equations.backward import ENTRY, by, entry, total
from rnnviz.equations.cell import Latex, slot


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
    squares = total(f"({slot('y', i)}-{slot('target', i)})^{{2}}" for i in range(outputs))
    value = rf"\tfrac{{1}}{{2}}\left({squares}\right)" if loss == "squared" else rf"-\ln {slot('p', '#')}"
    return {
        "loss": f"E_{{t}}={value}={slot('error', 0)}",
        "error": entry(r"\partial E_{t}/\partial \sym{y}[#]", f"{slot(y, '#')}-{slot('target', '#')}"),
        "head": entry(by("y", "h"), r"\sym{head_weight}[@,#]"),
        "head.zero": entry(by("y", "c"), "", "the output does not read the cell state"),
    }


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
        for gate in EQUATIONS[cell].backward.moved[of]:
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
