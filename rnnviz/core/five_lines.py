"""The five lines of the training loop (row 27): what each changes, round after round, also with zero_grad forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.bptt import Problem, backward
from rnnviz.core.head import apply_head
from rnnviz.core.optim import OPTIMISERS, START, State

Arrays = Mapping[str, Array]
LINES: tuple[tuple[str, str], ...] = (
    ("optimizer.zero_grad()", "The old gradients go: `.grad` is `None`, as before the first round."),
    ("outputs = model(inputs)", "The cell reads the input, and the output layer answers. No weight changes."),
    ("loss = criterion(outputs, targets)", "Outputs and targets become one number."),
    ("loss.backward()", "Each weight gets its gradient: it is **added** to what `.grad` holds."),
    ("optimizer.step()", "Each weight moves by the rule, with what `.grad` holds. `.grad` stays."),
)
ROUNDS = 3


@dataclass(frozen=True, eq=False)
class Moment:
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


def moments(problem: Problem, optimiser: str, lr: float, forget: bool, rounds: int = ROUNDS) -> tuple[Moment, ...]:
    """All lines of `rounds` rounds, one after the other, from a first Moment before them (number -1)."""
    found = [Moment(0, -1, False, None, None, None, problem.parameters())]
    state = START
    for number in range(rounds):
        lines, problem, state = one_round(problem, found[-1].grad, optimiser, lr, forget, number, state)
        found += lines
    return tuple(found)


def one_round(
    problem: Problem, held: Arrays | None, optimiser: str, lr: float, forget: bool, number: int, state: State
) -> tuple[list[Moment], Problem, State]:
    """The five lines once; `held`: what `.grad` holds before."""
    old, kept = problem.parameters(), held if forget else None
    y, loss = apply_head(problem.head, problem.run().h).y, problem.value()
    fresh = backward(problem).gradients
    grad = {name: fresh[name] + (kept[name] if kept else 0.0) for name in old}
    with np.errstate(over="ignore", invalid="ignore"):
        new, state = OPTIMISERS[optimiser].step(old, grad, state, lr)
    lines = [
        Moment(number, 0, forget, kept, None, None, old),
        Moment(number, 1, False, kept, y, None, old),
        Moment(number, 2, False, kept, y, loss, old),
        Moment(number, 3, False, grad, y, loss, old),
        Moment(number, 4, False, grad, y, loss, new),
    ]
    return lines, problem.with_parameters(new), state
