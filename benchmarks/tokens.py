"""Tokens a second of one net on texts of different lengths: in buckets, with the padding read, and packed."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from statistics import median

import torch
from torch import Tensor, nn

from rnnviz.learn import running
from rnnviz.learn.data.examples import Dataset, any_length
from rnnviz.learn.models import Net
from rnnviz.learn.plan import Plan
from rnnviz.learn.training import OPTIMISERS, Trainer

Work = Callable[[], int]


def speed(make: Callable[[Plan, Dataset], Work], plan: Plan, data: Dataset, times: int = 3) -> float:
    """Median of how much is done in a second; each time starts from a net of its own."""
    return median(rate(make(plan, data)) for _ in range(times))


def rate(work: Work) -> float:
    began = time.perf_counter()
    done = work()
    return done / (time.perf_counter() - began)


def in_turn_speeds(ways: Sequence[Callable[[Plan, Dataset], Work]], plan: Plan, data: Dataset) -> list[float]:
    """The median of each way, one after the other each time: a busy machine slows all."""
    times = [[rate(make(plan, data)) for make in ways] for _ in range(5)]
    return [median(way) for way in zip(*times, strict=True)]


class Through(Net):
    """The same net, whose backward direction reads the padding first: torch's two directions at once."""

    def states(self, x: Tensor, lengths: Tensor) -> Tensor:
        out: Tensor = self.rnn(self.features(x))[0]
        return out


def through_padding(plan: Plan, data: Dataset) -> Work:
    return buckets(plan, data, net=Through)


def buckets(plan: Plan, data: Dataset, steps: int = 24, net: type[Net] = Net) -> Work:
    trainer = Trainer(plan, data, running.choose_device(plan.device))
    replaced(trainer, net)
    order = trainer.order()
    chosen = [order[i] for i in range(0, len(order), max(1, len(order) // steps))][:steps]
    return lambda: sum(stepped(trainer, index) for index in chosen)


def replaced(trainer: Trainer, kind: type[Net]) -> None:
    """Another way to compute the same net."""
    other = kind(trainer.net.shape).to(trainer.device)
    other.load_state_dict(trainer.net.state_dict())
    trainer.net, trainer.optimiser = (
        other,
        OPTIMISERS[trainer.plan.optimiser](other.parameters(), lr=trainer.plan.learning_rate),
    )


def stepped(trainer: Trainer, index: Tensor) -> int:
    batch = trainer.data.train.batch(index).to(trainer.device)
    trainer.one_step(batch)
    return int(batch.lengths.sum())


class Packed(Net):
    """The same net, fed with packed sequences."""

    def forward(self, x: Tensor, lengths: Tensor) -> Tensor:
        packed = nn.utils.rnn.pack_padded_sequence(
            self.features(x), lengths.cpu(), batch_first=True, enforce_sorted=False
        )
        hidden = self.rnn(packed)[1]
        hidden = hidden[0] if isinstance(hidden, tuple) else hidden
        result: Tensor = self.head(torch.cat([hidden[-2], hidden[-1]], dim=1))
        return result


def packing(plan: Plan, data: Dataset, steps: int = 6) -> Work:
    trainer = Trainer(plan, data, running.choose_device(plan.device))
    replaced(trainer, Packed)
    order = any_length(data.train.lengths, plan.batch_size, torch.Generator().manual_seed(0))[:steps]
    return lambda: sum(stepped(trainer, index) for index in order)
