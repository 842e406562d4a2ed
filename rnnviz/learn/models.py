"""One net for every task: ids or numbers in, torch's fused RNN, LSTM or GRU, one linear head; and the slides' slips.

Two directions over sequences of different lengths: each is read backwards from its own end, never from the padding. The
same numbers as packed sequences, and on a CPU many times as fast: those leave torch's fused kernels there
(pytorch/pytorch issue 149194). Exported scripts carry these functions as they stand here.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from rnnviz.core.cells import IN_TORCH
from rnnviz.learn.fused_gru import GRU_SOURCE, FusedGRU
from rnnviz.learn.plan import Plan
from rnnviz.learn.side_by_side import side_by_side

OURS = {"GRU": (FusedGRU, GRU_SOURCE)}
"""Instead of torch's module of that name: a class that does the same, and its text."""
CELLS: dict[str, Callable[..., nn.RNNBase]] = {
    name: OURS[cell.module][0] if cell.module in OURS else getattr(nn, str(cell.module))
    for name, cell in IN_TORCH.items()
}
Takes = Literal["numbers", "one-hot", "embedding"]


def both_ways(rnn: nn.RNNBase, x: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    """The states (N, T, 2H) of the last layer of a two-way net over x (N, T, D); those of the padding mean nothing."""
    steps = x.shape[1]
    if bool((lengths == steps).all()):
        whole: torch.Tensor = rnn(x)[0]
        return whole
    if x.is_cuda:
        packed = nn.utils.rnn.pack_padded_sequence(x, lengths.cpu(), batch_first=True, enforce_sorted=False)
        return nn.utils.rnn.pad_packed_sequence(rnn(packed)[0], batch_first=True, total_length=steps)[0]
    rows = rows_backwards(lengths, steps)
    for layer in range(rnn.num_layers):
        if layer:
            x = F.dropout(x, rnn.dropout, rnn.training)
        back = one_way(rnn, picked(x, rows), f"l{layer}_reverse")
        x = torch.cat([one_way(rnn, x, f"l{layer}"), picked(back, rows)], dim=2)
    return x


def rows_backwards(lengths: torch.Tensor, steps: int) -> torch.Tensor:
    """Rows (N · T,) that read each sequence from its own end to its first step, and back again; the padding stays."""
    step, end = torch.arange(steps, device=lengths.device), lengths[:, None]
    backwards = torch.where(step < end, end - 1 - step, step)
    return (backwards + steps * torch.arange(len(lengths), device=lengths.device)[:, None]).flatten()


def one_way(rnn: nn.RNNBase, x: torch.Tensor, which: str) -> torch.Tensor:
    """torch's fused pass over x (N, T, D) with the weights of one layer and direction alone."""
    return passed(rnn, x, weights_of(rnn, which))


def weights_of(rnn: nn.RNNBase, which: str) -> list[torch.Tensor]:
    return [getattr(rnn, f"{name}_{which}") for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]


def passed(rnn: nn.RNNBase, x: torch.Tensor, weights: list[torch.Tensor]) -> torch.Tensor:
    h_0 = x.new_zeros(1, len(x), rnn.hidden_size)
    start = (h_0, h_0) if rnn.mode == "LSTM" else h_0
    run = getattr(rnn, "run", None) or getattr(torch, rnn.mode.lower())  # torch.lstm, torch.rnn_tanh
    out: torch.Tensor = run(x, start, weights, True, 1, 0.0, rnn.training, False, True)[0]
    return out


def picked(x: torch.Tensor, rows: torch.Tensor) -> torch.Tensor:
    """x (N, T, D) with its N · T rows in another order."""
    return x.flatten(0, 1).index_select(0, rows).view_as(x)


SOURCE = "\n\n".join(
    inspect.getsource(part) for part in (both_ways, rows_backwards, one_way, weights_of, passed, picked)
)
"""The functions as a script's text, which needs torch, F and nn."""


def both_at_once(rnn: nn.RNNBase, x: Tensor, lengths: Tensor) -> Tensor:
    """What `both_ways` makes, to the bit, on a CPU with several threads: two directions side by side."""
    rows = rows_backwards(lengths, x.shape[1])

    def forward(x: Tensor, weights: list[Tensor]) -> Tensor:
        return passed(rnn, x, weights)

    def backward(x: Tensor, weights: list[Tensor]) -> Tensor:
        return picked(passed(rnn, picked(x, rows), weights), rows)

    for layer in range(rnn.num_layers):
        if layer:
            x = F.dropout(x, rnn.dropout, rnn.training)
        weights = weights_of(rnn, f"l{layer}") + weights_of(rnn, f"l{layer}_reverse")
        x = torch.cat(side_by_side((forward, backward), x, weights), dim=2)
    return x


@dataclass(frozen=True)
class Shape:
    """What a net is made of. `width`: features of a step or number of ids; `every`: a head at every step.

    `turned`: a second cell reads the same picture, turned by 90° (S3's dual net).
    """

    cell: str
    takes: Takes
    width: int
    outputs: int
    hidden: int
    layers: int = 1
    directions: int = 1
    embedding: int = 128
    dropout: float = 0.0
    read: str = "last real"
    ends: str = "both"
    carries: bool = True
    every: bool = False
    turned: bool = False

    @property
    def features(self) -> int:
        return self.embedding if self.takes == "embedding" else self.width

    @property
    def skips_padding(self) -> bool:
        """Whether a direction would begin in the padding, and may not: with slip l it does."""
        return self.directions == 2 and self.read != "last padded"

    @property
    def heads(self) -> int:
        """Width of what the head reads."""
        both = self.directions == 2 and (self.every or self.ends == "both" or self.read == "mean of all")
        return self.hidden * (2 if both else 1) * (2 if self.turned else 1)


def shape_of(plan: Plan, takes: Takes, width: int, outputs: int, every: bool, ways: int = 2) -> Shape:
    """`ways`: the most directions that the task allows."""
    return Shape(
        plan.cell, takes, width, outputs, plan.hidden, plan.layers, min(ways, plan.directions), plan.embedding,
        plan.dropout if plan.layers > 1 or takes == "embedding" else 0.0, plan.read, plan.ends, plan.carries, every,
        plan.reading == "dual",
    )  # fmt: skip


class Net(nn.Module):
    """x (N, T, D) or ids (N, T), lengths (N,) → (N, outputs), or (N, T, outputs) with a head at every step.

    Padding stands on the right, and a sequence's numbers do not depend on it: alone or in any batch they are the same.
    Only with `read` "last padded" (slip l) all T steps are read: then pad always to the same T.
    """

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = (
            nn.Embedding(shape.width, shape.embedding, padding_idx=0) if shape.takes == "embedding" else None
        )
        self.rnn = self.recurrent()
        self.turned = self.recurrent() if shape.turned else None
        self.head = nn.Linear(shape.heads, shape.outputs)

    def recurrent(self) -> nn.RNNBase:
        shape = self.shape
        return CELLS[shape.cell](
            shape.features + (0 if shape.carries else shape.hidden),
            shape.hidden,
            shape.layers,
            batch_first=True,
            dropout=shape.dropout if shape.layers > 1 else 0.0,
            bidirectional=shape.directions == 2,
        )

    def forward(self, x: Tensor, lengths: Tensor) -> Tensor:
        if self.turned is not None:
            return self.upto(x, x.shape[1])
        out = self.states(x, lengths)
        result: Tensor = self.head(out if self.shape.every else self.ends(out, lengths))
        return result

    def upto(self, x: Tensor, steps: int) -> Tensor:
        """The answer (N, outputs) when each pass over pictures x (N, T, D) has read so many steps of its own order."""
        ends = torch.full((len(x),), steps, device=x.device)
        whole = torch.full_like(ends, x.shape[1])
        read = [self.ends(self.passed(self.states(x, whole), steps), ends)]
        if self.turned is not None:
            around, _ = self.turned(torch.rot90(x, 1, (1, 2)))
            read.append(self.ends(self.passed(around, steps), ends))
        result: Tensor = self.head(torch.cat(read, dim=1))
        return result

    def passed(self, out: Tensor, steps: int) -> Tensor:
        """Of one layer's states (N, T, ·) those of the first steps of each pass: the backward one begins at the end."""
        hidden = self.shape.hidden
        return torch.cat([out[:, :steps, :hidden], out[:, out.shape[1] - steps :, hidden:]], dim=2)

    def features(self, x: Tensor) -> Tensor:
        if self.embedding is not None:
            return F.dropout(self.embedding(x), self.shape.dropout, self.training)
        if self.shape.takes == "one-hot":
            return F.one_hot(x.long(), self.shape.width).to(self.head.weight.dtype)
        return x

    def states(self, x: Tensor, lengths: Tensor) -> Tensor:
        """The last layer's hidden states, (N, T, H) or (N, T, 2H): what look-back draws."""
        return self.read(self.features(x), lengths)

    def read(self, x: Tensor, lengths: Tensor) -> Tensor:
        """The same from the features (N, T, D) of each step."""
        out: Tensor
        if self.shape.carries and self.shape.skips_padding:
            at_once = x.device.type == "cpu" and torch.get_num_threads() > 1
            return (both_at_once if at_once else both_ways)(self.rnn, x, lengths)
        if self.shape.carries:
            out, _ = self.rnn(x)
            return out
        samples, steps, _ = x.shape  # slip h: every step gets the same hidden state, zeros, and starts anew
        alone = torch.cat([x, x.new_zeros(samples, steps, self.shape.hidden)], dim=2).reshape(samples * steps, 1, -1)
        out, _ = self.rnn(alone)
        return out.reshape(samples, steps, -1)

    def ends(self, out: Tensor, lengths: Tensor) -> Tensor:
        """What the head reads: the end of the forward direction, of the backward one, or both; or the mean of all."""
        if self.shape.read == "mean of all":
            real = torch.arange(out.shape[1], device=out.device) < lengths[:, None]
            return (out * real[..., None]).sum(1) / lengths[:, None]
        hidden, padded = self.shape.hidden, self.shape.read == "last padded"
        if padded:
            forward = out[:, -1, :hidden]
        else:
            forward = out[torch.arange(len(out), device=out.device), lengths - 1, :hidden]
        if self.shape.directions == 1:
            return forward
        backward = out[:, 0, hidden:]
        return backward if self.shape.ends == "hidden[-1]" else torch.cat([forward, backward], dim=1)


@dataclass(frozen=True)
class Layer:
    """A row of the table of layers: its place in the net, torch's words for it, what leaves it, its parameters."""

    name: str
    module: str
    output: tuple[str | int, ...]
    parameters: int


def layers(net: Net) -> list[Layer]:
    """The net's layers in the order that data passes them; N samples of T steps."""
    shape, rows = net.shape, []
    if net.embedding is not None:
        rows.append(Layer("embedding", str(net.embedding), ("N", "T", shape.embedding), count(net.embedding)))
    rows.append(Layer("rnn", str(net.rnn), ("N", "T", shape.hidden * shape.directions), count(net.rnn)))
    if net.turned is not None:
        rows.append(Layer("turned", str(net.turned), ("N", "T", shape.hidden * shape.directions), count(net.turned)))
    output: tuple[str | int, ...] = ("N", "T", shape.outputs) if shape.every else ("N", shape.outputs)
    return [*rows, Layer("head", str(net.head), output, count(net.head))]


def weights(net: nn.Module) -> list[tuple[str, tuple[int, ...]]]:
    """Every weight's name in torch, and its shape (row 26)."""
    return [(name, tuple(value.shape)) for name, value in net.named_parameters()]


def count(module: nn.Module) -> int:
    return sum(value.numel() for value in module.parameters())


def groups(net: Net) -> dict[str, list[nn.Parameter]]:
    """The parameters by layer, for the gradients' norms: embedding, layer 1, layer 1 backward, …, head."""
    found: dict[str, list[nn.Parameter]] = {}
    for name, value in net.named_parameters():
        first, _dot, rest = name.partition(".")
        if first == "rnn":
            number = int(rest.split("_l")[1].split("_")[0]) + 1
            first = f"layer {number}" + (" backward" if rest.endswith("_reverse") else "")
        found.setdefault(first, []).append(value)
    return found
