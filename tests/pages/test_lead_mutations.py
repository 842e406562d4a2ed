"""The leads notice what is broken: with two gates swapped in the core, or one check that is no check, a step fails."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from rnnviz.core import gru, lstm, mingru
from rnnviz.core.cells import CELLS
from rnnviz.lead.steps import steps_of
from rnnviz.lead.tasks import Measured
from tests.pages.leads import CELLS as LED
from tests.pages.leads import DOS, TASKS, answer_of, asks, missed, unlike_torch, unsaid

MODULES = {"lstm": lstm, "gru": gru, "mingru": mingru}
SWAPS = [(cell, pair) for cell in MODULES for pair in combinations(CELLS[cell].squash, 2)]


pytestmark = pytest.mark.usefixtures("maps_at_once")


def failing(lesson: str) -> list[str]:
    """The steps of a cell's lead that a walk finds wrong."""
    return [
        step.title
        for step in steps_of(lesson)
        if unlike_torch(lesson, step)
        or (step.kind == "do" and missed(lesson, step))
        or any(unsaid(ask, answer_of(lesson, step, ask)) for ask in asks(step))
    ]


@pytest.mark.parametrize("cell", LED)
def test_no_step_of_a_cell_fails_as_it_is(cell):
    assert failing(cell) == []


@pytest.mark.parametrize(("cell", "pair"), SWAPS)
def test_two_gates_swapped_in_the_core_fail_a_step(monkeypatch, cell, pair):
    gates, real = list(CELLS[cell].squash), lstm.np.split
    order = [gates.index({pair[0]: pair[1], pair[1]: pair[0]}.get(gate, gate)) for gate in gates]

    def split(a, n, **how):
        parts = real(a, n, **how)
        return [parts[k] for k in order] if n == len(gates) else parts

    monkeypatch.setattr(MODULES[cell].np, "split", split)
    assert failing(cell) != []


@pytest.mark.parametrize(("lesson", "k"), DOS)
@pytest.mark.parametrize("done", [True, False])
def test_a_check_that_says_the_same_of_every_state_fails_its_step(monkeypatch, lesson, k, done):
    step, tasks = steps_of(lesson)[k], TASKS[lesson]
    broken = replace(tasks, checks=tasks.checks | {step.check: lambda state, t, **of: Measured(0.0, 0.0, done)})
    monkeypatch.setitem(TASKS, lesson, broken)
    assert missed(lesson, step) == ["it begins done" if done else "it is not done as shown"]
