"""Stacks and second directions: runs of the one cell, each over what the layer under it made, projected or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.cells import CELLS, Record, quantities, run, seeded_weights, stack
from rnnviz.core.lstm import LSTMRecord, lstm_step
from rnnviz.core.shapes import Structure, suffix, weight_shapes
from rnnviz.core.weights import Weights

StackWeights = tuple[tuple[Weights, ...], ...]
APART = 7919  # between the seeds of two layers or directions; layer 1 forward has the seed itself


@dataclass(frozen=True, eq=False)
class ProjectedWeights(Weights):
    """An LSTM's parameters and weight_hr (P, H), 1 <= P < H; weight_hh is (4H, P). Raises ValueError if none fit."""

    weight_hr: Array

    def __post_init__(self) -> None:
        rows, (size, hidden) = 4 * self.weight_hr.shape[1], self.weight_hr.shape
        wanted: dict[str, tuple[int, ...]] = {"weight_ih": (rows, self.weight_ih.shape[-1]), "weight_hh": (rows, size)}
        wanted |= {"bias_ih": (rows,), "bias_hh": (rows,)}
        if not 1 <= size < hidden or any(getattr(self, name).shape != shape for name, shape in wanted.items()):
            said = ", ".join(f"{name} {value.shape}" for name, value in vars(self).items())
            raise ValueError(f"weight_hr must be (P, H) with P < H, weight_ih (4H, I), weight_hh (4H, P), got {said}")

    @property
    def hidden_size(self) -> int:
        """H, the number of units of c."""
        return int(self.weight_hr.shape[1])


@dataclass(frozen=True, eq=False)
class ProjectedRecord(LSTMRecord):
    """h and h_prev are (P,), the projection; whole = o * tanh(c) is (H,)."""

    whole: Array


def projected_step(x: Array, h_prev: Array, c_prev: Array, weights: ProjectedWeights) -> ProjectedRecord:
    """h = W_hr (o * tanh(c)), the rest as `lstm_step`.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html, "LSTM with projections" (1402.1128).
    """
    step = quantities(lstm_step(x, h_prev, c_prev, weights))
    whole = step.pop("h")
    return ProjectedRecord(**step, h=weights.weight_hr @ whole, whole=whole)


@dataclass(frozen=True, eq=False)
class StackRecord:
    """layers[l][d]: what layer l computed in direction d (0 forward, 1 backward), both from 0.

    Every field of every record is in the order of the sequence, (T, ...); a backward record's h_prev[t] is its h[t+1].
    The x of a layer is what entered it: the lower layer's h, both directions side by side, after dropout.
    """

    layers: tuple[tuple[Record, ...], ...]

    @property
    def out(self) -> Array:
        """(T, D*H): the last layer's h, forward and backward side by side."""
        return beside(self.layers[-1])

    @property
    def h_n(self) -> Array:
        """(L*D, H): each layer's and direction's h after the last step that it read."""
        return np.stack([record.h[0 if d else -1] for layer in self.layers for d, record in enumerate(layer)])


def run_stack(
    made: Structure,
    x: Array,
    weights: StackWeights,
    h0: Array | None = None,
    c0: Array | None = None,
    *,
    activation: str = "tanh",
    dropped: Sequence[Array] = (),
) -> StackRecord:
    """Run x (T, I) through a stack, as nn.RNN, LSTM and GRU do; h0 (L*D, H_out) and c0 (L*D, H) are zeros if None.

    dropped: for each layer but the last a mask (T, D*H_out) of 0 and 1, with which dropout takes numbers out of what
    goes up; the others are divided by 1 - dropout. None for a net that is not being trained.
    Raises ValueError for shapes that do not fit.
    """
    check(made, weights)
    ends = made.num_layers * made.directions
    h0 = np.zeros((ends, made.out_size)) if h0 is None else h0
    c0 = np.zeros((ends, made.hidden_size)) if c0 is None else c0
    layers: list[tuple[Record, ...]] = []
    for number, layer in enumerate(weights):
        starts = [number * made.directions + d for d in range(made.directions)]
        passes = [
            one_way(made, x, w, h0[k], c0[k], d == 1, activation)
            for d, (k, w) in enumerate(zip(starts, layer, strict=True))
        ]
        layers.append(tuple(passes))
        x = beside(layers[-1])
        if number < len(dropped):
            x = x * dropped[number] / (1.0 - made.dropout)
    return StackRecord(tuple(layers))


