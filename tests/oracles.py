"""What the core is checked against: the same cells composed from torch's primitives, in float64, and random cases."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import torch
import torch.nn.functional as F

from rnnviz.core import Array
from rnnviz.core.cells import CELLS, Record, Weights, quantities, run

Tensor = torch.Tensor
ACTIVATIONS = {"tanh": torch.tanh, "relu": torch.relu, "identity": lambda a: a}
MODULES = {
    "rnn": (torch.nn.RNNCell, torch.nn.RNN),
    "lstm": (torch.nn.LSTMCell, torch.nn.LSTM),
    "gru": (torch.nn.GRUCell, torch.nn.GRU),
}


@dataclass
class Case:
    """A run's arguments."""

    cell: str
    x: Array
    weights: Weights
    h0: Array
    c0: Array
    activation: str = "tanh"
    clamps: dict[str, Array] = field(default_factory=dict)
    form: str = "right"

    def how(self) -> dict[str, object]:
        return {"activation": self.activation, "clamps": self.clamps, "form": self.form}

    def run(self) -> Record:
        return run(self.cell, self.x, self.weights, self.h0, self.c0, **self.how())


def random_case(cell: str, seed: int, **how: object) -> Case:
    """A case of random sizes (I 1..6, H 1..8, T 1..12) and numbers; torch's bound 1/sqrt(H) times up to 3."""
    rng = np.random.default_rng([seed, len(cell), ord(cell[0])])
    inputs, hidden, steps = rng.integers(1, [7, 9, 13])
    weights = uniform_weights(rng, cell, inputs, hidden, rng.uniform(0.5, 3.0) / np.sqrt(hidden))
    return Case(
        cell, rng.normal(size=(steps, inputs)), weights, rng.normal(size=hidden), rng.normal(size=hidden), **how
    )


def uniform_weights(rng: np.random.Generator, cell: str, inputs: int, hidden: int, bound: float) -> Weights:
    """Every array that the cell has, from -bound to bound."""
    shapes = CELLS[cell].shapes(inputs, hidden)
    return CELLS[cell].weights({name: rng.uniform(-bound, bound, shape) for name, shape in shapes.items()})


def tensors(weights: Weights) -> dict[str, Tensor]:
    return {name: torch.tensor(value) for name, value in weights.arrays.items()}


def held(case: Case, gate: str, t: int, value: Tensor) -> Tensor:
    clamp = case.clamps.get(gate, np.full(len(case.x), np.nan))[t]
    return value if np.isnan(clamp) else torch.full_like(value, clamp)


def rnn_expected(case: Case, t: int, a_ih: Tensor, a_hh: Tensor, prev: dict[str, Tensor]) -> dict[str, Tensor]:
    return {"a": a_ih + a_hh, "h": ACTIVATIONS[case.activation](a_ih + a_hh)}


def lstm_expected(case: Case, t: int, a_ih: Tensor, a_hh: Tensor, prev: dict[str, Tensor]) -> dict[str, Tensor]:
    a = a_ih + a_hh
    a_i, a_f, a_g, a_o = a.chunk(4)
    i, f, o = (held(case, gate, t, torch.sigmoid(value)) for gate, value in zip("ifo", (a_i, a_f, a_o), strict=True))
    g = torch.tanh(a_g)
    kept, written = (i * prev["c"], f * g) if case.form == "swapped" else (f * prev["c"], i * g)
    c = torch.addcmul(f * g, i, prev["c"]) if case.form == "swapped" else torch.addcmul(i * g, f, prev["c"])
    tanh_c = torch.tanh(prev["c"]) if case.form == "lagging" else torch.tanh(c)
    gates = {"a": a, "i": i, "f": f, "g": g, "o": o}
    return {"c_prev": prev["c"], **gates, "kept": kept, "written": written, "c": c, "tanh_c": tanh_c, "h": o * tanh_c}


