"""Many learning steps, one after the other, each with its own rule; and one's five lines, looked at singly (row 27)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import takewhile

import numpy as np

from rnnviz.core import Array
from rnnviz.core.bptt import GradientRecord, Problem, backward
from rnnviz.core.head import apply_head
from rnnviz.core.optim import OPTIMISERS, START, Clipped, Learned, OptimiserState, clip_by_norm, learning_step
from rnnviz.texts import _

NO_CLIP = 0.0
MOST = 1e12  # a loss above this has run away
Arrays = Mapping[str, Array]
LINES: tuple[tuple[str, str], ...] = (
    ("optimizer.zero_grad()", _("The old gradients go: `.grad` is `None`, as before the first round.")),
    ("outputs = model(inputs)", _("The cell reads the input, and the output layer answers. No weight changes.")),
    ("loss = criterion(outputs, targets)", _("Outputs and targets become one number.")),
    ("loss.backward()", _("Each weight gets its gradient: it is **added** to what `.grad` holds.")),
    ("optimizer.step()", _("Each weight moves by the rule, with what `.grad` holds. `.grad` stays.")),
)
ROUNDS = 3


@dataclass(frozen=True)
class Rule:
    """How a step is made: a key of OPTIMISERS, the learning rate, and the length to clip to (NO_CLIP: none)."""

    optimiser: str = "sgd"
    lr: float = 0.01
    clip: float = NO_CLIP


@dataclass(frozen=True, eq=False)
class LearningStep:
    """One step, or the one that could be next. gradient: at its start, before clipping; clipped: what was applied."""

    rule: Rule
    gradient: GradientRecord
    clipped: Clipped
    learned: Learned

    @property
    def holds(self) -> bool:
        """Whether the numbers after it can be worked with: finite, and no new loss beyond MOST."""
        learned = self.learned
        finite = all(np.isfinite(value).all() for value in learned.problem.parameters().values())
        return finite and bool(learned.after <= max(MOST, learned.before))

    @property
    def downhill(self) -> bool:
        """Whether the loss falls along the step at first: a shorter one of the same direction would make it fall.

        Not so where Adam still moves by what it remembers.
        """
        gradients, moved = self.gradient.gradients, self.learned.moved
        return sum(float(np.vdot(slope, moved[name])) for name, slope in gradients.items()) < 0


@dataclass(frozen=True, eq=False)
class Course:
    """Where the learning began and the steps that were taken; `cut`: the next one asked for would not hold."""

    start: Problem
    steps: tuple[LearningStep, ...] = ()
    cut: bool = False

    @property
    def now(self) -> Problem:
        """The problem with the weights as they are."""
        return self.steps[-1].learned.problem if self.steps else self.start

    @property
    def losses(self) -> Array:
        """(steps + 1,): the loss at the start and after every step."""
        return np.array([self.start.value(), *(step.learned.after for step in self.steps)])

    def state(self, optimiser: str) -> OptimiserState:
        """What the optimiser remembers; another one than the last step's begins anew, as a new torch.optim does."""
        last = self.steps[-1] if self.steps else None
        return last.learned.state if last and last.rule.optimiser == optimiser else START


def next_step(course: Course, rule: Rule) -> LearningStep:
    """The step that the rule would take from here; look at `holds` before taking it."""
    gradient = backward(course.now)
    clipped = clip_by_norm(gradient.gradients, rule.clip or float("inf"))
    state = course.state(rule.optimiser)
    return LearningStep(
        rule, gradient, clipped, learning_step(course.now, clipped.gradients, rule.optimiser, rule.lr, state)
    )


def taken(start: Problem, rules: Iterable[Rule], known: Course | None = None) -> Course:
    """The course of these rules from `start`. `known`, a course from the same start, is taken over as far as it goes.

    Ends before the first step that does not hold.
    """
    rules = tuple(rules)
    pairs = zip(known.steps if known else (), rules, strict=False)
    course = Course(start, tuple(step for step, _ in takewhile(lambda pair: pair[0].rule == pair[1], pairs)))
    for rule in rules[len(course.steps) :]:
        step = next_step(course, rule)
        if not step.holds:
            return Course(start, course.steps, cut=True)
        course = Course(start, (*course.steps, step))
    return course


@dataclass(frozen=True, eq=False)
class LineEffect:
    """After one line has run. number: its place in LINES, from 0; skipped: zero_grad was forgotten.

    grad: `.grad` of every parameter, or None; y (T, O) and loss: of this round, None before their line.
    """

    round: int
    number: int
    skipped: bool
    grad: Arrays | None
    y: Array | None
    loss: float | None
    weights: Arrays


def line_effects(
    problem: Problem, optimiser: str, lr: float, forget: bool, rounds: int = ROUNDS
) -> tuple[LineEffect, ...]:
    """All lines of `rounds` rounds, one after the other, from a first LineEffect before them (number -1)."""
    found = [LineEffect(0, -1, False, None, None, None, problem.parameters())]
    state = START
    for number in range(rounds):
        lines, problem, state = one_round(problem, found[-1].grad, optimiser, lr, forget, number, state)
        found += lines
    return tuple(found)


def one_round(
    problem: Problem, held: Arrays | None, optimiser: str, lr: float, forget: bool, number: int, state: OptimiserState
) -> tuple[list[LineEffect], Problem, OptimiserState]:
    """The five lines once; `held`: what `.grad` holds before."""
    old, kept = problem.parameters(), held if forget else None
    y, loss = apply_head(problem.head, problem.run().h).y, problem.value()
    fresh = backward(problem).gradients
    grad = {name: fresh[name] + (kept[name] if kept else 0.0) for name in old}
    with np.errstate(over="ignore", invalid="ignore"):
        new, state = OPTIMISERS[optimiser].step(old, grad, state, lr)
    lines = [
        LineEffect(number, 0, forget, kept, None, None, old),
        LineEffect(number, 1, False, kept, y, None, old),
        LineEffect(number, 2, False, kept, y, loss, old),
        LineEffect(number, 3, False, grad, y, loss, old),
        LineEffect(number, 4, False, grad, y, loss, new),
    ]
    return lines, problem.with_parameters(new), state