def one_way(
    made: Structure, x: Array, weights: Weights, h0: Array, c0: Array, backward: bool, activation: str = "tanh"
) -> Record:
    """One layer in one direction, its record in the order of the sequence."""
    read = x[::-1] if backward else x
    if isinstance(weights, ProjectedWeights):
        record: Record = run_projected(read, weights, h0, c0)
    else:
        record = run(
            made.cell, read, weights, h0, c0 if "c" in CELLS[made.cell].states else None, activation=activation
        )
    return turned(record) if backward else record


def run_projected(x: Array, weights: ProjectedWeights, h0: Array, c0: Array) -> Record:
    """`cells.run` for an LSTM with a projection: h0 (P,), c0 (H,)."""
    steps = []
    h, c = h0, c0
    for now in x:
        steps.append(projected_step(now, h, c, weights))
        h, c = steps[-1].h, steps[-1].c
    return stack(steps)


def turned(record: Record) -> Record:
    """The record with time running the other way."""
    return type(record)(**{name: values[::-1] for name, values in quantities(record).items()})


def beside(layer: Sequence[Record]) -> Array:
    """The h of a layer's directions side by side, (T, D*H)."""
    return np.concatenate([record.h for record in layer], axis=1)


def check(made: Structure, weights: StackWeights) -> None:
    """ValueError unless there are weights for every layer and direction, of its shapes."""
    if [len(layer) for layer in weights] != [made.directions] * made.num_layers:
        got = [len(layer) for layer in weights]
        raise ValueError(f"weights must be {made.num_layers} layers of {made.directions}, got {got}")
    shapes = weight_shapes(made)
    for name, array in named(weights).items():
        if name in shapes and array.shape != shapes[name]:
            raise ValueError(f"{name} must be {shapes[name]}, got {array.shape}")


def named(weights: StackWeights) -> dict[str, Array]:
    """Every parameter by torch's name. Without bias the biases are there, and 0."""
    return {
        f"{name}{suffix(number, d)}": array
        for number, layer in enumerate(weights)
        for d, part in enumerate(layer)
        for name, array in vars(part).items()
    }


def from_named(made: Structure, arrays: Mapping[str, Array]) -> StackWeights:
    """The weights that `named` took apart; a bias that is not there is 0."""
    zeros = np.zeros(CELLS[made.cell].blocks * made.hidden_size)

    def part(end: str) -> Weights:
        ih, hh, bias_ih, bias_hh = (
            arrays.get(f"{name}{end}", zeros) for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        )
        if not made.proj_size:
            return Weights(ih, hh, bias_ih, bias_hh)
        return ProjectedWeights(ih, hh, bias_ih, bias_hh, arrays[f"weight_hr{end}"])

    return tuple(tuple(part(suffix(layer, d)) for d in range(made.directions)) for layer in range(made.num_layers))


def seeded_stack(made: Structure, seed: int) -> StackWeights:
    """Random weights for every layer and direction, of torch's own distribution; layer 1 forward is `seeded_weights`.

    A projection takes the first P columns of weight_hh.
    """
    bound = 1.0 / np.sqrt(made.hidden_size)

    def part(layer: int, d: int) -> Weights:
        own = seed + APART * (made.directions * layer + d)
        drawn = seeded_weights(made.cell, made.layer_input(layer), made.hidden_size, own)
        biases = (drawn.bias_ih, drawn.bias_hh) if made.bias else (drawn.bias_ih * 0.0, drawn.bias_hh * 0.0)
        if not made.proj_size:
            return Weights(drawn.weight_ih, drawn.weight_hh, *biases)
        weight_hr = np.random.default_rng([own, 1]).uniform(-bound, bound, (made.proj_size, made.hidden_size))
        return ProjectedWeights(drawn.weight_ih, drawn.weight_hh[:, : made.proj_size], *biases, weight_hr)

    return tuple(tuple(part(layer, d) for d in range(made.directions)) for layer in range(made.num_layers))


def dropout_masks(made: Structure, steps: int, seed: int) -> tuple[Array, ...]:
    """For each layer but the last (T, D*H_out) of 0, with the chance that dropout says, and 1."""
    random = np.random.default_rng([seed, made.num_layers])
    shape = (steps, made.directions * made.out_size)
    return tuple((random.random(shape) >= made.dropout).astype(np.float64) for _ in range(made.num_layers - 1))
