"""Nets trained on sorted and on unsorted hours, each tested on hours that neither has learned from (slip j)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from rnnviz.core import Array
from rnnviz.core.metrics import regression
from rnnviz.core.windows import Index, jumps
from rnnviz.learn.data import weather
from rnnviz.learn.data.series import Series
from rnnviz.learn.plan import Plan
from rnnviz.learn.tasks import series
from rnnviz.learn.trained import Trained


@dataclass(frozen=True)
class Exam:
    """MSE in °C² of a net and of "the same as the last hour", on the same windows."""

    trained: str
    tested: str
    mse: float
    persistence: float


@dataclass(frozen=True)
class Windows:
    """Windows (M, lag) and the hours after them (M, ahead), in °C."""

    read: Array
    after: Array


def exams(ordered: Trained, unordered: Trained) -> tuple[Exam, Exam, Exam]:
    """Both nets on the same sorted windows; then the unsorted net on its own order's. Raises InputError."""
    fair, own = windows(unordered.plan, True), windows(unordered.plan, False)
    return (
        exam(ordered, fair, "sorted", "sorted"),
        exam(unordered, fair, "unsorted", "sorted"),
        exam(unordered, own, "unsorted", "unsorted"),
    )


def windows(plan: Plan, sort: bool) -> Windows:
    """Held-out windows in this order; sorted, those alone that hold no hour learned from in the other order."""
    found = series(plan)
    size = plan.lag + plan.ahead
    _, rows, after = cut(found, plan, False)
    if sort:
        learned = found.times[: after + plan.lag]
        found = weather.in_order(found)
        _, rows, _ = cut(found, plan, True)
        seen = np.concatenate([[0], np.cumsum(np.isin(found.times, learned))])
        rows = rows[seen[rows + size] == seen[rows]]
    held = found.values[rows[:, None] + np.arange(size)]
    return Windows(held[:, : plan.lag], held[:, plan.lag :])


def cut(found: Series, plan: Plan, sort: bool) -> tuple[Index, Index, int]:
    """Windows to learn from, held-out ones, and where the first of these begins."""
    after = jumps(found.times, found.step.seconds)
    split = weather.cut_up(found, after, plan.lag, plan.ahead, sort)[2]
    return split.train, split.held_out, int(split.held_out[0])


@torch.no_grad()
def exam(net: Trained, given: Windows, trained: str, tested: str) -> Exam:
    mean, spread = net.scale
    x = torch.tensor((given.read - mean) / spread, dtype=torch.float32)[..., None]
    found = net.net(x, torch.full((len(x),), x.shape[1])).double().numpy() * spread + mean
    same = np.repeat(given.read[:, -1:], given.after.shape[1], axis=1)
    scores = (regression(given.after, it)["MSE"] for it in (found, same))
    return Exam(trained, tested, *scores)
