"""The truths and the checks of the lead, each of the taggers and the sentence on the screen."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qsl

import numpy as np

from rnnviz.core import Array
from rnnviz.core.shapes import parameters
from rnnviz.core.stack import StackRecord
from rnnviz.lead.answers import Answer
from rnnviz.lead.tasks import Check, Measured, Tasks
from rnnviz.learn.data.tags import HEADS, SLIDES, TAGS
from rnnviz.learn.tagger import sentence_of
from rnnviz.lessons.directions.state import CODEC, DirectionsState, Taggers, included_taggers
from rnnviz.state.stacked import WAYS, LayeredNet

FORWARD, BACKWARD = range(len(WAYS))


def read(link: str) -> tuple[DirectionsState, int]:
    return CODEC.read(dict(parse_qsl(link))), 0


def taggers(state: DirectionsState) -> Taggers | None:
    return included_taggers() if state.included else state.load()


def fits(state: DirectionsState, example: DirectionsState) -> bool:
    """Trained taggers, on a sentence of several words that begins with an ambiguous one."""
    words = sentence_of(state.text)
    return state.trained and taggers(state) is not None and len(words) > 2 and words[0] in HEADS


def net(state: DirectionsState) -> LayeredNet:
    found = taggers(state)
    assert found is not None
    return found.net(state.text).with_moved(state.moved)


def record(state: DirectionsState) -> StackRecord:
    return net(state).run()


def known(state: DirectionsState, t: int, way: int) -> Answer:
    """How many words the first word's h in a direction has read: those that move it when they are moved."""
    here, start = net(state), record(state).layers[0][way].h[0]
    moves = [not np.array_equal(moved(here, k).run().layers[0][way].h[0], start) for k in range(len(here.x))]
    found = {"all": len(moves), "one": 1, "none": 0, "others": len(moves) - 1}
    truth = sum(moves)
    return Answer(float(truth), {name: float(value) for name, value in found.items() if value != truth})


def moved(here: LayeredNet, k: int) -> LayeredNet:
    """The net with word k's vector moved."""
    x = here.arrays()["x"].copy()
    x[k] += 1.0
    return replace(here, moved=dict(here.moved) | {"x": x})


def one_way(state: DirectionsState, t: int) -> Answer:
    """For how many of a hundred ambiguous words the one-way tagger finds the right tag."""
    found = taggers(state)
    assert found is not None
    return Answer(
        round(100 * found.one.curve[-1], 1), {"half": 50.0, "all": 100.0, "none": 0.0}, near=8.0, span=(0.0, 100.0)
    )


def same_tag(state: DirectionsState, t: int) -> Answer:
    """Whether the one-way tagger gives the first word the same tag in the slides' sentences."""
    found = taggers(state)
    assert found is not None
    return Answer("same" if len({found.one.tags(sentence_of(text))[0] for text, _ in SLIDES}) == 1 else "other")


def width(state: DirectionsState, t: int) -> Answer:
    """How wide out is, in H."""
    return Answer({1.0: "H", 2.0: "2H", 4.0: "4H"}[record(state).out.shape[1] / net(state).made.hidden_size])


def last_state(state: DirectionsState, t: int, at: int) -> Answer:
    """What h_n[at] is: the state of a direction at a word."""
    found = record(state)
    layer, value = found.layers[-1], found.h_n[at]
    places = {f"{WAYS[way]}_{place}": layer[way].h[k] for way in (FORWARD, BACKWARD)
              for place, k in (("first", 0), ("last", -1))}  # fmt: skip
    return Answer(min(places, key=lambda name: distance(places[name], value)))


def ends(state: DirectionsState, t: int) -> Answer:
    """At which word the backward pass ends."""
    return Answer(str(last_state(state, t, -1).truth).removeprefix("backward_"))


def distance(one: Array, other: Array) -> float:
    return float(abs(one - other).max())


def costs(state: DirectionsState, t: int) -> Answer:
    """How many numbers a second direction learns, beside one."""
    made = net(state).made
    share = parameters(made) / parameters(replace(made, bidirectional=False))
    return Answer("twice" if math.isclose(share, 2.0) else "same" if share == 1.0 else "other")


def count_of_states(state: DirectionsState, t: int) -> Answer:
    """How many states h_n has for each sentence."""
    return Answer({1: "one", 2: "two"}.get(len(record(state).h_n), "each"))


def tagged(state: DirectionsState, t: int, tag: str) -> bool | Measured:
    """The two-way tagger gives an ambiguous first word this tag, more likely than any other."""
    found = taggers(state)
    words = sentence_of(state.text)
    if not found or not state.trained or not words or words[0] not in HEADS:
        return False
    belief = dict(zip(TAGS, found.two.beliefs(words)[0].tolist(), strict=True))
    other = max(p for name, p in belief.items() if name != tag)
    return Measured(belief[tag], other, belief[tag] > other)


def touched(state: DirectionsState, t: int) -> bool | Measured:
    """The last word's vector was moved, and no other number."""
    if not state.trained:
        return False
    here = net(state)
    change = abs(here.arrays()["x"] - here.untouched()["x"]).max(axis=1)
    others = bool(change[:-1].any() or state.moved.keys() - {"x"})
    return Measured(float(change[-1]), 0.1, bool(change[-1] > 0.1 and not others), "others" if others else "")


TRUTHS: dict[str, Callable[..., Answer]] = {
    "known": known, "one_way": one_way, "same_tag": same_tag, "width": width, "last_state": last_state, "ends": ends,
    "costs": costs, "count_of_states": count_of_states,
}  # fmt: skip
CHECKS: dict[str, Check] = {"tagged": tagged, "touched": touched}
TASKS: Tasks[DirectionsState] = Tasks(read, TRUTHS, CHECKS, fits=fits)
