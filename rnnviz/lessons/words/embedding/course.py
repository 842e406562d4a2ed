"""Learning steps of an embedding's table, one after the other, each with everything that made it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.course import MOST, Rule
from rnnviz.core.optim import BETA1, BETA2, OPTIMISERS, START, OptimiserState
from rnnviz.lessons.words.embedding.problem import Read, TableProblem, read, with_table

NAME = "table"


@dataclass(frozen=True, eq=False)
class TableStep:
    """One step. number: from 1; read: before it; before, after (V, D): the table; loss_after: on the same lines.

    mean, square (V, D): Adam's corrected running means of the gradient and of its square; zeros for SGD.
    """

    number: int
    rule: Rule
    read: Read
    before: Array
    after: Array
    mean: Array
    square: Array
    state: OptimiserState
    loss_after: float

    @property
    def moved(self) -> Array:
        """(V, D): after minus before."""
        return self.after - self.before

    @property
    def holds(self) -> bool:
        """Whether the numbers after it can be worked with."""
        return bool(np.isfinite(self.after).all() and self.loss_after <= max(MOST, self.read.loss))


@dataclass(frozen=True, eq=False)
class TableCourse:
    """Where the learning began, whether it reads `turn` by turn, and the steps; `cut`: the next would not hold."""

    start: TableProblem
    turn: bool = False
    steps: tuple[TableStep, ...] = ()
    cut: bool = False

    @property
    def table(self) -> Array:
        """(V, D) as it is now."""
        return self.steps[-1].after if self.steps else self.start.table

    def lines(self) -> slice:
        """The lines that the next step reads: all, or one, in turn."""
        if not self.turn:
            return slice(None)
        line = len(self.steps) % len(self.start.ids)
        return slice(line, line + 1)


def next_step(course: TableCourse, rule: Rule) -> TableStep:
    """The step that the rule would take from here. Another optimiser than the last step's begins anew."""
    last = course.steps[-1] if course.steps else None
    state = last.state if last and last.rule.optimiser == rule.optimiser else START
    problem, lines = with_table(course.start, course.table), course.lines()
    found = read(problem, lines)
    with np.errstate(over="ignore", invalid="ignore"):
        moved, state = OPTIMISERS[rule.optimiser].step({NAME: problem.table}, {NAME: found.gradient}, state, rule.lr)
        after = moved[NAME]
        loss = read(with_table(problem, after), lines).loss
    mean, square = corrected(state, problem.table)
    return TableStep(len(course.steps) + 1, rule, found, problem.table, after, mean, square, state, loss)


def corrected(state: OptimiserState, table: Array) -> tuple[Array, Array]:
    """What Adam divides: its running means over 1 - beta^n; zeros where there are none."""
    if NAME not in state.exp_avg:
        return np.zeros(table.shape), np.zeros(table.shape)
    return state.exp_avg[NAME] / (1.0 - BETA1**state.step), state.exp_avg_sq[NAME] / (1.0 - BETA2**state.step)


def taken(start: TableProblem, turn: bool, rules: Iterable[Rule]) -> TableCourse:
    """The course of these rules from `start`; it ends before the first step that does not hold."""
    course = TableCourse(start, turn)
    for rule in rules:
        step = next_step(course, rule)
        if not step.holds:
            return TableCourse(start, turn, course.steps, cut=True)
        course = TableCourse(start, turn, (*course.steps, step))
    return course
