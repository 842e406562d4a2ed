"""The equations of the output layer y = W_y h + b_y with softmax; form "slide" is slip c, which reads h_1 (S2)."""

from __future__ import annotations

from rnnviz.equations.cell import Latex, aligned, dot, result, slot
from rnnviz.equations.notation import Notation


def symbols(notation: Notation, form: str) -> Latex:
    return {"y": notation.at("y"), "p": notation.at("p")}


def whole(notation: Notation, form: str) -> str:
    """y and, on a second line, p."""
    linear = f"{notation.at('y')}&=W_{{{_low(notation)}}}{_read(notation, form)}+b_{{y}}"
    return aligned([linear, rf"{notation.at('p')}&=\mathrm{{softmax}}({notation.at('y')})"])


def how(hidden_size: int, head_size: int, form: str) -> Latex:
    """Slots head_weight:@:j, head_bias:@, and h (right) or h_first (slide: h at the first step)."""
    if not head_size:
        return {}
    read = "h_first" if form == "slide" else "h"
    total = "+".join(f"e^{{{slot('y', k)}}}" for k in range(head_size))
    linear = f"{dot('head_weight', read, hidden_size)}+{slot('head_bias', '@')}"
    return dict([result("y", linear), result("p", rf"\frac{{e^{{{slot('y', '@')}}}}}{{{total}}}")])


def _read(notation: Notation, form: str) -> str:
    if form != "slide":
        return notation.at("h")
    return notation.at_step("h", 1)


def parameters(notation: Notation) -> Latex:
    """head_weight and head_bias."""
    return {"head_weight": f"W_{{{_low(notation)}}}", "head_bias": "b_{y}"}


def _low(notation: Notation) -> str:
    return "ya" if notation.stems.get("h") == "a" else "y"
