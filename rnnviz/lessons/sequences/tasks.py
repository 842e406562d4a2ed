"""The truths and the checks of the lead, each of the setup on the screen."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl

import numpy as np

from rnnviz.core.small import order
from rnnviz.core.small.order import OrderedRun
from rnnviz.core.windows import count
from rnnviz.lead.answers import Answer
from rnnviz.lead.tasks import Check, Measured, Tasks
from rnnviz.lessons.sequences.look import CODEC, HELD_OUT, LEAKS, look
from rnnviz.lessons.sequences.setup import SequencesState, changed

LITTLE = 0.05  # of a probability: what counts as hardly moved


def read(link: str) -> tuple[SequencesState, int]:
    return CODEC.read(dict(parse_qsl(link))), 0


def fits(state: SequencesState, example: SequencesState) -> bool:
    """The same view, of the same kind of pieces or of the same series."""
    same = state.pieces == example.pieces if state.view == "order" else state.data == example.data
    return state.view == example.view and same


def readings(state: SequencesState) -> tuple[OrderedRun, OrderedRun]:
    """A sentence as it is typed, and shuffled."""
    words = order.read_opinion(state.text)
    return order.words(words), order.words(tuple(words[k] for k in order.shuffled(len(words), state.seed)))


def bag_moves(state: SequencesState, t: int) -> Answer:
    """What becomes of the bag's answer when the words are shuffled."""
    straight, mixed = (reading.bag for reading in readings(state))
    return Answer("same" if straight == mixed else "other" if (straight > 0.5) != (mixed > 0.5) else "little")


def rnn_moves(state: SequencesState, t: int) -> Answer:
    """What becomes of the RNN's answer."""
    straight, mixed = (float(reading.said[-1]) for reading in readings(state))
    other = (straight > 0.5) != (mixed > 0.5)
    return Answer("other" if other else "little" if abs(straight - mixed) < LITTLE else "moves")


def same_words(state: SequencesState, t: int, one: str, other: str) -> Answer:
    """Whether two sentences hold the same words as often."""
    return Answer("yes" if sorted(one.split()) == sorted(other.split()) else "no")


def windows(state: SequencesState, t: int) -> Answer:
    """How many windows the series gives."""
    length, lag = len(state.series.values), state.lag
    ahead = state.ahead if state.view == "split" else 0
    found = {"points": length, "one_less": length - lag - ahead, "blocks": length // lag}
    found |= {"no_target": length - lag + 1} if ahead else {}
    truth = count(length, lag, ahead, state.stride)
    return Answer(float(truth), {name: float(value) for name, value in found.items() if value != truth})


def axis(state: SequencesState, t: int, size: int) -> Answer:
    """The axis of X that has this size."""
    names = ("N", "D") if state.data == "table" else ("N", "T", "D") if state.first else ("T", "N", "D")
    return Answer(names[look(state).shape.index(size)])


def shape(state: SequencesState, t: int) -> Answer:
    """The shape of X, as a, b, c."""
    return Answer("_".join(map(str, look(state).shape)))


def knows(state: SequencesState, t: int, split: str) -> Answer:
    """How many held-out targets were seen while learning, with the windows split so."""
    seen = look(changed(state, split=split))
    leaks, held_out = seen.counted(LEAKS), seen.counted(LEAKS) + seen.counted(HELD_OUT)
    return Answer("none" if not leaks else "most" if leaks > held_out / 2 else "few")


def turned(state: SequencesState, t: int, words: str) -> bool | Measured:
    """The RNN finds a sentence of exactly these words negative."""
    if state.view != "order" or state.pieces != "words":
        return False
    lacks = "" if sorted(state.text.split()) == sorted(words.split()) else "words"
    positive = float(readings(state)[0].said[-1])
    return Measured(positive, 0.5, positive < 0.5 and not lacks, lacks)


def apart(state: SequencesState, t: int, least: int) -> bool | Measured:
    """Several windows of at least so many points, of which no two share one."""
    seen = look(state) if state.view == "shape" and state.data != "table" else None
    if not seen or len(seen.begins) <= 1:
        return False
    shared = max(0, state.lag - int(np.diff(seen.begins).min()))
    lacks = "" if state.lag >= least else "points"
    return Measured(shared, 0, not shared and not lacks, lacks)


def honest(state: SequencesState, t: int) -> bool | Measured:
    """Windows are held out, and none of their targets was learned from."""
    if state.view != "split":
        return False
    leaks, held_out = (look(state).counted(what) for what in (LEAKS, HELD_OUT))
    return Measured(leaks, 0, held_out > 0 and not leaks)


TRUTHS: dict[str, Callable[..., Answer]] = {
    "bag_moves": bag_moves, "rnn_moves": rnn_moves, "same_words": same_words, "windows": windows, "axis": axis,
    "shape": shape, "knows": knows,
}  # fmt: skip
CHECKS: dict[str, Check] = {"turned": turned, "apart": apart, "honest": honest}
TASKS: Tasks[SequencesState] = Tasks(read, TRUTHS, CHECKS, fits=fits)
