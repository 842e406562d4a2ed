"""A few units of a trained layer, as a stage shows them: their own products one by one, all the others' in one sum.

The layer is run whole, by `core` in float64; what is left out of the picture is not left out of the numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from rnnviz.core import Array
from rnnviz.core.cells import IN_TORCH, quantities, run
from rnnviz.core.typed import InputError, counted
from rnnviz.core.weights import Weights
from rnnviz.learn.inside.holding import cell_name
from rnnviz.learn.inside.own_net import OwnNet
from rnnviz.learn.inside.patching import features_of
from rnnviz.learn.inside.replay import replay
from rnnviz.learn.predict import as_learned
from rnnviz.learn.trained import Trained
from rnnviz.texts import _

MOST_CHOSEN = 4
PROJECTED = _("This net projects its h: its units have no h of their own, so the stage cannot show them.")


@dataclass(frozen=True, eq=False)
class ChosenUnits:
    """What k of a layer's H units compute over T steps, in the order of the sequence, in float64.

    units (k,): from 0. weights: their rows, of weight_hh their columns, too. record: each quantity of the cell's record
    (T, ·), its blocks of k; and what no picture draws one by one: from_x, W_ih x, and from_others, W_hh h_prev over the
    H − k others, (T, G·k). truth: h, and c, (T, k) as torch computes them. inputs: I, how long one x is.
    """

    cell: str
    activation: str
    units: tuple[int, ...]
    of: int
    inputs: int
    weights: Weights
    record: dict[str, Array]
    truth: dict[str, Array]

    @property
    def others(self) -> int:
        return self.of - len(self.units)


def chosen(
    net: Trained | OwnNet, x: Tensor, layer: int, direction: int, units: Sequence[int], count: int = MOST_CHOSEN
) -> ChosenUnits:
    """Over x (1, T) or (1, T, D). No units: the `count` whose h changes most over it. Raises InputError."""
    rnn, steps = deepcopy(net.net.rnn if isinstance(net, Trained) else net.rnn).double(), x.shape[1]
    if rnn.proj_size:
        raise InputError(PROJECTED)
    if len(units) > MOST_CHOSEN or not all(0 <= unit < rnn.hidden_size for unit in units):
        raise InputError(
            _("Choose at most {most_chosen} of the {hidden_size}.").format(
                most_chosen=MOST_CHOSEN, hidden_size=counted(rnn.hidden_size, "{n} unit", "{n} units")
            )
        )
    carries = net.net.shape.carries if isinstance(net, Trained) else True
    features = features_of(net, as_learned(net, x)[0] if isinstance(net, Trained) else x).double()
    passed = replay(rnn, features, torch.tensor([features.shape[1]]), carries=carries)
    read = features if not layer else torch.cat([way["h"] for way in passed.found[layer - 1]], 2)
    weights = weights_of(rnn, layer, direction)
    whole = unrolled_whole(rnn, read[0].numpy()[:: -1 if direction else 1], weights, carries)
    whole = {name: values[:: -1 if direction else 1][:steps] for name, values in whole.items()}
    own = np.array(sorted(units) or most_changing(whole["h"], count))
    truth = passed.found[layer][direction]
    return ChosenUnits(
        cell_name(rnn), activation_of(rnn), tuple(own.tolist()), rnn.hidden_size, weights.input_size,
        part_of(weights, own), parts_of(whole, weights, own),
        {name: truth[name][0, :steps].numpy()[:, own] for name in IN_TORCH[cell_name(rnn)].states},
    )  # fmt: skip


def activation_of(rnn: nn.RNNBase) -> str:
    return "relu" if rnn.mode == "RNN_RELU" else "tanh"


def most_changing(h: Array, count: int) -> list[int]:
    return sorted(np.argsort(-np.ptp(h, axis=0), kind="stable")[:count].tolist())


def weights_of(rnn: nn.RNNBase, layer: int, direction: int) -> Weights:
    """One layer and direction of a layer of torch's; without biases, they are 0."""
    end = f"_l{layer}{'_reverse' * direction}"
    ih, hh = (rnn.get_parameter(f"{name}{end}").detach().numpy() for name in ("weight_ih", "weight_hh"))
    names = ("bias_ih", "bias_hh")
    biases = (rnn.get_parameter(f"{name}{end}").detach().numpy() if rnn.bias else np.zeros(len(ih)) for name in names)
    return Weights(ih, hh, *biases)


def unrolled_whole(rnn: nn.RNNBase, x: Array, weights: Weights, carries: bool) -> dict[str, Array]:
    """The layer's whole record over x (T, I), in the order that it reads."""
    stretches = [x] if carries else [x[t : t + 1] for t in range(len(x))]
    h0, activation = np.zeros(rnn.hidden_size), activation_of(rnn)
    made = [run(cell_name(rnn), stretch, weights, h0, activation=activation) for stretch in stretches]
    return {name: np.concatenate([quantities(it)[name] for it in made]) for name in quantities(made[0])}


def rows_of(weights: Weights, own: Array) -> Array:
    """The rows of a weight array that belong to these units: block after block."""
    blocks = np.arange(weights.rows // weights.hidden_size)[:, None] * weights.hidden_size
    found: Array = (blocks + own).ravel()
    return found


def part_of(weights: Weights, own: Array) -> Weights:
    rows = rows_of(weights, own)
    ih, hh = weights.weight_ih[rows], weights.weight_hh[rows][:, own]
    return Weights(ih, hh, weights.bias_ih[rows], weights.bias_hh[rows])


def parts_of(whole: dict[str, Array], weights: Weights, own: Array) -> dict[str, Array]:
    """Of the record what these units compute, and the two sums that stand for many products."""
    hidden = weights.hidden_size
    rows, others = rows_of(weights, own), np.setdiff1d(np.arange(hidden), own)

    def part(values: Array) -> Array:
        blocks = values.reshape(len(values), -1, hidden)
        found: Array = blocks[..., own].reshape(len(values), -1)
        return found

    found = {name: values if name == "x" else part(values) for name, values in whole.items()}
    from_x = whole["x"] @ weights.weight_ih[rows].T
    from_others = whole["h_prev"][:, others] @ weights.weight_hh[rows][:, others].T
    return found | {"from_x": from_x, "from_others": from_others}
