"""The second view: what clipping by norm and a window (truncated BPTT) do to the gradient of an RNN."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.bptt import GradientRecord, backward, contributions
from rnnviz.core.optim import clip_by_norm, learning_step, total_norm
from rnnviz.lessons.vanishing.net import problem
from rnnviz.lessons.vanishing.setup import VanishingState
from rnnviz.texts import _

LR = 0.01  # of the one SGD step that shows what each gradient is good for


@dataclass(frozen=True, eq=False)
class Remedy:
    """One gradient. parts (T,): the norm of every step's part of dL/dW_hh, by T - k, from 0.

    norm: of all parameters as one vector; coefficient: what clipping multiplied it by; cosine: of the angle to the
    whole gradient, NaN where there is no direction; after: the loss after one SGD step with it, at LR.
    """

    name: str
    parts: Array
    norm: float
    coefficient: float
    cosine: float
    after: float


@dataclass(frozen=True, eq=False)
class Remedies:
    """whole, clipped, cut (by the window) and both; before: the loss that all start from."""

    whole: Remedy
    clipped: Remedy
    cut: Remedy
    both: Remedy
    before: float

    @property
    def all(self) -> tuple[Remedy, ...]:
        return self.whole, self.clipped, self.cut, self.both


def remedies(setup: VanishingState) -> Remedies:
    """The RNN of the setup, its gradient with and without clipping and window."""
    task = problem(setup)
    record = task.run()
    whole, cut = backward(task, record), backward(task, record, window=setup.reach)
    limit = setup.clip or float("inf")
    return Remedies(
        whole=remedy(_("As it is"), whole, whole, float("inf")),
        clipped=remedy(_("Clipped"), whole, whole, limit),
        cut=remedy(_("Window"), cut, whole, float("inf")),
        both=remedy(_("Window, then clipped"), cut, whole, limit),
        before=whole.value,
    )


def remedy(name: str, gradient: GradientRecord, whole: GradientRecord, limit: float) -> Remedy:
    clipped = clip_by_norm(gradient.gradients, limit)
    after = learning_step(gradient.problem, clipped.gradients, "sgd", LR).after
    with np.errstate(over="ignore", invalid="ignore"):
        parts = clipped.coefficient * np.linalg.norm(contributions(gradient, "weight_hh"), axis=(1, 2))[::-1]
    length = total_norm(clipped.gradients)
    direction = cosine(clipped.gradients, whole.gradients)
    return Remedy(name, parts, length, clipped.coefficient, direction, after)


def cosine(first: Mapping[str, Array], second: Mapping[str, Array]) -> float:
    """Of the angle between two sets of gradients, each as one vector: 1 for the same direction."""
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        one, other = (np.concatenate([value.ravel() for value in each.values()]) for each in (first, second))
        one, other = one / np.abs(one).max(), other / np.abs(other).max()  # or the squares overflow
        return float(one @ other / (np.linalg.norm(one) * np.linalg.norm(other)))
