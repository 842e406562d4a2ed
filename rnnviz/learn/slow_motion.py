"""One batch looked at while it is learned from: its examples, their losses, the gradients, and how the weights move.

The numbers are those of `training.Trainer.one_step`, which has `Watching` look on; nothing that is looked at
changes what the run learns. The record travels as JSON beside the run's log, the last one alone.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from rnnviz.learn.data.examples import Batch, Dataset
from rnnviz.learn.models import Net
from rnnviz.learn.records import blank
from rnnviz.learn.tasks import Task

MOST_SHOWN = 64  # examples of a batch that are shown; all of them are learned from
MOST_LETTERS = 200  # of one example
MOST_VALUES = 256  # of one window: its last ones
MOST_FIGURES = 6  # of a row of numbers


@dataclass(frozen=True)
class BatchExample:
    """What the net read, what was right and what it said. `p`: what it gave the right class; None for a forecast.

    `values`: of a window, the numbers that it read; `after` what came then and `forecast` what the net said, all in the
    data's unit.
    """

    given: str
    truth: str
    guess: str
    p: float | None
    loss: float
    values: list[float]
    after: list[float]
    forecast: list[float]


@dataclass(frozen=True)
class ParameterMove:
    """One parameter through a step, as Euclidean norms: its gradient before and after clipping, itself, its change.

    `largest`: the greatest change of one weight.
    """

    name: str
    shape: list[int]
    gradient: float
    clipped: float
    weight: float
    change: float
    largest: float


@dataclass(frozen=True)
class BatchRecord:
    """A batch, learned from: after `step` of `steps` steps, it was the `number`-th of `batches` in `epoch` (from 1).

    `shape` of x. `losses` (N,) of all examples, `loss` the batch's. `left`: the norm of what the batch before left in
    `.grad`. `gradient`, `clipped`: the norm of the whole gradient, before and after clipping to `clip` (0: none).
    `again`: the loss of the same batch with the new weights; on a CPU dropout leaves out the same again.
    """

    step: int
    steps: int
    epoch: int
    number: int
    batches: int
    shape: list[int]
    learning_rate: float
    clip: float
    loss: float
    losses: list[float]
    left: float
    gradient: float
    clipped: float
    again: float
    examples: list[BatchExample]
    parameters: list[ParameterMove]

    def to_json(self) -> str:
        return json.dumps(blank(dataclasses.asdict(self)), ensure_ascii=False)


def from_json(text: str) -> BatchRecord:
    """What `to_json` wrote; what was no number is None."""
    fields = json.loads(text)
    fields["examples"] = [BatchExample(**it) for it in fields["examples"]]
    fields["parameters"] = [ParameterMove(**it) for it in fields["parameters"]]
    return BatchRecord(**fields)


@dataclass(frozen=True)
class BatchPlace:
    """Where in a run a batch is; see BatchRecord."""

    step: int
    steps: int
    epoch: int
    number: int
    batches: int


class Watching:
    """Looks at one step of a net: made before it, `answered` after backward, `record` after the step."""

    def __init__(self, net: Net, task: Task, data: Dataset) -> None:
        self.net, self.task, self.data = net, task, data
        self.left = total(net)
        self.random = torch.get_rng_state()  # before the forward pass draws
        self.y_hat, self.before = Tensor(), {name: it.detach().clone() for name, it in net.named_parameters()}
        self.gradients: dict[str, float] = {}
        self.whole = 0.0

    def answered(self, y_hat: Tensor) -> None:
        """The net's answer, and the gradient before it is clipped."""
        self.y_hat = y_hat.detach()
        self.gradients, self.whole = norms(self.net), total(self.net)

    @torch.no_grad()
    def record(self, batch: Batch, loss: Tensor, place: BatchPlace, learning_rate: float, clip: float) -> BatchRecord:
        """After the step: all of it."""
        after, each = norms(self.net), losses(self.task, self.y_hat, batch.y)
        moves = [
            ParameterMove(
                name, list(it.shape), self.gradients[name], after[name], float(self.before[name].norm()),
                float((it - self.before[name]).norm()), float((it - self.before[name]).abs().max()),
            )
            for name, it in self.net.named_parameters()
        ]  # fmt: skip
        return BatchRecord(
            **dataclasses.asdict(place), shape=list(batch.x.shape), learning_rate=learning_rate, clip=clip,
            loss=float(loss), losses=each.tolist(), left=self.left, gradient=self.whole, clipped=total(self.net),
            again=self.again(batch), examples=shown(self.data, self.task, batch, self.y_hat, each), parameters=moves,
        )  # fmt: skip

    def again(self, batch: Batch) -> float:
        """The loss of the same batch with the weights as they are now; it draws what the step drew."""
        with drawing_again(self.random, batch.x.device):
            return float(losses(self.task, self.net(batch.x, batch.lengths), batch.y, mean=True))


