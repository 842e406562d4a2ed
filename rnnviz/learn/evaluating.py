"""How good a net is: loss, scores and confusion matrix on the validation part; and exams on hours that are new to it.

The exams are for nets trained on sorted and on unsorted hours (slip j).
"""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from rnnviz.core import Array
from rnnviz.core.metrics import accuracy, confusion, regression
from rnnviz.core.typed import InputError
from rnnviz.core.windows import Index, jumps
from rnnviz.learn.data import weather
from rnnviz.learn.data.examples import Dataset, in_turn
from rnnviz.learn.data.series import Series
from rnnviz.learn.plan import Plan
from rnnviz.learn.records import Record, Working
from rnnviz.learn.tasks import Task, series
from rnnviz.learn.trained import Trained
from rnnviz.texts import _

SIZE = 256
EVERY = 0.25  # seconds between two records


@dataclass(frozen=True)
class PartScores:
    loss: float
    scores: dict[str, float]
    confusion: list[list[float]] | None = None
    by_ahead: list[dict[str, float]] | None = None
    counts: list[int] | None = None


def scored(net: nn.Module, task: Task, data: Dataset, padded: bool) -> PartScores:
    """What `evaluate` finds, at once and on the CPU."""
    told = evaluate(net, task, data, torch.device("cpu"), padded)
    while True:
        try:
            next(told)
        except StopIteration as end:
            found: PartScores = end.value
            return found


def evaluate(
    net: nn.Module, task: Task, data: Dataset, device: torch.device, padded: bool
) -> Generator[Record, None, PartScores]:
    """Says how far it is now and then; draws no random number."""
    parts, told = [], time.perf_counter()
    net.eval()
    order = in_turn(data.validation.lengths, SIZE)
    for done, index in enumerate(order, start=1):
        batch = data.validation.batch(index, padded).to(device)
        with torch.no_grad():
            parts.append(counted(task, net(batch.x, batch.lengths).cpu(), batch.y.cpu()))
        if time.perf_counter() - told >= EVERY:
            yield Working(_("looking at the validation part"), done / len(order))
            told = time.perf_counter()
    y_hat, y = (torch.cat(side) for side in zip(*parts, strict=True))
    if task.every:
        return score(task, data, y_hat, y)
    back = torch.argsort(torch.cat(order))
    return score(task, data, y_hat[back], y[back])


def counted(task: Task, y_hat: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """With a label at every step, those that are no padding, (K, C) and (K,): batches differ in length."""
    real = y >= 0
    return (y_hat[real], y[real]) if task.every else (y_hat, y)


def score(task: Task, data: Dataset, y_hat: Tensor, y: Tensor) -> PartScores:
    """y_hat (N, …) against y (N, …), in the part's own order."""
    if task.loss == "mse":
        mean, spread = data.scale
        truth, guess = (side.double().numpy() * spread + mean for side in (y, y_hat))
        found = regression(truth, guess)
        each = [regression(truth[:, k], guess[:, k]) for k in range(truth.shape[1])] if truth.shape[1] > 1 else None
        return PartScores(float(F.mse_loss(y_hat, y)), found, None, each)
    y_hat, y = y_hat.flatten(0, -2), y.flatten().long()
    labels, guesses = y.numpy(), y_hat.argmax(-1).numpy()
    loss, right = float(F.cross_entropy(y_hat, y)), {"accuracy": accuracy(labels, guesses)}
    if task.every:
        return PartScores(loss, right)
    rows = confusion(labels, guesses, data.outputs)
    counts = np.bincount(labels, minlength=data.outputs).tolist()
    return PartScores(loss, right, np.round(rows, 6).tolist(), None, counts)


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
    if ordered.input_scales or unordered.input_scales:
        raise InputError(_("These exams are for nets of one input: choose none beside the one that is forecast."))
    fair, own = windows(unordered.plan, True), windows(unordered.plan, False)
    return (
        exam(ordered, fair, "sorted", "sorted"),
        exam(unordered, fair, "unsorted", "sorted"),
        exam(unordered, own, "unsorted", "unsorted"),
    )


def windows(plan: Plan, sort: bool) -> Windows:
    """Validation windows in this order; sorted, those alone that hold no hour learned from in the other order."""
    found = series(plan)
    size = plan.lag + plan.ahead
    _, rows, after = exam_windows(found, plan, False)
    if sort:
        learned = found.times[: after + plan.lag]
        found = weather.in_order(found)
        _, rows, _ = exam_windows(found, plan, True)
        seen = np.concatenate([[0], np.cumsum(np.isin(found.times, learned))])
        rows = rows[seen[rows + size] == seen[rows]]
    held = found.values[rows[:, None] + np.arange(size)]
    return Windows(held[:, : plan.lag], held[:, plan.lag :])


def exam_windows(found: Series, plan: Plan, sort: bool) -> tuple[Index, Index, int]:
    """Windows to learn from, validation ones, and where the first of these begins."""
    after = jumps(found.times, found.step.seconds)
    parts = weather.cut_up(found, after, plan.lag, plan.ahead, sort)[2]
    return parts.train, parts.validation, int(parts.validation[0])


@torch.no_grad()
def exam(net: Trained, given: Windows, trained: str, tested: str) -> Exam:
    mean, spread = net.scale
    x = torch.tensor((given.read - mean) / spread, dtype=torch.float32)[..., None]
    found = net.net(x, torch.full((len(x),), x.shape[1])).double().numpy() * spread + mean
    same = np.repeat(given.read[:, -1:], given.after.shape[1], axis=1)
    scores = (regression(given.after, it)["MSE"] for it in (found, same))
    return Exam(trained, tested, *scores)
