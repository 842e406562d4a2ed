"""What a net says after each step with some of its numbers held: before and after an experiment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from rnnviz.core import Array
from rnnviz.core.cells import IN_TORCH
from rnnviz.learn.inside.holding import Intervention, cell_name
from rnnviz.learn.inside.own_net import OwnNet
from rnnviz.learn.inside.replay import Replay, answered, fed, replay
from rnnviz.learn.predict import as_learned
from rnnviz.learn.trained import Trained


def looked_at(trained: Trained, x: Tensor, held: Iterable[Intervention] = ()) -> Replay:
    """One sequence x (1, T) or (1, T, D), padded only where the net learned it so."""
    return answered(trained.net, *as_learned(trained, x), held)[0]


def features_of(net: Trained | OwnNet, x: Tensor) -> Tensor:
    """What the first layer reads, (1, T, D)."""
    if isinstance(net, Trained):
        return fed(net.net, x).detach()
    return (x if net.embedding is None else F.embedding(x, net.embedding)).to(net.dtype)


def transplanted(
    donor: Sequence[Sequence[Mapping[str, Array]]], rnn: nn.RNNBase, after: int, into: int
) -> tuple[Intervention, ...]:
    """What a donor's memory is after its step `after`, put in the place of another text's after `into`; from 0.

    donor[layer][direction]: each quantity (T, H). Every state of every layer, of the direction that reads forward.
    """
    return tuple(
        Intervention(layer, 0, name, unit, value, into, into + 1)
        for layer, ways in enumerate(donor)
        for name in IN_TORCH[cell_name(rnn)].states
        for unit, value in enumerate(ways[0][name][after].tolist())
    )


def answers(trained: Trained, x: Tensor, ends: Sequence[int], held: Iterable[Intervention] = ()) -> Array:
    """The head's numbers (P, outputs) after the first `end` steps of x, each read as a whole sequence."""
    if trained.net.shape.every:
        out = answered(trained.net, *as_learned(trained, x), held, keep=())[1][0, [end - 1 for end in ends]]
    else:
        most = as_learned(trained, x)[0].shape[1]
        rows = x.new_zeros(len(ends), most, *x.shape[2:])
        for row, end in zip(rows, ends, strict=True):
            row[:end] = x[0, :end]
        out = answered(trained.net, rows, torch.tensor(list(ends)), held, keep=())[1]
    found: Array = out.double().numpy()
    return found


def shares(scores: Array) -> Array:
    """Scores (P, classes) as probabilities."""
    found: Array = F.softmax(torch.from_numpy(scores), dim=-1).numpy()
    return found


def checkpoints(steps: int, most: int) -> list[int]:
    """The ends of so many stretches at most, the last step among them."""
    stride = -(-steps // most)
    return sorted({*range(stride, steps + 1, stride), steps})


@torch.no_grad()
def read_by_file(own: OwnNet, x: Tensor, held: Iterable[Intervention] = ()) -> tuple[Replay, Array | None]:
    """A net from a file over ids (1, T) or numbers (1, T, D), and what its head, if any, says at each step (T, C)."""
    passed = replay(own.rnn, features_of(own, x), torch.tensor([x.shape[1]]), held)
    if own.head is None:
        return passed, None
    weight, bias = own.head
    scores: Array = F.linear(passed.out[0], weight.to(own.dtype), None if bias is None else bias.to(own.dtype)).numpy()
    return passed, scores
