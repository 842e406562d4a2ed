"""What a task hands to the training loop: examples with their lengths, learned from and held out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import torch
from torch import Tensor


@dataclass(frozen=True)
class Batch:
    """x (N, T, D) numbers or (N, T) ids, cut to the longest of the batch; y (N, …) and lengths (N,)."""

    x: Tensor
    y: Tensor
    lengths: Tensor

    def to(self, device: torch.device) -> Batch:
        return Batch(self.x.to(device), self.y.to(device), self.lengths.to(device))


@dataclass(frozen=True)
class Examples:
    """All sequences of one side, padded on the right with 0: x (M, T, D) numbers or (M, T) ids, y, lengths (M,).

    Where there is a label at every step, y (M, T) has -100 at the padding, which counts for nothing.
    `rows` (N,) picks those of x and y that count, in order; windows of a series share its memory that way.
    """

    x: Tensor
    y: Tensor
    lengths: Tensor
    rows: Tensor | None = None

    def __len__(self) -> int:
        return len(self.lengths)

    def batch(self, index: Tensor, padded: bool = False) -> Batch:
        """The examples with these numbers; `padded` keeps all T steps, as the slides do (slip l)."""
        rows = index if self.rows is None else self.rows[index]
        lengths = self.lengths[index]
        steps = self.x.shape[1] if padded else int(lengths.max())
        aligned = self.y.dim() > 1 and self.y.shape[1] == self.x.shape[1]  # a label at every step
        return Batch(self.x[rows, :steps], self.y[rows, :steps] if aligned else self.y[rows], lengths)


@dataclass(frozen=True)
class Dataset:
    """Both sides, what the numbers mean, and what to say about where they come from.

    `width`: features of a step, or the number of different ids. `scale`: mean and spread that y and x were standardised
    with. `tokens`: what each id stands for. `persistence`: the scores of "same as the last hour", on the held-out side.
    """

    train: Examples
    held_out: Examples
    width: int
    outputs: int
    origin: str
    classes: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    scale: tuple[float, float] = (0.0, 1.0)
    persistence: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def pad(sequences: list[list[int]], most: int | None = None) -> tuple[Tensor, Tensor]:
    """Lists of ids as x (N, T), padded with 0 on the right and cut after `most`, and lengths (N,), at least 1."""
    cut = [sequence[:most] or [0] for sequence in sequences]
    lengths = torch.tensor([len(sequence) for sequence in cut])
    x = torch.zeros(len(cut), most or int(lengths.max()), dtype=torch.int32)
    inside = torch.arange(x.shape[1])[None, :] < lengths[:, None]
    x[inside] = torch.tensor([token for sequence in cut for token in sequence], dtype=torch.int32)
    return x, lengths
