"""The numbers that a step's common mistakes would give: for distractors, and to name the mistake of a wrong answer."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rnnviz.core import Array
from rnnviz.core.activations import sigmoid, tanh
from rnnviz.core.cells import Cell, Record, cell_of
from rnnviz.core.weights import Weights

Values = Callable[[str], Array]


def quantity(record: Record, q: str, t: int) -> Array:
    """(H,) numbers of `q` at step t; "a.f" is the block of gate f in a, as on the stage. Raises KeyError."""
    field, _, gate = q.partition(".")
    if not hasattr(record, field):
        raise KeyError(q)
    values: Array = getattr(record, field)[t]
    if not gate:
        return values
    cell = cell_of(record)
    at = cell.gates.index(gate)
    hidden = record.h.shape[-1]
    return values[at * hidden : (at + 1) * hidden]


def common_mistakes(record: Record, weights: Weights, q: str, unit: int, t: int) -> dict[str, float]:
    """By the mistake's name, what it would give for number `unit`, from 0, of `q` at step t.

    Only what is another number than the truth, to 9 digits. Names: late (one step before), other_unit, sign,
    no_squash (sigmoid or tanh forgotten), other_squash (one for the other), no_bias, row_for_column, input_only,
    old_only (a part left out), swapped (the gates), h_for_c, no_gate.
    """
    cell = cell_of(record)
    truth = quantity(record, q, t)
    found = _everywhere(record, q, t, truth) | _of_maps(record, weights, q, t) | _squashed(cell, record, q, t)
    found |= _OF[cell.name](lambda name: quantity(record, name, t), q)
    value = float(truth[unit])
    numbers = {name: float(np.asarray(values)[unit]) for name, values in found.items()}
    return {name: number for name, number in numbers.items() if not np.isclose(number, value, rtol=1e-9, atol=1e-12)}


def _everywhere(record: Record, q: str, t: int, truth: Array) -> dict[str, Array]:
    found = {"sign": -truth}
    if t:
        found["late"] = quantity(record, q, t - 1)
    if len(truth) > 1:
        found["other_unit"] = np.roll(truth, 1)
    return found


def _of_maps(record: Record, weights: Weights, q: str, t: int) -> dict[str, Array]:
    """a_ih and a_hh, a block of them or the RNN's whole."""
    field, _, gate = q.partition(".")
    if field not in ("a_ih", "a_hh") or (cell_of(record).gates and not gate):
        return {}
    hidden = record.h.shape[-1]
    at = cell_of(record).gates.index(gate) * hidden if gate else 0
    rows = slice(at, at + hidden) if gate else slice(None)
    bias = (weights.bias_ih if field == "a_ih" else weights.bias_hh)[rows]
    found = {"no_bias": quantity(record, q, t) - bias}
    if field == "a_hh":
        found["row_for_column"] = weights.weight_hh[rows].T @ quantity(record, "h_prev", t) + bias
    return found


def _squashed(cell: Cell, record: Record, q: str, t: int) -> dict[str, Array]:
    """What is a sigmoid or tanh of something: a gate, an RNN's h, the LSTM's tanh(c)."""
    sums = "a" if hasattr(record, "a") else "a_ih"
    squashed = {gate: f"{sums}.{gate}" for gate, squash in cell.squash.items() if squash != "identity"}
    within = squashed | {"tanh_c": "c"} if cell.squash else {"h": "a"}
    if q not in within:
        return {}
    inside = quantity(record, within[q], t)
    other = tanh(inside) if cell.squash.get(q) == "sigmoid" else sigmoid(inside)
    return {"no_squash": inside, "other_squash": other}


def _rnn(of: Values, q: str) -> dict[str, Array]:
    return {"input_only": of("a_ih"), "old_only": of("a_hh")} if q == "a" else {}


def _lstm(of: Values, q: str) -> dict[str, Array]:
    match q:
        case "kept":
            return {"swapped": of("i") * of("c_prev"), "h_for_c": of("f") * of("h_prev"), "no_gate": of("c_prev")}
        case "written":
            return {"swapped": of("f") * of("g"), "no_gate": of("g")}
        case "c":
            swapped = of("i") * of("c_prev") + of("f") * of("g")
            return {"swapped": swapped, "old_only": of("kept"), "input_only": of("written"),
                    "no_gate": of("c_prev") + of("g")}  # fmt: skip
        case "h":
            return {"no_squash": of("o") * of("c"), "no_gate": of("tanh_c"), "h_for_c": of("c")}
        case _:
            return {}


def _gru(of: Values, q: str) -> dict[str, Array]:
    return _blend(of, q, of("z"), 1 - of("z"))


def _mingru(of: Values, q: str) -> dict[str, Array]:
    return _blend(of, q, 1 - of("z"), of("z"))


def _blend(of: Values, q: str, keep: Array, write: Array) -> dict[str, Array]:
    """Of h = keep * h_prev + write * n."""
    n, h_prev = of("n"), of("h_prev")
    match q:
        case "kept":
            return {"swapped": write * h_prev, "no_gate": h_prev}
        case "written":
            return {"swapped": keep * n, "no_gate": n}
        case "h":
            return {"swapped": write * h_prev + keep * n, "old_only": keep * h_prev, "input_only": write * n,
                    "no_gate": h_prev + n}  # fmt: skip
        case _:
            return {}


_OF: dict[str, Callable[[Values, str], dict[str, Array]]] = {"rnn": _rnn, "lstm": _lstm, "gru": _gru, "mingru": _mingru}
