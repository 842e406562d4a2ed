"""What each unit is worth: the score on held-out data with it silenced, and with more and more of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from torch import Tensor, nn

from rnnviz.core import Array
from rnnviz.learn.data.examples import Dataset
from rnnviz.learn.evaluating import scored
from rnnviz.learn.inside.holding import Intervention, width_of
from rnnviz.learn.inside.replay import answered
from rnnviz.learn.models import Net
from rnnviz.learn.plan import Plan
from rnnviz.learn.tasks import task_of

SAME = 1e-9
Tell = Callable[[float], None]


class HeldNet(nn.Module):
    """A net of the lab that answers with some of its numbers held."""

    def __init__(self, net: Net, held: Iterable[Intervention]) -> None:
        super().__init__()
        self.net, self.held = net, tuple(held)

    def forward(self, x: Tensor, lengths: Tensor) -> Tensor:
        return answered(self.net, x, lengths, self.held, keep=())[1]


@dataclass(frozen=True)
class Removal:
    """Scores on held-out data, larger is better: `whole` with every unit; `without` (H,) with one silenced in turn.

    answers: how many the score counts. counts: so many units silenced at once; `least_first` and `at_random`: the
    scores when they are those whose own removal costs least, or drawn.
    """

    metric: str
    examples: int
    answers: int
    whole: float
    without: tuple[float, ...]
    counts: tuple[int, ...]
    least_first: tuple[float, ...]
    at_random: tuple[float, ...]

    @property
    def costs(self) -> Array:
        """What the score loses by each unit's removal, (H,); negative where it gains."""
        return self.whole - np.array(self.without)

    @property
    def free(self) -> int:
        """How many units can go, each alone, and the score stays."""
        return int((np.abs(self.costs) < SAME).sum())

    @property
    def one_answer(self) -> float:
        """What one answer is worth in the score, where it is an accuracy."""
        return 1 / self.answers


def removal(net: Net, plan: Plan, data: Dataset, where: tuple[int, int], tell: Tell, seed: int = 0) -> Removal:
    """Each unit of a layer and direction silenced in turn, its h held at 0 at every step, over the validation part."""
    units = range(width_of(net.rnn, "h"))
    counts = growing(len(units))
    total, done = len(units) + 2 * len(counts), 0

    def score(gone: Iterable[int]) -> float:
        nonlocal done
        tell(done / total)
        done += 1
        return scored_without(net, plan, data, where, gone)

    whole = scored_without(net, plan, data, where, ())
    without = [score([unit]) for unit in units]
    least = np.argsort(whole - np.array(without), kind="stable")
    drawn = np.random.default_rng(seed).permutation(len(units))
    first, random = ([score(order[:count].tolist()) for count in counts] for order in (least, drawn))
    task = task_of(plan)
    part = data.validation
    asked = int(part.lengths.sum()) if task.every else len(part)
    return Removal(task.metric, len(part), asked, whole, tuple(without), counts, tuple(first), tuple(random))


def scored_without(net: Net, plan: Plan, data: Dataset, where: tuple[int, int], gone: Iterable[int]) -> float:
    held = [Intervention(*where, "h", unit, 0.0) for unit in gone]
    task = task_of(plan)
    return float(scored(HeldNet(net, held), task, data, plan.read == "last padded").scores[task.metric])


def growing(units: int) -> tuple[int, ...]:
    """How many are removed at once: 0, 1, 2, 4, …, and all."""
    found = [0, 1]
    while found[-1] * 2 < units:
        found.append(found[-1] * 2)
    return (*found, units) if units > 1 else (0, 1)


def extremes(costs: Sequence[float] | Array) -> tuple[int, int]:
    """The unit whose removal costs most, and the one whose removal costs least; from 0."""
    found = np.asarray(costs)
    return int(found.argmax()), int(found.argmin())