@contextmanager
def drawing_again(random: Tensor, device: torch.device) -> Iterator[None]:
    """From this state of the random numbers; those of the run are left as they are."""
    with torch.random.fork_rng(devices=[device] if device.type == "cuda" else []):
        torch.set_rng_state(random)
        yield


def losses(task: Task, y_hat: Tensor, y: Tensor, mean: bool = False) -> Tensor:
    """The loss of each example (N,), a mean over its steps; `mean`: of all steps of all examples, as it is learned."""
    if task.loss == "mse":
        each = F.mse_loss(y_hat, y, reduction="none").flatten(1)
        return each.mean() if mean else each.mean(1)
    if mean:
        return F.cross_entropy(y_hat.flatten(0, -2), y.flatten().long())
    if y.dim() == 1:
        return F.cross_entropy(y_hat, y.long(), reduction="none")
    each = F.cross_entropy(y_hat.flatten(0, 1), y.flatten().long(), reduction="none").view_as(y)
    return each.sum(1) / (y >= 0).sum(1)


def norms(net: nn.Module) -> dict[str, float]:
    """The norm of each parameter's gradient, 0 where there is none."""
    return {name: 0.0 if it.grad is None else float(it.grad.norm()) for name, it in net.named_parameters()}


def total(net: nn.Module) -> float:
    """The norm of all gradients together, as clip_grad_norm_ has it."""
    there = [it.grad for it in net.parameters() if it.grad is not None]
    return float(nn.utils.get_total_norm(there)) if there else 0.0


def shown(data: Dataset, task: Task, batch: Batch, y_hat: Tensor, each: Tensor) -> list[BatchExample]:
    """The first examples of a batch, in its own order."""
    few = slice(0, MOST_SHOWN)
    rows = zip(batch.x[few].cpu(), batch.y[few].cpu(), batch.lengths[few].tolist(), y_hat[few].cpu(), strict=True)
    return [
        example(data, task, x[:length], y, said, loss)
        for (x, y, length, said), loss in zip(rows, each[few].tolist(), strict=True)
    ]


def example(data: Dataset, task: Task, x: Tensor, y: Tensor, y_hat: Tensor, loss: float) -> BatchExample:
    """One sequence x (T,) or (T, D) without its padding, its target and the net's answer, in words and in numbers.

    Of several inputs the first is drawn where it is the target itself.
    """
    if task.loss == "mse":
        mean, spread = data.scale
        known = x[-MOST_VALUES:, 0] if (data.input_scales or (data.scale,))[0] == data.scale else x[:0, 0]
        windows = [(side.double() * spread + mean).tolist() for side in (known, y, y_hat)]
        values, after, forecast = ([round(it, 6) for it in side] for side in windows)
        return BatchExample("", in_figures(after), in_figures(forecast), None, loss, values, after, forecast)
    given = in_tokens(data, x.tolist()) if x.dim() == 1 else f"{in_figures(x[0].tolist())} …"
    if y.dim():
        truth, guess = (in_tokens(data, side[: len(x)].tolist()) for side in (y, y_hat.argmax(-1)))
        return BatchExample(given, truth, guess, float(torch.tensor(-loss).exp()), loss, [], [], [])
    p = y_hat.softmax(-1)
    names = (data.classes[int(y)], data.classes[int(p.argmax())])
    return BatchExample(given, *names, float(p[int(y)]), loss, [], [], [])


def in_tokens(data: Dataset, ids: list[int]) -> str:
    """Letters as they stand, words with blanks between them."""
    words = [data.tokens[it] if 0 <= it < len(data.tokens) else "" for it in ids]
    text = ("" if all(len(it) <= 1 for it in words) else " ").join(words)
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS]} …"


def in_figures(values: list[float]) -> str:
    return " ".join(f"{it:.2f}" for it in values[:MOST_FIGURES]) + (" …" if len(values) > MOST_FIGURES else "")
