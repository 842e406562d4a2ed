"""What a task hands to the training loop: examples in parts, and in which order they are learned from.

The order is seeded, made anew for each epoch, and by length where that saves padding: buckets keep torch's fused
kernels busy, which `pack_padded_sequence` leaves on CPU (pytorch/pytorch issue 149194).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import WeightedRandomSampler

from rnnviz.learn.data import DataError
from rnnviz.texts import _

POOL = 50  # batches whose examples are sorted together
Orders = Callable[[Tensor, int, torch.Generator], list[Tensor]]


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
    """All sequences of one part, padded on the right with 0: x (M, T, D) numbers or (M, T) ids, y, lengths (M,).

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
    """All parts, what the numbers mean, and what to say about where they come from.

    `train` is learned from, `validation` is looked at after each epoch, and `test` is set aside until a run is done;
    None where a page has no such part.

    `width`: features of a step, or the number of different ids. `scale`: mean and spread that y and x were standardised
    with; `input_scales`: of several inputs each one's, and then `scale` is of y alone. `tokens`: what each id stands
    for. `persistence` and `yesterday`: the scores of "same as the last hour" and, where windows reach so far back, of
    "same time yesterday", on the validation part.
    """

    train: Examples
    validation: Examples
    width: int
    outputs: int
    origin: str
    classes: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    scale: tuple[float, float] = (0.0, 1.0)
    persistence: Mapping[str, float] = field(default_factory=dict)
    yesterday: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    input_scales: tuple[tuple[float, float], ...] = ()
    test: Examples | None = None

    @property
    def parts(self) -> tuple[Examples, ...]:
        """Train, validation and, where there is one, test."""
        return (self.train, self.validation, *((self.test,) if self.test else ()))

    def asked(self) -> Dataset:
        """The same data with the test part where the others have validation: what scores this one scores that one.

        Raises DataError where there is none.
        """
        if self.test is None:
            raise DataError(_("This data has no test part: look at the validation score."))
        return replace(self, validation=self.test, test=None)


TextRow = tuple[str, int]
"""A text and the number of its class."""


def parted(
    rows: Sequence[TextRow], seed: int, share: float, alike: Callable[[str], str] = str
) -> tuple[list[TextRow], list[TextRow], list[TextRow]]:
    """`share` of each class's different texts to learn from, drawn with this seed; the others in halves.

    A class with three different texts or more has some in each part. Texts that are `alike` are in one part, whatever
    their classes; one of two classes counts for the first.
    """
    learned: list[str] = []
    others: list[str] = []
    for found in by_class(rows, seed, alike):
        count = max(1, min(round(share * len(found)), len(found) - 2))
        learned += found[:count]
        others += found[count:]
    train, validation, test = split_off(rows, alike, learned, others[::2], others[1::2])
    return train, validation, test


def halves(
    rows: Sequence[TextRow], seed: int, alike: Callable[[str], str] = str
) -> tuple[list[TextRow], list[TextRow]]:
    """Each class's different texts in a seeded order, every other one for the test: validation, test."""
    order = [key for found in by_class(rows, seed, alike) for key in found]
    validation, test = split_off(rows, alike, order[::2], order[1::2])
    return validation, test


def by_class(rows: Sequence[TextRow], seed: int, alike: Callable[[str], str]) -> list[list[str]]:
    """Each class's different texts, as `alike` makes them, in a seeded order."""
    first: dict[str, int] = {}
    for text, label in rows:
        first.setdefault(alike(text), label)
    different = sorted(first)
    found: dict[int, list[str]] = {label: [] for label in sorted(set(first.values()))}
    for k in np.random.default_rng(seed).permutation(len(different)).tolist():
        found[first[different[k]]].append(different[k])
    return list(found.values())


def split_off(rows: Sequence[TextRow], alike: Callable[[str], str], *parts: Sequence[str]) -> list[list[TextRow]]:
    """The rows whose texts are `alike` to those of each part, in their order."""
    place = {key: number for number, part in enumerate(parts) for key in part}
    found: list[list[TextRow]] = [[] for _part in parts]
    for row in rows:
        found[place[alike(row[0])]].append(row)
    return found


def pad(sequences: list[list[int]], most: int | None = None) -> tuple[Tensor, Tensor]:
    """Lists of ids as x (N, T), padded with 0 on the right and cut after `most`, and lengths (N,), at least 1."""
    cut = [sequence[:most] or [0] for sequence in sequences]
    lengths = torch.tensor([len(sequence) for sequence in cut])
    x = torch.zeros(len(cut), most or int(lengths.max()), dtype=torch.int32)
    inside = torch.arange(x.shape[1])[None, :] < lengths[:, None]
    x[inside] = torch.tensor([token for sequence in cut for token in sequence], dtype=torch.int32)
    return x, lengths


def any_length(lengths: Tensor, size: int, drawn: torch.Generator) -> list[Tensor]:
    """A plain shuffle, cut into batches of `size`."""
    return batches_of(torch.randperm(len(lengths), generator=drawn), size)


def same_length(lengths: Tensor, size: int, drawn: torch.Generator) -> list[Tensor]:
    """Batches of one length each: no padding at all."""
    order = torch.randperm(len(lengths), generator=drawn)
    order = order[torch.sort(lengths[order], stable=True).indices]
    stretches = torch.unique_consecutive(lengths[order], return_counts=True)[1].tolist()
    return shuffled([batch for part in batches_of(order, stretches) for batch in batches_of(part, size)], drawn)


def near_length(lengths: Tensor, size: int, drawn: torch.Generator) -> list[Tensor]:
    """Batches of like lengths: pools of 50 batches, each sorted by length."""
    order = torch.randperm(len(lengths), generator=drawn)
    pools = (pool[torch.sort(lengths[pool], stable=True).indices] for pool in batches_of(order, POOL * size))
    return shuffled([batch for pool in pools for batch in batches_of(pool, size)], drawn)


def shuffled(batches: list[Tensor], drawn: torch.Generator) -> list[Tensor]:
    return [batches[i] for i in torch.randperm(len(batches), generator=drawn).tolist()]


def batches_of(order: Tensor, sizes: int | list[int]) -> list[Tensor]:
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
    return batches_of(torch.sort(lengths, stable=True).indices, size)
