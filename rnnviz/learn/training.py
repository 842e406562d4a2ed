"""The training loop (S2: zero_grad, forward, loss, backward, step) as a generator of records.

It does nothing between two records, so whoever asks for them pauses it by not asking and stops it by closing it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from rnnviz.learn.data.examples import Batch, Dataset, epoch_order
from rnnviz.learn.evaluating import evaluate
from rnnviz.learn.models import Net, groups
from rnnviz.learn.plan import Plan
from rnnviz.learn.records import Ended, Evaluation, Progress, Record
from rnnviz.learn.slow_motion import BatchPlace, BatchRecord, Watching
from rnnviz.learn.stopping import out_of_patience, said, stopped_early
from rnnviz.learn.tasks import Task, task_of
from rnnviz.learn.trained import Trained
from rnnviz.texts import _

OPTIMISERS: dict[str, Callable[..., torch.optim.Optimizer]] = {
    "adam": torch.optim.Adam,
    "adamw": torch.optim.AdamW,
    "rmsprop": torch.optim.RMSprop,
    "sgd": torch.optim.SGD,
}
EVERY = 0.5  # seconds between two records, or a tenth of a younger run: a short one has curves, too
WINDOW = 25  # steps whose mean loss is looked at for divergence
WORSE = 8.0  # times the first loss, plus one
DIVERGED = _(
    "The loss grows instead of falling: the steps are too large. Choose a learning rate ten times smaller, "
    "or clip the gradients, and start again."
)


def loss_of(task: Task, y_hat: Tensor, y: Tensor) -> Tensor:
    if task.loss == "mse":
        return F.mse_loss(y_hat, y)
    return F.cross_entropy(y_hat.flatten(0, -2), y.flatten().long())


@dataclass
class Sums:
    """Running sums, on the net's device: of the epoch (loss × examples, right ones), of a window (loss)."""

    epoch: Tensor
    window: Tensor