def gru_expected(case: Case, t: int, a_ih: Tensor, a_hh: Tensor, prev: dict[str, Tensor]) -> dict[str, Tensor]:
    (ih_r, ih_z, ih_n), (hh_r, hh_z, hh_n) = a_ih.chunk(3), a_hh.chunk(3)
    r = held(case, "r", t, torch.sigmoid(ih_r + hh_r))
    z = held(case, "z", t, torch.sigmoid(ih_z + hh_z))
    n = torch.tanh(torch.addcmul(ih_n, r, hh_n))
    a = torch.cat([ih_r + hh_r, ih_z + hh_z, ih_n + r * hh_n])
    h = torch.lerp(n, prev["h"], z)
    return {"r": r, "z": z, "reset": r * hh_n, "a": a, "n": n, "kept": z * prev["h"], "written": n - z * n, "h": h}


def mingru_expected(case: Case, t: int, a_ih: Tensor, a_hh: Tensor, prev: dict[str, Tensor]) -> dict[str, Tensor]:
    """The paper's code: h = (1 - z) h + z h~ as a step from h towards h~."""
    a_z, n = a_ih.chunk(2)
    z = held(case, "z", t, torch.sigmoid(a_z))
    h = torch.lerp(prev["h"], n, z)
    return {"z": z, "n": n, "kept": prev["h"] - z * prev["h"], "written": n * z, "h": h}


EXPECTED = {"rnn": rnn_expected, "lstm": lstm_expected, "gru": gru_expected, "mingru": mingru_expected}


def expected_record(case: Case) -> dict[str, Array]:
    """Every field of the record, (T, ...), from torch's primitives and a recursion of its own."""
    state = {"h": torch.tensor(case.h0), "c": torch.tensor(case.c0)}
    w, steps = tensors(case.weights), []
    for t, x in enumerate(torch.tensor(case.x)):
        a_ih = F.linear(x, w["weight_ih"], w["bias_ih"])
        a_hh = F.linear(state["h"], w["weight_hh"], w["bias_hh"]) if "weight_hh" in w else None
        step = {"x": x, "h_prev": state["h"], "a_ih": a_ih} | ({} if a_hh is None else {"a_hh": a_hh})
        step |= EXPECTED[case.cell](case, t, a_ih, a_hh, state)
        steps.append(step)
        state = {"h": step["h"], "c": step.get("c", state["c"])}
    return {name: torch.stack([step[name] for step in steps]).numpy() for name in steps[0]}


def check_record(record: Record, case: Case) -> None:
    """Every field of the record against the primitives, to 1e-12; AssertionError names the field that differs."""
    expected, got = expected_record(case), quantities(record)
    assert got.keys() == expected.keys()
    for name, values in got.items():
        assert values.dtype == np.float64, name
        np.testing.assert_allclose(values, expected[name], rtol=1e-12, atol=1e-12, err_msg=name)


def options(case: Case) -> dict[str, object]:
    return {"nonlinearity": case.activation} if case.cell == "rnn" else {}


@torch.no_grad()
def stepped(case: Case) -> dict[str, Array]:
    """h (T, H), and c for the LSTM, of torch's own cell (RNNCell, LSTMCell, GRUCell) stepped by hand."""
    sizes = case.weights.input_size, case.weights.hidden_size
    cell = MODULES[case.cell][0](*sizes, dtype=torch.float64, **options(case))
    cell.load_state_dict(tensors(case.weights))
    names = CELLS[case.cell].states
    state: tuple[Tensor, ...] = (torch.tensor(case.h0), torch.tensor(case.c0))[: len(names)]
    states = []
    for x in torch.tensor(case.x):
        state = cell(x, state) if len(names) == 2 else (cell(x, *state),)
        states.append(state)
    return {name: torch.stack(values).numpy() for name, values in zip(names, zip(*states, strict=True), strict=True)}


@torch.no_grad()
def unrolled(case: Case) -> dict[str, Array]:
    """h (T, H) of torch's own layer (nn.RNN, nn.LSTM, nn.GRU) over the sequence; c (H,) at its end for the LSTM."""
    sizes = case.weights.input_size, case.weights.hidden_size
    layer = MODULES[case.cell][1](*sizes, dtype=torch.float64, **options(case))
    layer.load_state_dict({f"{name}_l0": value for name, value in tensors(case.weights).items()})
    h0, c0 = torch.tensor(case.h0)[None], torch.tensor(case.c0)[None]
    h, end = layer(torch.tensor(case.x), (h0, c0) if case.cell == "lstm" else h0)
    return {"h": h.numpy()} | ({"c": end[1][0].numpy()} if case.cell == "lstm" else {})
