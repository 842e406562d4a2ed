"""What an experiment did to an answer: the same net's outputs before it and after it, in their unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.learn.inside.patching import shares
from rnnviz.learn.tasks import task_of
from rnnviz.learn.trained import Trained
from rnnviz.texts import _

MOST = 2  # outputs that are followed on each side


@dataclass(frozen=True, eq=False)
class Effect:
    """was, now (P, outputs): after each step at which the net was asked. kind: what the numbers are, on the screen."""

    kind: str
    was: Array
    now: Array

    @property
    def forecasts(self) -> bool:
        return self.kind == FORECAST

    @property
    def answers(self) -> tuple[int, int]:
        """The largest output at the end, before and after."""
        return int(self.was[-1].argmax()), int(self.now[-1].argmax())

    @property
    def ends(self) -> tuple[float, float]:
        """That output's number on each side; of a forecast that of the first step ahead."""
        first, second = (0, 0) if self.forecasts else self.answers
        return float(self.was[-1, first]), float(self.now[-1, second])

    @property
    def moved(self) -> float:
        """How far a forecast moved."""
        return float(self.now[-1, 0] - self.was[-1, 0])

    def followed(self) -> list[int]:
        """The outputs that are largest at the end, before and after."""
        tops = [np.argsort(-it[-1], kind="stable")[:MOST].tolist() for it in (self.was, self.now)]
        return list(dict.fromkeys(tops[0][:1] + tops[1][:1] + tops[0] + tops[1]))[: MOST + 1]


FORECAST = "forecast"


def effect(trained: Trained | None, was: Array, now: Array) -> Effect:
    """Of what a head said (P, outputs): probabilities, forecasts in their unit, or plain outputs of a file."""
    if trained is None:
        return Effect(_("output y"), was, now)
    if task_of(trained.plan).loss == "mse":
        mean, spread = trained.scale
        return Effect(FORECAST, was * spread + mean, now * spread + mean)
    return Effect(_("probability"), shares(was), shares(now))


def change_of(was: Sequence[Array], now: Sequence[Array]) -> Effect:
    """Without a head: the largest change among the units, of states (T, H) side by side, beside none."""
    moved = np.abs(np.concatenate(now, axis=1) - np.concatenate(was, axis=1)).max(axis=1, keepdims=True)
    return Effect("change", np.zeros_like(moved), moved)
