"""A small net of torch: a cell over a padded sequence, a head, and a plain loop that fits it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from rnnviz.core.small.store import CELL
from rnnviz.learn.models import CELLS


@dataclass
class Made:
    """Tensors and notes of the file, as `core.small.store` reads them."""

    tensors: dict[str, Tensor] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, rnn: nn.RNNBase | None, head: nn.Linear | None, score: float, tried: int) -> None:
        if rnn is not None:
            parts = {part: getattr(rnn, f"{part}_l0") for part in CELL}
            self.tensors |= {f"{name}.{part}": value.detach().clone() for part, value in parts.items()}
        if head is not None:
            self.tensors |= {f"{name}.head.{part}": value.detach().clone() for part, value in head.named_parameters()}
        cell = "" if rnn is None else next(key for key, kind in CELLS.items() if type(rnn) is kind)
        self.notes[name] = json.dumps({"cell": cell, "score": round(score, 4), "tried": tried})


def cell(kind: str, width: int, hidden: int) -> nn.RNNBase:
    return CELLS[kind](width, hidden, batch_first=True)


def one_hot(rows: Sequence[Sequence[str]], letters: Sequence[str]) -> tuple[Tensor, Tensor]:
    """Sequences of symbols as x (N, T, D), zeros after each one's end, and lengths (N,)."""
    lengths = torch.tensor([len(row) for row in rows])
    x = torch.zeros(len(rows), int(lengths.max()), len(letters))
    place = {letter: number for number, letter in enumerate(letters)}
    for n, row in enumerate(rows):
        x[n, torch.arange(len(row)), torch.tensor([place[letter] for letter in row])] = 1.0
    return x, lengths


def last(out: Tensor, lengths: Tensor) -> Tensor:
    """The state after each sequence's own last step, (N, H)."""
    return out[torch.arange(len(out)), lengths - 1]


def fit(
    modules: Sequence[nn.Module],
    loss: Callable[[Tensor], Tensor],
    count: int,
    *,
    epochs: int,
    batch: int = 64,
    rate: float = 0.01,
    decay: float = 0.0,
) -> None:
    """Adam over shuffled batches, the rate falling to nothing; `loss` is given the numbers of a batch's examples."""
    weights = [value for module in modules for value in module.parameters()]
    optimiser = torch.optim.AdamW(weights, rate, weight_decay=decay)
    steps = epochs * -(-count // batch)
    falling = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    for _ in range(epochs):
        for index in torch.split(torch.randperm(count), batch):
            optimiser.zero_grad()
            loss(index).backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(weights, 1.0)
            optimiser.step()
            falling.step()
