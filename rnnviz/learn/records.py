"""What a run says while it trains: frozen records that travel as JSON."""

from __future__ import annotations

import dataclasses
import json
import math
from dataclasses import dataclass
from typing import Any

from rnnviz.texts import _

LOADING = _("loading the data")
"""What is under way before the first step."""


@dataclass(frozen=True)
class Progress:
    """Between two steps: the mean loss since the last such record, and how fast it goes. Times in seconds.

    `gradients`: the norm of each layer's gradient at this step, before clipping. `share`: of all steps, 0 to 1.
    """

    step: int
    steps: int
    epoch: float
    loss: float
    gradients: dict[str, float]
    learning_rate: float
    seconds: float
    steps_per_second: float
    seconds_left: float

    @property
    def share(self) -> float:
        return self.step / self.steps


@dataclass(frozen=True)
class Working:
    """Something other than a step is under way: `what`, and the share of it that is done."""

    what: str
    share: float


@dataclass(frozen=True)
class Evaluation:
    """After `epoch` epochs: losses, scores of the validation part, and what the task shows of it.

    `trained`: scores of the batches as they were learned from. `confusion` (C, C), rows sum to 1. `by_ahead`:
    of a forecast of more than one step, each one's scores. `counts` (C,): so many of each class are in that
    part.
    A score that is not defined is None. `loss` is the mean over the epoch, `last_batch` that of its last mini-batch
    alone, which S2 prints.
    """

    step: int
    epoch: int
    loss: float
    validation_loss: float
    scores: dict[str, float]
    trained: dict[str, float]
    seconds: float
    confusion: list[list[float]] | None = None
    by_ahead: list[dict[str, float]] | None = None
    last_batch: float | None = None
    counts: list[int] | None = None


@dataclass(frozen=True)
class Notice:
    """Something the learner should know, while the run goes on."""

    sentence: str


@dataclass(frozen=True)
class Rate:
    """The learner changed the learning rate: the steps after the first `step` ones are made with it."""

    step: int
    learning_rate: float


@dataclass(frozen=True)
class Ended:
    """The last record: `reason` is finished, stopped, diverged, failed or left; a sentence for the learner."""

    reason: str
    sentence: str


Record = Progress | Working | Evaluation | Notice | Rate | Ended
KINDS: dict[str, type[Record]] = {kind.__name__: kind for kind in (Progress, Working, Evaluation, Notice, Rate, Ended)}


def to_line(record: Record) -> str:
    """One line of JSON; what is no number is null."""
    return json.dumps({"kind": type(record).__name__} | blank(dataclasses.asdict(record)), ensure_ascii=False)


def from_line(line: str) -> Record:
    fields: dict[str, Any] = json.loads(line)
    made: Record = KINDS[fields.pop("kind")](**fields)
    return made


def blank(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: blank(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [blank(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
