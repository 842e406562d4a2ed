"""What can be asked of each step of an example: properties of letters, of words, of values in time."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate
from types import FrameType

import numpy as np

from rnnviz.core import Array
from rnnviz.core.roc import Flags
from rnnviz.core.typed import InputError, shortened
from rnnviz.learn.data.reviews import BLAME, PRAISE
from rnnviz.texts import _

VOWELS = frozenset("aeiouAEIOU")
NEGATIONS = frozenset({"not", "no", "never", "nothing", "cannot", "nobody", "neither", "nor", "without", "t"})
"""The tokenizer cuts “don't” at its apostrophe, so that “t” stands for it."""
FEELINGS = frozenset(PRAISE) | frozenset(BLAME)
OPENING, CLOSING = frozenset("([{"), frozenset(")]}")
OWN = "pattern"
MOST_PATTERN = 200
PATIENCE = 2.0  # seconds for a learner's pattern


@dataclass(frozen=True, eq=False)
class Example:
    """One held-out sequence: its T pieces; numbers (T, D) in their unit where it has such, hours (T,) where known."""

    pieces: tuple[str, ...]
    numbers: Array | None = None
    hours: Array | None = None


@dataclass(frozen=True)
class Property:
    """title: on the screen, of a step; label: an example → a flag for each step, (T,)."""

    title: str
    label: Callable[[Example], Flags]


def of_pieces(test: Callable[[str], bool]) -> Callable[[Example], Flags]:
    return lambda example: np.array([test(piece) for piece in example.pieces], dtype=bool)


def at_end(example: Example) -> Flags:
    found: Flags = np.arange(len(example.pieces)) == len(example.pieces) - 1
    return found


def at_start(example: Example) -> Flags:
    found: Flags = np.arange(len(example.pieces)) < 2
    return found


def late(example: Example) -> Flags:
    found: Flags = 2 * np.arange(len(example.pieces)) >= len(example.pieces)
    return found


def negated(example: Example) -> Flags:
    found: Flags = np.logical_or.accumulate([piece in NEGATIONS for piece in example.pieces])
    return found


def in_brackets(example: Example) -> Flags:
    """From an opening bracket on, before the one that closes it; one that closes nothing is not counted."""
    depths = accumulate(example.pieces, lambda depth, piece: max(0, depth + step_of(piece)), initial=0)
    found: Flags = np.array(list(depths)[1:]) > 0
    return found


def step_of(piece: str) -> int:
    return (piece in OPENING) - (piece in CLOSING)


def column(example: Example) -> Array:
    if example.numbers is None:
        raise InputError(_("Only a series has values: choose another property."))
    return example.numbers[:, 0]


def rising(example: Example) -> Flags:
    values = column(example)
    found: Flags = np.diff(values, prepend=values[:1]) > 0
    return found


def warm(example: Example) -> Flags:
    values = column(example)
    found: Flags = values > np.median(values)
    return found


def at_night(example: Example) -> Flags:
    if example.hours is None:
        raise InputError(_("The hours of this series are not known: choose another property."))
    found: Flags = example.hours < 6
    return found


LETTERS = {
    "vowel": Property(_("the letter is a vowel"), of_pieces(VOWELS.__contains__)),
    "capital": Property(_("the letter is a capital"), of_pieces(str.isupper)),
    "blank": Property(_("the sign is no letter"), of_pieces(lambda piece: not piece.isalpha())),
    "start": Property(_("it is one of the first two"), at_start),
    "late": Property(_("it stands in the second half"), late),
}
ENDS = {"last": Property(_("it is the last letter"), at_end)}
WORDS = {
    "negation": Property(_("there was a “not” so far"), negated),
    "feeling": Property(_("the word praises or blames"), of_pieces(FEELINGS.__contains__)),
    "start": Property(_("it is one of the first two"), at_start),
    "late": Property(_("it stands in the second half"), late),
}
BRACKETS = {"depth": Property(_("it stands inside brackets"), in_brackets)}
VALUES = {
    "rising": Property(_("the value has just risen"), rising),
    "warm": Property(_("it is above the window's median"), warm),
    "late": Property(_("it stands in the second half"), late),
}
HOURS = {"night": Property(_("it is before 6 in the morning"), at_night)}

PROPERTIES: dict[str, dict[str, Property]] = {
    "names": LETTERS | ENDS,
    "characters": LETTERS | BRACKETS,
    "sentiment": WORDS | BRACKETS,
    "weather": VALUES | HOURS,
    "noise": VALUES,
}
"""By task, what is asked of its steps."""
OF_TEXT = ("names", "characters", "sentiment")
"""Tasks that take a pattern of one's own as well."""


def labels(task: str, name: str, pattern: str, examples: Sequence[Example]) -> Flags:
    """A flag for each step of all examples, one after the other. Raises InputError."""
    if name == OWN:
        with in_time(PATIENCE):
            return np.concatenate([matched(compiled(pattern), example, task == "sentiment") for example in examples])
    if name not in PROPERTIES[task]:
        raise InputError(
            _("This net is not asked about {name}: choose a property of its own task.").format(name=shortened(name))
        )
    return np.concatenate([PROPERTIES[task][name].label(example) for example in examples])


def compiled(pattern: str) -> re.Pattern[str]:
    """Raises InputError."""
    if not pattern or len(pattern) > MOST_PATTERN:
        raise InputError(
            _("Type a pattern of 1 to {most_pattern} signs, for example ch or [aeiou]{{2}}.").format(
                most_pattern=MOST_PATTERN
            )
        )
    try:
        return re.compile(pattern)
    except re.error as error:
        raise InputError(
            _("{pattern} is no regular expression: {msg}.").format(pattern=shortened(pattern), msg=error.msg)
        ) from error
    except (OverflowError, RecursionError) as error:
        raise InputError(
            _("{pattern} is too much for a regular expression: shorten it.").format(pattern=shortened(pattern))
        ) from error


def matched(pattern: re.Pattern[str], example: Example, spaced: bool) -> Flags:
    """The steps whose piece lies in a match, in the whole text: words with blanks between, or letters."""
    between = " " if spaced else ""
    text, found = between.join(example.pieces), np.zeros(len(example.pieces), dtype=bool)
    begins = np.cumsum([0, *(len(piece) + len(between) for piece in example.pieces[:-1])])
    ends = begins + [len(piece) for piece in example.pieces]
    for match in pattern.finditer(text):
        found |= (begins < match.end()) & (ends > match.start())
    return found


@contextmanager
def in_time(seconds: float) -> Iterator[None]:
    """Raises InputError after so many seconds, where the system can say it: a pattern may take for ever."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def late(number: int, frame: FrameType | None) -> None:
        raise InputError(_("This pattern takes too long: choose one with fewer * and +."))

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
