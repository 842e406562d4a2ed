"""One step of each cell from torch's primitives, with every gate and state that it computes: by `Cell`'s own names.

What autograd unrolls and what a trained net is replayed with. `hold` may put other numbers in the place of any of them,
and all that follows within the step and after it is computed from those.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {"tanh": torch.tanh, "relu": torch.relu, "identity": lambda a: a}
States = dict[str, Tensor]
Hold = Callable[[str, Tensor], Tensor]


def unheld(name: str, value: Tensor) -> Tensor:
    return value


def unprojected(h: Tensor) -> Tensor:
    return h


@dataclass
class StepInput:
    """What a cell's step is given: the linear maps' numbers (..., G·H), the states before it (..., H).

    hold: a gate's or state's name and its value → the value it is to have. project: h (..., H) → (..., proj_size).
    tanh: of the cells with gates.
    """

    a_ih: Tensor
    a_hh: Tensor
    prev: Mapping[str, Tensor]
    hold: Hold = unheld
    activation: str = "tanh"
    form: str = "right"
    project: Callable[[Tensor], Tensor] = unprojected
    tanh: Callable[[Tensor], Tensor] = torch.tanh


def rnn_step(step: StepInput) -> States:
    return {"h": step.hold("h", ACTIVATIONS[step.activation](step.a_ih + step.a_hh))}


def lstm_step(step: StepInput) -> States:
    a_i, a_f, a_g, a_o = (step.a_ih + step.a_hh).chunk(4, -1)
    i, f = step.hold("i", torch.sigmoid(a_i)), step.hold("f", torch.sigmoid(a_f))
    g, o = step.hold("g", step.tanh(a_g)), step.hold("o", torch.sigmoid(a_o))
    c_prev = step.prev["c"]
    c = step.hold("c", f * g + i * c_prev if step.form == "swapped" else f * c_prev + i * g)
    h = step.hold("h", step.project(o * step.tanh(c_prev if step.form == "lagging" else c)))
    return {"h": h, "c": c, "i": i, "f": f, "g": g, "o": o}


def gru_step(step: StepInput) -> States:
    (ih_r, ih_z, ih_n), (hh_r, hh_z, hh_n) = step.a_ih.chunk(3, -1), step.a_hh.chunk(3, -1)
    r, z = step.hold("r", torch.sigmoid(ih_r + hh_r)), step.hold("z", torch.sigmoid(ih_z + hh_z))
    n = step.hold("n", step.tanh(ih_n + r * hh_n))
    return {"h": step.hold("h", z * step.prev["h"] + (1 - z) * n), "r": r, "z": z, "n": n}


def mingru_step(step: StepInput) -> States:
    a_z, n = step.a_ih.chunk(2, -1)
    z, n = step.hold("z", torch.sigmoid(a_z)), step.hold("n", n)
    return {"h": step.hold("h", (1 - z) * step.prev["h"] + z * n), "z": z, "n": n}


STEPS: dict[str, Callable[[StepInput], States]] = {
    "rnn": rnn_step,
    "lstm": lstm_step,
    "gru": gru_step,
    "mingru": mingru_step,
}