@dataclass
class Trainer:
    """A run in memory: net, optimiser, and where in the data it is. Change `learning_rate` whenever it rests.

    The same plan on the same CPU and threads gives the same numbers to the bit, however long it rests between two.
    With `stop_at`, the step of this number (from 1) is looked at in `watched`, and a record is told after it.
    """

    plan: Plan
    data: Dataset
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))

    def __post_init__(self) -> None:
        self.task = task_of(self.plan)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(self.plan.seed)
            self.net = Net(self.task.shape(self.plan, self.data))
            self.random = torch.get_rng_state()
        self.net.to(self.device)
        self.groups = groups(self.net)
        self.optimiser = OPTIMISERS[self.plan.optimiser](self.net.parameters(), lr=self.plan.learning_rate)
        self.padded = self.plan.read == "last padded"
        self.how = "any length" if self.padded else self.task.order
        self.epoch, self.at, self.step, self.seconds, self.first = 0, 0, 0, 0.0, 0.0
        self.batches = self.batches_of_epochs()
        self.sums = Sums(self.zeros(2), self.zeros(1))
        self.last: Tensor | None = None  # loss of the last mini-batch
        self.over: list[Evaluation] = []
        self.stop_at: int | None = None
        self.watched: BatchRecord | None = None
        self.since = Since(0, time.perf_counter())

    def zeros(self, size: int) -> Tensor:
        return torch.zeros(size, dtype=torch.float32 if self.device.type == "mps" else torch.float64).to(self.device)

    @property
    def learning_rate(self) -> float:
        return float(self.optimiser.param_groups[0]["lr"])

    @learning_rate.setter
    def learning_rate(self, value: float) -> None:
        self.plan.but(learning_rate=value)  # refuses what is no learning rate
        for group in self.optimiser.param_groups:
            group["lr"] = value

    @property
    def ends_an_epoch(self) -> bool:
        """Whether the epoch's last batch is learned from, and the validation part not yet looked at."""
        return self.at > 0 and self.at == self.batches[self.epoch]

    def order(self, epoch: int | None = None) -> list[Tensor]:
        """The batches of an epoch, or of the one that it is in."""
        train, which = self.data.train, self.epoch if epoch is None else epoch
        classes = train.y if self.plan.balanced else None
        return epoch_order(train.lengths, self.plan.batch_size, self.how, self.plan.seed, which, classes)

    def batches_of_epochs(self) -> list[int]:
        """Names that are drawn have other lengths in each epoch, and so another number of batches of one length."""
        if not self.plan.balanced:
            return [len(self.order(0))] * self.plan.epochs
        return [len(self.order(epoch)) for epoch in range(self.plan.epochs)]

    def records(self) -> Iterator[Record]:
        """Trains to the end of the plan. Records come twice a second, earlier in a young run, and after every epoch."""
        while self.epoch < self.plan.epochs:
            if self.over and out_of_patience(self.over, self.plan.patience):
                yield Ended("finished", stopped_early(self.over, self.plan.patience))
                return
            diverged = yield from self.one_epoch()
            if diverged:
                yield Ended("diverged", DIVERGED)
                return
            yield from self.look()
        finished = _("Finished: {epochs} epochs, {step} steps.").format(epochs=self.plan.epochs, step=self.step)
        yield Ended("finished", finished + said(self.over, self.plan.patience))

    def one_epoch(self) -> Generator[Record, None, bool]:
        """The epoch's steps that are left to do; says whether the loss ran away."""
        order, began = self.order(), time.perf_counter()
        while self.at < len(order):
            loss = self.one_step(self.data.train.batch(order[self.at], self.padded).to(self.device))
            self.since.loss = self.since.loss + loss
            self.at, self.step = self.at + 1, self.step + 1
            if self.ran_away(loss):
                return True
            young = self.step in (1, self.stop_at)
            if (now := time.perf_counter()) - self.since.told >= min(EVERY, self.seconds / 10) or young:
                self.seconds += now - began
                yield self.progress(self.since)
                began = time.perf_counter()
                self.since = Since(self.step, began)
        self.seconds += time.perf_counter() - began
        return False

    def one_step(self, batch: Batch) -> Tensor:
        """zero_grad, forward, loss, backward, step; the loss, detached."""
        if not self.net.training:
            self.net.train()
        with self.drawing():
            watching = Watching(self.net, self.task, self.data) if self.step + 1 == self.stop_at else None
            y_hat = self.net(batch.x, batch.lengths)
            loss = loss_of(self.task, y_hat, batch.y)
            self.optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
        if watching:
            watching.answered(y_hat)
        if self.plan.clip:
            nn.utils.clip_grad_norm_(self.net.parameters(), self.plan.clip)
        self.optimiser.step()
        if watching:
            self.watched = watching.record(batch, loss, self.place(), self.learning_rate, self.plan.clip)
        self.count(loss.detach(), y_hat.detach(), batch.y)
        return loss.detach()

    def place(self) -> BatchPlace:
        """Of the step that is being made."""
        return BatchPlace(self.step + 1, sum(self.batches), self.epoch + 1, self.at + 1, self.batches[self.epoch])

    @contextmanager
    def drawing(self) -> Iterator[None]:
        """Dropout draws from the run's own numbers, so that two runs in one process do not disturb each other."""
        if not self.net.shape.dropout:
            yield
            return
        with torch.random.fork_rng(devices=[]):
            torch.set_rng_state(self.random)
            yield
            self.random = torch.get_rng_state()

    @torch.no_grad()
    def count(self, loss: Tensor, y_hat: Tensor, y: Tensor) -> None:
        self.last = loss
        self.sums.epoch[0].add_(loss, alpha=len(y))
        if self.task.loss != "mse":
            self.sums.epoch[1].add_((y_hat.argmax(-1) == y).sum(), alpha=len(y) / y.numel())
        self.sums.window.add_(loss)

    def ran_away(self, loss: Tensor) -> bool:
        """Looks every 25 steps, at the same steps whenever the run was paused."""
        if self.step == 1:
            self.first = float(loss)
        if self.step % WINDOW and self.at < self.batches[self.epoch]:
            return False
        steps = self.step % WINDOW or WINDOW
        mean = float(self.sums.window) / steps
        if self.step % WINDOW == 0:
            self.sums.window.zero_()
        return not math.isfinite(mean) or mean > WORSE * self.first + 1

    def progress(self, since: Since) -> Progress:
        norms = {name: norm([value.grad for value in part]) for name, part in self.groups.items()}
        total, rate = sum(self.batches), self.step / max(self.seconds, 1e-9)
        loss = float(since.loss) / (self.step - since.step)
        left = (total - self.step) / rate
        epoch = self.epoch + self.at / self.batches[self.epoch]
        return Progress(self.step, total, epoch, loss, norms, self.learning_rate, self.seconds, rate, left)

    def look(self) -> Generator[Record, None, None]:
        """The end of an epoch: its sums, and the validation part."""
        (total, right), seen = self.sums.epoch.tolist(), len(self.data.train)
        self.epoch, self.at = self.epoch + 1, 0
        self.sums.epoch.zero_()
        found = yield from evaluate(self.net, self.task, self.data, self.device, self.padded)
        trained = {} if self.task.loss == "mse" else {"accuracy": right / seen}
        made = Evaluation(
            self.step, self.epoch, total / seen, found.loss, found.scores, trained, self.seconds,
            found.confusion, found.by_ahead, None if self.last is None else float(self.last), found.counts,
        )  # fmt: skip
        self.over.append(made)
        yield made

    def trained(self) -> Trained:
        """The net as it is now, a copy on the CPU."""
        net = Net(self.net.shape)
        net.load_state_dict({name: value.cpu() for name, value in self.net.state_dict().items()})
        return Trained(
            net.eval(), self.plan, self.data.classes, self.data.tokens, self.data.scale, self.data.input_scales
        )


@dataclass
class Since:
    """The losses since the last progress, which came after this step, at this time (s, of time.perf_counter)."""

    step: int
    told: float
    loss: Tensor | float = 0.0


def norm(gradients: list[Tensor | None]) -> float:
    """The Euclidean norm of all these gradients together."""
    there = [gradient for gradient in gradients if gradient is not None]
    return float(nn.utils.get_total_norm(there)) if there else 0.0
