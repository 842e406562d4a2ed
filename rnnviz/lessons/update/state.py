"""What the update page shows: a cell, what it learns, and the steps that were taken."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from rnnviz.core.bptt import Problem
from rnnviz.core.cells import CELLS
from rnnviz.core.course import LINES, NO_CLIP, ROUNDS, Rule
from rnnviz.core.optim import OPTIMISERS
from rnnviz.state.codec import Codec
from rnnviz.state.course import MAX_RATE
from rnnviz.state.fields import Among, Real, Steps, Switch, Whole, declared
from rnnviz.state.link import LinkError, OfCell
from rnnviz.state.opening import first_example
from rnnviz.state.settings import MAX_WEIGHT, Settings
from rnnviz.texts import _
from rnnviz.ui.loss.loss_controls import head_of
from rnnviz.ui.loss.loss_controls import problem_of as problem_with
from rnnviz.ui.loss.state import LossState
from rnnviz.ui.loss.targets import fitting_loss

ALONE = ("notation", "t", "op", "zoom")  # beside these, the first example stands
TASK = {"settings", "loss", "at", "targets"}  # with another of these the learning begins again


@dataclass(frozen=True)
class UpdateState(LossState):
    """settings: the cell, its input and its weights before any step; optimiser, lr, clip: of the step to come; taken:
    the rules of the steps that were taken; line: how many lines of the loop have run, of which `forget` leaves out the
    first."""

    settings: Settings = declared(OfCell(CELLS, first_example, ALONE, brief=True), first_example("rnn"))
    optimiser: str = declared(Among(OPTIMISERS), Rule.optimiser)
    lr: float = declared(Real(0.0, MAX_RATE), Rule.lr)
    clip: float = declared(Real(0.0, MAX_RATE), NO_CLIP)
    taken: tuple[Rule, ...] = declared(Steps(), ())
    line: int = declared(Whole(0, len(LINES) * ROUNDS), 0)
    forget: bool = declared(Switch(), False)

    @property
    def rule(self) -> Rule:
        """Of the step to come."""
        return Rule(self.optimiser, self.lr, self.clip)

    @property
    def task(self) -> UpdateState:
        """What is learned, with the rule and the steps that the page opens with."""
        return UpdateState(self.loss, self.at, self.targets, self.settings)

    def problem(self) -> tuple[Problem, str]:
        """What is learned, and a sentence where typed targets no longer fit and the usual ones stand in for them."""
        loss, misfit = fitting_loss(self, self.settings.steps, len(head_of(self.settings).bias))
        return problem_with(self.settings, loss), misfit

    def learned(self, problem: Problem) -> Settings:
        """The settings with the weights after some steps. Raises LinkError where no link would hold them."""
        if any(np.abs(value).max() > MAX_WEIGHT for value in problem.parameters().values()):
            raise LinkError(
                _("A weight is above {max_weight:g}: the cell's page does not go that far.").format(
                    max_weight=MAX_WEIGHT
                )
            )
        return replace(self.settings, weights=problem.weights, head=problem.head)


def changed(now: UpdateState, **values: Any) -> UpdateState:
    """With other values: another loss has targets of its own, for numbers are no classes."""
    anew: dict[str, Any] = {"taken": ()} if TASK & values.keys() else {}
    anew |= {"targets": ()} if "loss" in values else {}
    anew |= {"line": 0} if "forget" in values else {}
    return replace(now, **(anew | values))


CODEC = Codec(UpdateState, changed=changed)
