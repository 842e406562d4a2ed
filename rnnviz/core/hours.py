"""The slides' hours of weather (S0, "Weather Forecasting"): the table of 29, and the eight to forecast by hand.

The table has four of the slide's columns, in the slide's order: its last five hours jump nine days ahead of the hour
before them, kept as an exhibit (slip j). By hand it goes from five hours to the next one (row 29).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from rnnviz.core import Array
from rnnviz.texts import _

COLUMNS = (_("temperature (°C)"), _("apparent temperature (°C)"), "humidity", _("wind speed (km/h)"))

_ROWS = (
    ("2006-04-01 00", 9.47222222, 7.38888889, 0.89, 14.1197),
    ("2006-04-01 01", 9.35555556, 7.227777778, 0.86, 14.2646),
    ("2006-04-01 02", 9.37777778, 9.37777778, 0.89, 3.9284),
    ("2006-04-01 03", 8.28888889, 5.94444444, 0.83, 14.1036),
    ("2006-04-01 04", 8.75555556, 6.97777778, 0.83, 11.0446),
    ("2006-04-01 05", 9.22222222, 7.111111111, 0.85, 13.9587),
    ("2006-04-01 06", 7.73333333, 5.522222222, 0.95, 12.3648),
    ("2006-04-01 07", 8.77222222, 6.527777778, 0.89, 14.1519),
    ("2006-04-01 08", 10.8222222, 10.82222222, 0.82, 11.3183),
    ("2006-04-01 09", 13.7722222, 13.77222222, 0.72, 12.5258),
    ("2006-04-01 10", 16.0166667, 16.01666667, 0.67, 17.5651),
    ("2006-04-01 11", 17.1444444, 17.1444444, 0.54, 19.7869),
    ("2006-04-01 12", 17.8, 17.8, 0.55, 21.9443),
    ("2006-04-01 13", 17.3333333, 17.33333333, 0.51, 20.6885),
    ("2006-04-01 14", 18.8777778, 18.87777778, 0.47, 15.3755),
    ("2006-04-01 15", 18.9111111, 18.9111111, 0.46, 10.4006),
    ("2006-04-01 16", 15.3888889, 15.38888889, 0.6, 14.4095),
    ("2006-04-01 17", 15.55, 15.55, 0.63, 11.1573),
    ("2006-04-01 18", 14.2555556, 14.2555556, 0.69, 8.5169),
    ("2006-04-01 19", 13.1444444, 13.1444444, 0.7, 7.6314),
    ("2006-04-01 20", 11.55, 11.55, 0.77, 7.3899),
    ("2006-04-01 21", 11.1833333, 11.18333333, 0.76, 4.9266),
    ("2006-04-01 22", 10.1166667, 10.11666667, 0.79, 6.6493),
    ("2006-04-01 23", 10.2, 10.2, 0.77, 3.9284),
    ("2006-04-10 00", 10.4222222, 10.42222222, 0.62, 16.9855),
    ("2006-04-10 01", 9.91111111, 7.566666667, 0.66, 17.2109),
    ("2006-04-10 02", 11.1833333, 11.18333333, 0.8, 10.8192),
    ("2006-04-10 03", 7.15555556, 5.04444444, 0.79, 11.0768),
    ("2006-04-10 04", 6.11111111, 4.816666667, 0.82, 6.6493),
)

WHEN = tuple(datetime.strptime(row[0], "%Y-%m-%d %H") for row in _ROWS)
HOURS: Array = np.array([row[1:] for row in _ROWS], dtype=np.float64)
"""The table, (29, 4), in the units of COLUMNS; read-only."""
HOURS.flags.writeable = False
CLOCK = ("13:00", "14:00", "15:00", "16:00", "17:00", "18:00", "19:00", "20:00")
TEMPERATURES = (32.0, 31.0, 31.0, 30.0, 29.0, 26.0, 25.0)
"""°C. The slide prints none for 20:00."""
LAG = 5


def standardised(table: Array) -> Array:
    """Each column of (N, D) minus its mean, over its (population) standard deviation: mean 0, spread 1, no unit."""
    spread: Array = (table - table.mean(axis=0)) / table.std(axis=0)
    return spread


@dataclass(frozen=True)
class HandForecast:
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


def forecasts(guesses: Sequence[float]) -> tuple[HandForecast, ...]:
    """The guesses so far, the first for 18:00, each beside what its five hours give."""
    made = []
    for number, guess in enumerate(guesses):
        at = LAG + number
        known = np.array(TEMPERATURES[number:at])
        truth = TEMPERATURES[at] if at < len(TEMPERATURES) else None
        made.append(HandForecast(at, guess, float(known[-1]), line(known), truth))
    return tuple(made)


def mean_errors(made: Sequence[HandForecast]) -> dict[str, float]:
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
