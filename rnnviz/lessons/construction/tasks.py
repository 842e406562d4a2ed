"""The truths and the checks of the lead, each of the stage on the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qsl

import numpy as np

from rnnviz.core.cells import CELLS, IN_TORCH
from rnnviz.core.construction import SATURATED, STAGES, stage_numbers, stuck
from rnnviz.core.mistakes import quantity
from rnnviz.lead.answers import Answer
from rnnviz.lead.tasks import Check, Measured, Tasks
from rnnviz.lessons.construction.built import FIRST, STAGE, Built, bare, read_stage
from rnnviz.state.link import from_query
from rnnviz.state.presets import Clamp

SAME = 1e-9


def read(link: str) -> tuple[Built, int]:
    query = dict(parse_qsl(link))
    key = read_stage(query.pop(STAGE, FIRST))
    settings = bare(from_query("lstm", query))
    return Built(settings, key), settings.t


def fits(state: Built, example: Built) -> bool:
    """The same stage, with as many steps, inputs and units."""
    one, other = ((s.key, s.settings.x.shape, s.settings.hidden_size) for s in (state, example))
    return one == other


def number(state: Built, t: int, name: str) -> float:
    q, _, unit = name.rstrip("]").partition("[")
    return float(quantity(state.record, q, t)[int(unit) - 1])


def cover(state: Built, t: int, q: str) -> dict[str, object]:
    """All that the stage computes from `q` on."""
    order = [name for op in STAGES[state.key].ops for name in op.quantities]
    return {"t": t, "known": order[: order.index(q)]}


def total(state: Built, t: int, unit: int) -> Answer:
    """c of a unit in a stage that only adds."""
    c, g, old, h = (float(quantity(state.record, q, t)[unit - 1]) for q in ("c", "g", "c_prev", "h"))
    return Answer(c, {"input_only": g, "old_only": old, "squashed": h, "subtracts": old - g})


def larger(state: Built, t: int, unit: int) -> Answer:
    """Whether c of a unit has another size than at the step before."""
    c, old = (abs(quantity(state.record, q, t)[unit - 1]) for q in ("c", "c_prev"))
    return Answer("larger" if c > old else "smaller")


def largest(state: Built, t: int) -> Answer:
    """How far c gets from 0 over the run."""
    record = state.record
    truth = float(abs(record.c).max())
    found = {
        "squashed": 1.0,
        "one_sign": float(abs(record.g).sum(axis=0).max()),
        "last": float(abs(record.c[-1]).max()),
    }
    return Answer(truth, {name: value for name, value in found.items() if abs(value - truth) > 0.01})


def passes_one(state: Built, t: int, value: float, count: int) -> Answer:
    """Whether a sum of `count` numbers of this size is above 1."""
    return Answer("yes" if value * count > 1 else "no")


def clamped(state: Built, t: int, gate: str) -> Answer:
    """What becomes of h when a gate is 0 at every step."""
    settings = replace(state.settings, clamps=(Clamp(gate, None, 0.0),))
    before, after = state.record.h, Built(settings, state.key).record.h
    return Answer("nothing" if np.array_equal(before, after) else "forgets" if after.any() else "zero")


def reader(state: Built, t: int) -> Answer:
    """Which later quantities read a gate in this stage: those that differ when all gates are 0."""
    shut = replace(state.settings, clamps=tuple(Clamp(gate, None, 0.0) for gate in "ifo"))
    return Answer("none" if np.array_equal(Built(shut, state.key).record.c, state.record.c) else "c")


def how_stuck(state: Built, t: int) -> Answer:
    """Whether most values of h are beyond ±0.99."""
    return Answer("most" if stuck(state.record) > 0.5 else "few")


def longest(state: Built, t: int) -> Answer:
    """Of an RNN and the whole LSTM: in which a change of the first input is felt for longer."""
    lasts = {key: stage_numbers(key, *state.arguments)["lasts"] for key in ("a", "d")}
    return Answer("same" if lasts["a"] == lasts["d"] else max(lasts, key=lambda key: lasts[key]))


def two_states(state: Built, t: int) -> Answer:
    """The cell that hands on two states."""
    (name,) = (name for name in IN_TORCH if len(CELLS[name].states) == 2)
    return Answer(name)


def gru_keeps(state: Built, t: int) -> Answer:
    """What h of a GRU is where z is 1."""
    record = replace(from_query("gru", {"preset": "worked"}), clamps=(Clamp("z", None, 1.0),)).record
    distance = {q: float(abs(record.h - getattr(record, q)).max()) for q in ("h_prev", "n")}
    return Answer(min(distance, key=lambda q: distance[q]))


def as_before(state: Built, t: int) -> bool | Measured:
    """The whole LSTM gives the h of the stage that only adds, with an input that moves."""
    if state.key != "d":
        return False
    apart = float(abs(state.record.h - state.run("b").h).max())
    return Measured(apart, 0.0, bool(apart < SAME and np.ptp(state.settings.x) > 0))


def never_changes(state: Built, t: int) -> bool | Measured:
    """c of the whole LSTM keeps its first value, which is not 0, whatever comes in."""
    if state.key != "d":
        return False
    moved, c0 = float(abs(state.record.c - state.settings.c0).max()), abs(state.settings.c0).max()
    lacks = "" if c0 > 0.1 else "value"
    return Measured(moved, 0.0, bool(moved < SAME and not lacks and np.ptp(state.settings.x) > 0), lacks)


def unstuck(state: Built, t: int) -> bool | Measured:
    """In the stage that only adds no value of h is beyond ±0.99, over a day and with a g that follows the input."""
    if state.key != "b" or state.settings.steps < 20:
        return False
    follows = np.ptp(state.record.g, axis=0).max() > 0.01 and np.ptp(state.settings.x) > 0
    beyond = int((abs(state.record.h) > SATURATED).sum())
    return Measured(beyond, 0, bool(not beyond and follows), "" if follows else "follows")


TRUTHS: dict[str, Callable[..., Answer]] = {
    "total": total, "larger": larger, "largest": largest, "passes_one": passes_one, "clamped": clamped,
    "reader": reader, "how_stuck": how_stuck, "longest": longest, "two_states": two_states, "gru_keeps": gru_keeps,
}  # fmt: skip
CHECKS: dict[str, Check] = {"as_before": as_before, "never_changes": never_changes, "unstuck": unstuck}
TASKS: Tasks[Built] = Tasks(read, TRUTHS, CHECKS, number=number, cover=cover, fits=fits)
