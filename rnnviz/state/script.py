"""A run as a PyTorch script of at most 40 lines that prints the same numbers, step by step."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping

import numpy as np

from rnnviz.core import Array
from rnnviz.core.cells import NO_CLAMPS, Cell, Clamps, Weights, checked
from rnnviz.core.head import Head, check_head

MAX_LINES = 40
MAX_WIDTH = 100

SLIPS = {
    "swapped": "slip a of the slides, f and i in each other's place",
    "lagging": "slip b of the slides, h from the c before this step",
}


def to_script(
    cell: str,
    x: Array,
    weights: Weights,
    h0: Array,
    c0: Array | None = None,
    *,
    activation: str = "tanh",
    clamps: Clamps = NO_CLAMPS,
    form: str = "right",
    head: Head | None = None,
    softmax: bool = False,
    head_form: str = "right",
) -> str:
    """A script that prints h (and c, y, p) of every step with torch alone, in float64, from `run`'s arguments.

    It calls torch.nn.RNNCell, LSTMCell or GRUCell; where torch has no such cell (minGRU, identity, clamps, slips) it
    writes the step out and says why. ValueError as from `run` and `apply_head`, and for a number that is not finite.
    """
    kind = checked(cell, x, weights, h0, c0, activation, clamps, form)
    if head:
        check_head(head, len(h0), head_form)
    clamps = {gate: values for gate, values in clamps.items() if not np.isnan(values).all()}
    arrays = named_arrays(kind, x, h0, c0, weights, head)
    check_finite(arrays | {f"clamp of {gate}": np.where(np.isnan(v), 0.0, v) for gate, v in clamps.items()})

    lacking = what_torch_lacks(kind, activation, clamps, form)
    module = why(kind, lacking, clamps) if lacking else build(kind, weights, activation)
    step = written_out(kind, clamps, form) if lacking else [kind.call("x_t")]
    step += read_out(softmax, head_form) if head else []
    shown = [*kind.states, *(["y", "p"][: 1 + softmax] if head else [])]
    loop = ["with torch.no_grad():", "    for t, x_t in enumerate(x):"]
    loop += [" " * 8 + line for line in (*step, print_line(shown))]
    return fit(heading(kind, len(x), bool(lacking)), arrays, [*module, *loop])


def named_arrays(
    kind: Cell, x: Array, h0: Array, c0: Array | None, weights: Weights, head: Head | None
) -> dict[str, Array]:
    """Everything the script must hold, by the name it has there."""
    states = {"h": h0, "c": np.zeros_like(h0) if c0 is None else c0}
    arrays = {"x": x} | {name: states[name] for name in kind.states} | weights.arrays
    return arrays | ({"weight_y": head.weight, "bias_y": head.bias} if head else {})


def check_finite(arrays: Mapping[str, Array]) -> None:
    """ValueError for the first array that holds a NaN or an infinity."""
    for name, array in arrays.items():
        if not np.isfinite(array).all():
            raise ValueError(f"a script can only hold finite numbers, and {name} has one that is not")


def what_torch_lacks(kind: Cell, activation: str, clamps: Clamps, form: str) -> list[str]:
    """What this run has that torch's own cell has not; empty where that cell will do."""
    lacking = [] if kind.module else [f"the {kind.title}"]
    lacking += [SLIPS[form]] if form in SLIPS else []
    if kind.activated and activation == "identity":
        lacking.append("slip g of the slides, no activation")
    return lacking + ([f"a clamp on {', '.join(clamps)}"] if clamps else [])


def heading(kind: Cell, steps: int, written: bool) -> list[str]:
    """What it is, what it needs."""
    said = f"# {kind.title} cell over {steps} steps: prints the numbers of rnnviz again, from PyTorch alone."
    imports = ["import torch", *(["import torch.nn.functional as F"] if written else [])]
    return [said, *imports, "", "torch.set_default_dtype(torch.float64)"]


def why(kind: Cell, lacking: list[str], clamps: Clamps) -> list[str]:
    """The reason for writing the step out, as a comment, and the numbers the gates are held at."""
    module = f".{kind.module}Cell" if kind.module else ""
    reason = f"Written out step by step, because torch.nn{module} does not have: {'; '.join(lacking)}."
    comment = textwrap.wrap(reason, MAX_WIDTH, initial_indent="# ", subsequent_indent="# ")
    return comment + [f"clamp_{gate} = {clamp_list(values)}" for gate, values in clamps.items()]


def clamp_list(values: Array) -> str:
    """One number or None (free) a step."""
    if (values == values[0]).all():
        return f"[{values.tolist()[0]}] * {len(values)}"
    return str([None if math.isnan(value) else value for value in values.tolist()])


def build(kind: Cell, weights: Weights, activation: str) -> list[str]:
    """Torch's own cell with these weights."""
    option = f', nonlinearity="{activation}"' if kind.activated else ""
    names = ", ".join(f"{name}={name}" for name in weights.arrays)
    return [
        f"cell = torch.nn.{kind.module}Cell({weights.input_size}, {weights.hidden_size}{option})",
        f"cell.load_state_dict(dict({names}))",
    ]


def written_out(kind: Cell, clamps: Clamps, form: str) -> list[str]:
    """The step in torch's primitives, with the clamps after the gates they hold."""
    held = [f"{g} = {g} if clamp_{g}[t] is None else torch.full_like({g}, clamp_{g}[t])" for g in clamps]
    return [*kind.code.gates, *held, *kind.code.ends[form]]


def read_out(softmax: bool, form: str) -> list[str]:
    """The output layer; slip c reads the first h at every step."""
    right = ["y = weight_y @ h + bias_y"]
    slide = ["h_1 = h_1 if t else h  # slip c of the slides: y reads h_1 at every step", "y = weight_y @ h_1 + bias_y"]
    return (slide if form == "slide" else right) + (["p = y.softmax(0)"] if softmax else [])


def print_line(names: list[str]) -> str:
    """The line that prints a step, every number at full precision."""
    return 'print(f"t = {t + 1}  ' + "  ".join(f"{name} = {{{name}.tolist()}}" for name in names) + '")'


def fit(top: list[str], arrays: Mapping[str, Array], rest: list[str]) -> str:
    """The whole script: arrays folded to MAX_WIDTH, but the longest on one line each until MAX_LINES will do."""
    flat = {name: [f"{name} = torch.tensor({array.tolist()})"] for name, array in arrays.items()}
    lines = {
        name: fold(name, array) if len(flat[name][0]) > MAX_WIDTH else flat[name] for name, array in arrays.items()
    }
    for name in sorted(lines, key=lambda name: -len(lines[name])):
        if len(top) + sum(map(len, lines.values())) + len(rest) > MAX_LINES:
            lines[name] = flat[name]
    return "\n".join([*top, *(line for block in lines.values() for line in block), *rest]) + "\n"


def fold(name: str, array: Array) -> list[str]:
    """An array over several lines of MAX_WIDTH."""
    indent = " " * 4
    numbers = textwrap.wrap(
        str(array.tolist()), MAX_WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
    return [f"{name} = torch.tensor(", *numbers, ")"]
