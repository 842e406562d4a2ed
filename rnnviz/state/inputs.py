"""What runs through the cells: every kind of input sequence, made from one small description, `Source`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from rnnviz.core import Array
from rnnviz.core.hours import HOURS, WHEN, standardised
from rnnviz.core.typed import MAX_INPUTS, MAX_STEPS, MAX_TEXT, InputError, parse_numbers, parse_words, shortened
from rnnviz.core.windows import Gap, gaps
from rnnviz.state.codec import Codec
from rnnviz.state.fields import Among, Real, StepNumber, Switch, Verbatim, Whole, declared
from rnnviz.texts import _

__all__ = ["MAX_INPUTS", "MAX_STEPS", "SOURCES", "InputError", "InputSource", "Source"]
__all__ += ["fitted", "make_input", "parse_numbers", "parse_words"]

MAX_PERIOD = 1000.0
SEED = Whole(0, 2**31 - 1)
Made = tuple[Array, tuple[str, ...]]


@dataclass(frozen=True)
class Source:
    """Where the input comes from. What a kind does not use (`InputSource.uses`) it ignores.

    start: first hour of the slides' table, 0 to 28; steps: T; standardise: per column, over all 29 hours; period: of
    the sine, in steps; at: the step, from 0, of the step or impulse; text: what was typed; seed: of the noise.
    """

    kind: str = declared(lambda _: Among(SOURCES), "temperature", "source")
    start: int = declared(Whole(0, len(HOURS) - 1), 0)
    steps: int = declared(Whole(1, MAX_STEPS), 24)
    standardise: bool = declared(Switch(), False)
    period: float = declared(Real(1.0, MAX_PERIOD), 8.0)
    at: int = declared(StepNumber(MAX_STEPS, last=False), 1)
    text: str = declared(Verbatim(MAX_TEXT), "")
    seed: int = declared(SEED, 0, "noise")


@dataclass(frozen=True)
class InputSource:
    """One kind of input: its name and note on screen, the fields of Source that it reads, and what makes it."""

    kind: str
    title: str
    note: str
    uses: tuple[str, ...]
    make: Callable[[Source, int], Made]


def make_input(source: Source, input_size: int) -> Made:
    """The sequence x (T, I) and a label for each of its T columns on the strip (an hour, a word, or the step's number).

    I is input_size, except for typed words and numbers: what was typed says how many inputs there are.
    Raises InputError.
    """
    if source.kind not in SOURCES:
        raise InputError(
            _("{kind} is no kind of input: choose one of {sources}.").format(
                kind=shortened(source.kind), sources=", ".join(SOURCES)
            )
        )
    if not 1 <= input_size <= MAX_INPUTS:
        raise InputError(
            _("The input size is {input_size}: choose 1 to {max_inputs}.").format(
                input_size=input_size, max_inputs=MAX_INPUTS
            )
        )
    check(source)
    x, labels = _made(source, input_size)
    return x.copy(), labels


@lru_cache(maxsize=200)
def _made(source: Source, input_size: int) -> Made:
    """What the links and menus of one run ask for a dozen times."""
    return SOURCES[source.kind].make(source, input_size)


def check(source: Source) -> None:
    """Raises InputError if a field that the source's kind reads is out of range."""
    uses = SOURCES[source.kind].uses
    if source.seed < 0:
        raise InputError(_("The seed is {seed}: choose 0 or more.").format(seed=source.seed))
    if "start" in uses and not 0 <= source.start < len(HOURS):
        raise InputError(
            _("The first hour is {start}: choose 0 to {n_hours}.").format(start=source.start, n_hours=len(HOURS) - 1)
        )
    most = steps_allowed(source)
    if "steps" in uses and not 1 <= source.steps <= most:
        raise InputError(_("The number of steps is {steps}: choose 1 to {most}.").format(steps=source.steps, most=most))
    if "at" in uses and not 0 <= source.at < source.steps:
        raise InputError(
            _("It happens at step {at}: choose a step from 1 to {steps}.").format(at=source.at + 1, steps=source.steps)
        )
    if "period" in uses and not 1.0 <= source.period <= MAX_PERIOD:
        raise InputError(
            _("The period is {period:g} steps: choose 1 to {max_period:g}.").format(
                period=source.period, max_period=MAX_PERIOD
            )
        )


def fitted(source: Source) -> Source:
    """The nearest source that its kind can make: start, steps and at brought within their ranges."""
    start = min(max(source.start, 0), len(HOURS) - 1)
    steps = min(max(source.steps, 1), steps_allowed(replace(source, start=start)))
    return replace(source, start=start, steps=steps, at=min(max(source.at, 0), steps - 1))


def steps_allowed(source: Source) -> int:
    return len(HOURS) - source.start if source.kind == "temperature" else MAX_STEPS


def numbered(steps: int) -> tuple[str, ...]:
    """The labels of steps that have no better name: "1", "2", …"""
    return tuple(str(t) for t in range(1, steps + 1))


def _hours(source: Source, input_size: int) -> Made:
    table = standardised(HOURS) if source.standardise else HOURS
    rows = slice(source.start, source.start + source.steps)
    return table[rows, :input_size].copy(), tuple(map(hour_label, WHEN[rows]))


def hour_label(when: datetime) -> str:
    return f"{when:%m-%d %Hh}"


_LABELLED = {hour_label(when): when for when in WHEN}


def hour_gaps(labels: Sequence[str]) -> tuple[Gap, ...]:
    """Where the slides' hours jump, by the labels of the steps; other inputs have none."""
    return _hour_gaps(tuple(labels))


@lru_cache(maxsize=200)
def _hour_gaps(labels: tuple[str, ...]) -> tuple[Gap, ...]:
    if len(labels) < 2 or not all(label in _LABELLED for label in labels):
        return ()
    return gaps(np.array([_LABELLED[label] for label in labels], dtype="datetime64[s]"), 3600)


def _sine(source: Source, input_size: int) -> Made:
    t, k = np.ogrid[: source.steps, :input_size]
    return np.sin(2 * math.pi * t / source.period + k * math.pi / 2), numbered(source.steps)


def _onsets(source: Source, input_size: int) -> npt.NDArray[np.int64]:
    """The step at which each input's event comes, (1, I): spread evenly from `at`, going round at the end."""
    gap = max(1, source.steps // input_size)
    return (source.at + gap * np.arange(input_size, dtype=np.int64)[None, :]) % source.steps


def _step(source: Source, input_size: int) -> Made:
    on = np.arange(source.steps)[:, None] >= _onsets(source, input_size)
    return on.astype(np.float64), numbered(source.steps)


def _impulse(source: Source, input_size: int) -> Made:
    on = np.arange(source.steps)[:, None] == _onsets(source, input_size)
    return on.astype(np.float64), numbered(source.steps)


def _noise(source: Source, input_size: int) -> Made:
    x = np.random.default_rng(source.seed).standard_normal((source.steps, input_size))
    return x, numbered(source.steps)


def _words(source: Source, input_size: int) -> Made:
    return parse_words(source.text)


def _typed(source: Source, input_size: int) -> Made:
    x = parse_numbers(source.text)
    return x, numbered(len(x))


SOURCES: dict[str, InputSource] = {
    source.kind: source
    for source in (
        InputSource(
            "temperature",
            _("Hours of the slides"),
            _("Temperature, apparent temperature, humidity and wind speed, hour by hour."),
            ("start", "steps", "standardise"),
            _hours,
        ),
        InputSource(
            "sine",
            _("Sine"),
            _("A wave; every further input is a quarter of a period ahead."),
            ("steps", "period"),
            _sine,
        ),
        InputSource(
            "step", _("Step"), _("0, then 1 for good; every further input switches on later."), ("steps", "at"), _step
        ),
        InputSource(
            "impulse", _("Impulse"), _("A single 1; every further input has its own, later."), ("steps", "at"), _impulse
        ),
        InputSource(
            "noise",
            _("Noise"),
            _("Random numbers around 0; the same seed gives the same numbers."),
            ("steps", "seed"),
            _noise,
        ),
        InputSource(
            "words", _("Words"), _("A sentence of at most 4 different words, each a one-hot vector."), ("text",), _words
        ),
        InputSource(
            "typed", _("Own numbers"), _("One line for all steps, or one line for each step."), ("text",), _typed
        ),
    )
}
SOURCE = Codec(Source)


def source_items(source: Source, start: Source) -> dict[str, str]:
    """What a link tells of a source, against the one that its preset starts with."""
    found = SOURCE.differing(source, usual_source(start, source.kind), source)
    return found if source.kind == start.kind else found | {"source": source.kind}


def with_items(start: Source, items: Mapping[str, str]) -> Source:
    """The source of a link. Raises LinkError."""
    kind = Among(SOURCES).read("source", items.get("source", start.kind))
    return SOURCE.with_items(usual_source(start, kind), {key: items[key] for key in SOURCE.fields if key in items})


def usual_source(start: Source, kind: str) -> Source:
    """What a link's source is where it says nothing: the preset's, brought within the ranges of its kind."""
    return start if kind == start.kind else fitted(replace(start, kind=kind))


def source_from(obj: object) -> Source:
    """The source of JSON. Raises SettingsError."""
    seed = obj["seed"] if isinstance(obj, Mapping) and "seed" in obj else 0
    return Source(**SOURCE.parse(obj, None, {"seed": SEED.parse("noise", seed)}))
