"""The slides' eight hours to forecast by hand (S0, "Weather Forecasting"; row 29): from five hours to the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array

HOURS = ("13:00", "14:00", "15:00", "16:00", "17:00", "18:00", "19:00", "20:00")
TEMPERATURES = (32.0, 31.0, 31.0, 30.0, 29.0, 26.0, 25.0)
"""°C. The slide prints none for 20:00."""
LAG = 5


@dataclass(frozen=True)
class Forecast:
    """A forecast of HOURS[at] in °C, beside two simple ones; truth is None where the slide prints none.

    last: the hour before, again. line: the straight line through the five hours, one step on.
    """

    at: int
    guess: float
    last: float
    line: float
    truth: float | None


def line(known: Array) -> float:
    """The least-squares line through known (L,), at the step after them."""
    steps = np.arange(len(known))
    slope, level = np.polyfit(steps, known, 1)
    return float(level + slope * len(known))


def forecasts(guesses: Sequence[float]) -> tuple[Forecast, ...]:
    """The guesses so far, the first for 18:00, each beside what its five hours give."""
    made = []
    for number, guess in enumerate(guesses):
        at = LAG + number
        known = np.array(TEMPERATURES[number:at])
        truth = TEMPERATURES[at] if at < len(TEMPERATURES) else None
        made.append(Forecast(at, guess, float(known[-1]), line(known), truth))
    return tuple(made)


def mean_errors(made: Sequence[Forecast]) -> dict[str, float]:
    """The mean absolute error in °C of "yours", "last" and "line", over the hours whose truth is known."""
    judged = [it for it in made if it.truth is not None]
    truth = np.array([it.truth for it in judged], dtype=np.float64)
    columns = {
        "yours": [it.guess for it in judged],
        "last": [it.last for it in judged],
        "line": [it.line for it in judged],
    }
    return {name: float(np.abs(np.array(values) - truth).mean()) for name, values in columns.items()}


def open_hours(guesses: Sequence[float]) -> int:
    """How many of HOURS may be seen: a truth is covered until its guess is there."""
    return min(LAG + len(guesses), len(TEMPERATURES))
