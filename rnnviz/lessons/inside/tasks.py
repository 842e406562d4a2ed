"""The truths and the checks of the lead, each computed from the net on the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from urllib.parse import parse_qsl

import numpy as np

from rnnviz.core import Array
from rnnviz.core.typed import InputError
from rnnviz.lead.answers import Answer
from rnnviz.lead.tasks import Check, Measured, Tasks
from rnnviz.learn.inside.holding import Intervention
from rnnviz.learn.inside.patching import shares
from rnnviz.learn.inside.study import CLOSE, Ranking, ranking
from rnnviz.lessons.inside.net import data_of, given, looked, open_run
from rnnviz.lessons.inside.opened import OpenNet
from rnnviz.lessons.inside.state import CODEC, FILE, InsideState


def read(link: str) -> tuple[InsideState, int]:
    return CODEC.read(dict(parse_qsl(link))), 0


def fits(state: InsideState, example: InsideState) -> bool:
    """The step is about the net of its example."""
    return state.net == example.net and state.epoch == example.epoch


def moves_most(state: InsideState, t: int) -> Answer:
    """After which step the units' numbers have moved most, as the mean over units, from zero on."""
    net = open_run(state)
    where = net.where(state)
    values = looked(net, given(net, state)).states[where.layer][where.direction][where.quantity]
    moved = np.abs(np.diff(values, axis=0, prepend=0)).mean(axis=1)
    truth, last = float(moved.argmax() + 1), float(len(moved))
    steps = {"first": 1.0, "last": last}
    return Answer(truth, {name: step for name, step in steps.items() if step != truth}, span=(1.0, last))


def moves_where(state: InsideState, t: int) -> Answer:
    found = moves_most(state, t)
    return Answer({found.span[0]: "first", found.span[1]: "last"}.get(found.number, "between"))


@lru_cache(maxsize=8)
def asked(net: str, epoch: int, name: str) -> Ranking:
    opened = open_run(replace(InsideState(), net=net, epoch=epoch))
    assert opened.trained is not None
    plan = opened.trained.plan
    where = opened.where(InsideState())
    return ranking(opened.trained.net, plan, data_of(plan.to_json()), where, name)


def best(state: InsideState, whose: str) -> float:
    """The area of the unit that tells the state's property best, or tells it turned around: 0.5 to 1."""
    found = asked(state.net, state.epoch, state.ask)
    return found.strongest(whose)


def tells(state: InsideState, t: int, whose: str, least: float) -> Answer:
    """Whether one of the units has an area of at least so much."""
    return Answer("yes" if best(state, whose) >= least else "no")


def beside_untrained(state: InsideState, t: int) -> Answer:
    """Whether the best unit tells more than the best of an untrained net."""
    more = best(state, "trained") - best(state, "untrained")
    return Answer("close" if abs(more) < CLOSE else "trained" if more > 0 else "untrained")


def last_answer(net: OpenNet, state: InsideState, held: tuple[Intervention, ...] = ()) -> Array:
    """The probabilities after the last step."""
    scores = looked(net, given(net, state), held).scores
    assert scores is not None
    found: Array = shares(scores[-1:])[0]
    return found


def silenced(state: InsideState, t: int) -> Answer:
    """How many units change the answer where each alone is silenced: none, some, most."""
    changed = units_that_matter(state.net, state.epoch, state.text)
    return Answer("none" if not changed else "some" if changed < 0.5 else "most")


@lru_cache(maxsize=8)
def units_that_matter(net: str, epoch: int, text: str) -> float:
    """Their share."""
    state = replace(InsideState(), net=net, epoch=epoch, text=text)
    opened = open_run(state)
    before = int(last_answer(opened, state).argmax())
    units = range(opened.rnn.hidden_size)
    after = [int(last_answer(opened, state, (Intervention(0, 0, "h", unit, 0.0),)).argmax()) for unit in units]
    return sum(it != before for it in after) / len(after)


def high(state: InsideState, t: int, least: float) -> bool | Measured:
    """The chosen unit's h ends at `least` or above."""
    if state.view != "states" or state.net == FILE:
        return False
    try:
        net = open_run(state)
        where = net.where(state)
        last = looked(net, given(net, state)).states[where.layer][where.direction]["h"][-1]
    except InputError:
        return False
    now = float(last[min(net.unit(state), len(last) - 1)])
    return Measured(now, least, where.quantity == "h" and now >= least)


def talked_out(state: InsideState, t: int, most: float) -> bool | Measured:
    """What is held brings the probability of the net's own answer below `most`."""
    if state.view != "experiment" or state.net == FILE:
        return False
    try:
        net = open_run(state)
        what = given(net, state)
        first = int(last_answer(net, state).argmax())
        now = float(last_answer(net, state, (net.held(state, len(what.pieces)),))[first])
    except InputError:
        return False
    return Measured(now, most, now < most)


TRUTHS: dict[str, Callable[..., Answer]] = {
    "moves_most": moves_most, "moves_where": moves_where, "tells": tells, "beside_untrained": beside_untrained,
    "silenced": silenced,
}  # fmt: skip
CHECKS: dict[str, Check] = {"high": high, "talked_out": talked_out}
TASKS: Tasks[InsideState] = Tasks(read, TRUTHS, CHECKS, fits=fits)
