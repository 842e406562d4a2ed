"""What a guess is worth: the truth of the record beside it, and the mistake that would give the guess."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from rnnviz.core.typed import InputError, numeral, shortened
from rnnviz.lead.steps import Ask
from rnnviz.texts import _

DIGITS = 4  # of the numbers on the screen
NEAR = 0.02  # of its size, and of 1: what a number in the head may be off
ELSE = "else"
CHOSEN = 1e-12
BAR = 0.05  # of a bar's whole length: what a hand may be off
CURVE = 0.12  # of a sketch's whole height, as root mean square over the steps

Guess = float | str | tuple[float, ...] | tuple[str, ...]
"""A number, which may be a step from 1; an option's name; a curve, a number a step; an order of the options."""


@dataclass(frozen=True)
class Answer:
    """The truth of a question, computed from the record on the screen.

    mistakes: what the common mistakes give instead, by the mistake's name. near: what a number may be off; None: what
    fits the control. span: from where to where a step is marked, a bar dragged or a curve sketched.
    """

    truth: Guess
    mistakes: Mapping[str, Guess] = field(default_factory=dict)
    near: float | None = None
    span: tuple[float, float] = (0.0, 1.0)

    @property
    def number(self) -> float:
        """The truth, where it is a number. Raises TypeError."""
        if isinstance(self.truth, str | tuple):
            raise TypeError(f"{self.truth} is no number")
        return float(self.truth)


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


def plain_number(value: float) -> str:
    """The same, but a whole number without digits after its point, and one that is beyond float64 as ∞."""
    if not math.isfinite(value):
        return "∞"
    return f"{value:g}".replace("-", "−") if value == int(value) and abs(value) < 1e6 else digits(value)


def small_number(value: float) -> str:
    """The same without powers of ten, and a short one like 0.5 as it is."""
    if value == float(f"{value:.3g}") and 1e-4 <= abs(value) < 1e6:
        return f"{value:g}".replace("-", "−")
    if not 0 < abs(value) < 1e-4:
        return plain_number(value)
    return _("almost 0") if abs(value) < 1e-5 else f"{value:.5f}".replace("-", "−")


def judged(answer: Answer, guess: Guess, exact: bool = False) -> Verdict:
    """Whether the guess is the truth, and if not, the mistake that it is. exact: it was chosen, not typed."""
    truth = answer.truth
    if isinstance(guess, tuple):
        return _curve(answer, guess) if _is_curve(truth) else _order(answer, guess)
    if isinstance(guess, str) or isinstance(truth, str | tuple):
        return Verdict(True) if guess == truth else Verdict(False, str(guess))
    near = CHOSEN if exact else answer.near
    if _near(guess, truth, near):
        return Verdict(True)
    found = {name: value for name, value in numbers(answer.mistakes).items() if _near(guess, value, near)}
    return Verdict(False, min(found, key=lambda name: abs(guess - found[name]), default=ELSE))


def verdict_of(ask: Ask, answer: Answer, guess: Guess) -> Verdict:
    """What a guess is worth that was made with the question's own control."""
    if ask.hand == "bar" and answer.near is None:
        low, high = answer.span
        answer = Answer(answer.truth, answer.mistakes, BAR * (high - low), answer.span)
    return judged(answer, guess, exact=ask.choices or (ask.hand == "mark" and answer.near is None))


def numbers(mistakes: Mapping[str, Guess]) -> dict[str, float]:
    """Those that are a single number."""
    return {name: float(value) for name, value in mistakes.items() if not isinstance(value, str | tuple)}


def _near(guess: float, value: float, near: float | None) -> bool:
    return abs(guess - value) <= (NEAR * max(1.0, abs(value)) if near is None else near)


def _is_curve(value: Guess) -> bool:
    return isinstance(value, tuple) and not isinstance(value[0], str)


def _order(answer: Answer, guess: Guess) -> Verdict:
    if guess == answer.truth:
        return Verdict(True)
    return Verdict(False, next((name for name, order in answer.mistakes.items() if order == guess), ELSE))


def _curve(answer: Answer, guess: Guess) -> Verdict:
    """A sketch is meant for the nearest curve, if that is near enough."""
    height = answer.span[1] - answer.span[0]
    curves = {"": answer.truth} | dict(answer.mistakes)
    off = {name: float(np.sqrt(np.mean((np.array(guess) - np.array(curve)) ** 2))) for name, curve in curves.items()}
    name = min(off, key=lambda one: off[one])
    return Verdict(False, ELSE) if off[name] > CURVE * height else Verdict(not name, name)


def choices(answer: Answer) -> list[float]:
    """The truth among the numbers that the mistakes give, each once, by size."""
    found: list[float] = []
    for value in (answer.truth, *answer.mistakes.values()):
        if not isinstance(value, str | tuple) and digits(value) not in map(digits, found):
            found.append(value)
    return sorted(found)


def feedback(ask: Ask, verdict: Verdict) -> str:
    """What is said to it, as Markdown."""
    return "" if verdict.right else ask.wrong.get(verdict.mistake, ask.wrong.get(ELSE, ""))


def typed_number(text: str) -> float:
    """A number as a learner types it. Raises InputError."""
    found = numeral(text)
    if found is None or not math.isfinite(found.value):
        raise InputError(_("{text} is not a number: type one like 0.52 or −0.3.").format(text=shortened(text)))
    return found.value


def handed(ask: Ask, answer: Answer, value: object) -> Guess | None:
    """What the browser says was marked, dragged, sketched or ordered, if it can be that."""
    low, high = answer.span
    if ask.hand == "order":
        right = isinstance(value, list) and sorted(map(str, value)) == sorted(ask.options)
        return tuple(map(str, value)) if right and isinstance(value, list) else None
    if ask.hand == "sketch" and isinstance(answer.truth, tuple):
        fits = isinstance(value, list) and len(value) == len(answer.truth) and all(map(_finite, value))
        return tuple(min(high, max(low, float(one))) for one in value) if fits and isinstance(value, list) else None
    if not _finite(value) or not low <= float(value) <= high:  # type: ignore[arg-type]
        return None
    number = float(value)  # type: ignore[arg-type]
    return None if ask.hand == "mark" and number != round(number) else number


def _finite(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
