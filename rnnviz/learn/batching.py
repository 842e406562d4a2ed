"""In which order examples are learned from: seeded, made anew for each epoch, and by length where that saves padding.

Buckets keep torch's fused kernels busy: `pack_padded_sequence` leaves them on CPU (pytorch/pytorch issue 149194).
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.utils.data import WeightedRandomSampler

POOL = 50  # batches whose examples are sorted together
Orders = Callable[[Tensor, int, torch.Generator], list[Tensor]]


def any_length(lengths: Tensor, size: int, drawn: torch.Generator) -> list[Tensor]:
    """A plain shuffle, cut into batches of `size`."""
    return cut(torch.randperm(len(lengths), generator=drawn), size)


def same_length(lengths: Tensor, size: int, drawn: torch.Generator) -> list[Tensor]:
    """Batches of one length each: no padding at all."""
    order = torch.randperm(len(lengths), generator=drawn)
    order = order[torch.sort(lengths[order], stable=True).indices]
    stretches = torch.unique_consecutive(lengths[order], return_counts=True)[1].tolist()
    return shuffled([batch for part in cut(order, stretches) for batch in cut(part, size)], drawn)


def near_length(lengths: Tensor, size: int, drawn: torch.Generator) -> list[Tensor]:
    """Batches of like lengths: pools of 50 batches, each sorted by length."""
    order = torch.randperm(len(lengths), generator=drawn)
    pools = (pool[torch.sort(lengths[pool], stable=True).indices] for pool in cut(order, POOL * size))
    return shuffled([batch for pool in pools for batch in cut(pool, size)], drawn)


def shuffled(batches: list[Tensor], drawn: torch.Generator) -> list[Tensor]:
    return [batches[i] for i in torch.randperm(len(batches), generator=drawn).tolist()]


def cut(order: Tensor, sizes: int | list[int]) -> list[Tensor]:
    return list(torch.split(order, sizes))


ORDERS: dict[str, Orders] = {"any length": any_length, "same length": same_length, "near length": near_length}


def epoch_order(
    lengths: Tensor, size: int, how: str, seed: int, epoch: int, classes: Tensor | None = None
) -> list[Tensor]:
    """The batches of one epoch: the same for the same seed and epoch, whatever happened before.

    With `classes` (N,) N examples are drawn, with repeats, each class as likely as any other (S4's
    randomTrainingExample); without, each example comes once.
    """
    drawn = torch.Generator().manual_seed(seed * 1000 + epoch)
    if classes is None:
        return ORDERS[how](lengths, size, drawn)
    chosen = balanced(classes, drawn)
    return [chosen[index] for index in ORDERS[how](lengths[chosen], size, drawn)]


def balanced(classes: Tensor, drawn: torch.Generator) -> Tensor:
    """As many examples as there are: a class first, each as likely, then one of its examples."""
    weights = 1 / torch.bincount(classes).double()[classes]
    return torch.tensor(list(WeightedRandomSampler(weights.tolist(), len(classes), generator=drawn)))


def in_turn(lengths: Tensor, size: int) -> list[Tensor]:
    """Every example once, by length, for looking and not for learning."""
    return cut(torch.sort(lengths, stable=True).indices, size)
