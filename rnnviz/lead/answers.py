"""What a guess is worth: the truth of the record beside it, and the mistake that would give the guess."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from rnnviz.core.typed import InputError, numeral, shortened
from rnnviz.lead.steps import Ask

DIGITS = 4  # of the numbers on the screen
NEAR = 0.02  # of its size, and of 1: what a number in the head may be off
ELSE = "else"
CHOSEN = 1e-12


@dataclass(frozen=True)
class Answer:
    """The truth of a question, computed from the record on the screen: a number, or an option's name.

    mistakes: the numbers that the common mistakes give instead, by the mistake's name. near: what a typed number may be
    off; None: a fiftieth.
    """

    truth: float | str
    mistakes: Mapping[str, float] = field(default_factory=dict)
    near: float | None = None


@dataclass(frozen=True)
class Verdict:
    """mistake: the name of the one that gives this guess, or "else"; "" for a right one."""

    right: bool
    mistake: str = ""


def digits(value: float) -> str:
    """A number as the stage writes it: four significant digits."""
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    whole = 1e4 <= abs(value) < 1e6
    return (f"{value:.0f}" if whole else f"{value:#.{DIGITS}g}".rstrip(".")).replace("-", "−")


def judged(answer: Answer, guess: float | str, exact: bool = False) -> Verdict:
    """Whether the guess is the truth, and if not, the mistake that it is. exact: it was chosen, not typed."""
    near = CHOSEN if exact else answer.near
    if isinstance(guess, str) or isinstance(answer.truth, str):
        return Verdict(True) if guess == answer.truth else Verdict(False, str(guess))
    if _near(guess, answer.truth, near):
        return Verdict(True)
    found = [name for name, value in answer.mistakes.items() if _near(guess, value, near)]
    return Verdict(False, min(found, key=lambda name: abs(guess - answer.mistakes[name]), default=ELSE))


def _near(guess: float, value: float, near: float | None) -> bool:
    return abs(guess - value) <= (NEAR * max(1.0, abs(value)) if near is None else near)


def choices(answer: Answer) -> list[float]:
    """The truth among the numbers that the mistakes give, each once, by size."""
    found: list[float] = []
    for value in (answer.truth, *answer.mistakes.values()):
        if not isinstance(value, str) and digits(value) not in map(digits, found):
            found.append(value)
    return sorted(found)


def feedback(ask: Ask, verdict: Verdict) -> str:
    """What is said to it, as Markdown."""
    return "" if verdict.right else ask.wrong.get(verdict.mistake, ask.wrong.get(ELSE, ""))


def typed_number(text: str) -> float:
    """A number as a learner types it. Raises InputError."""
    found = numeral(text)
    if found is None or not math.isfinite(found.value):
        raise InputError(f"{shortened(text)} is not a number: type one like 0.52 or −0.3.")
    return found.value
