"""What can be cut into windows: a table, series of several lengths and channels, and a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache, partial

import numpy as np

from rnnviz.core import Array
from rnnviz.core.hours import HOURS, WHEN
from rnnviz.core.typed import MAX_INPUTS, InputError, parse_numbers, shortened
from rnnviz.core.windows import Times
from rnnviz.texts import _

MOST_WORDS, MOST_DIFFERENT = 24, 12
CHANNELS = 8
OWN = "5 3 8 6 9 7"
HOUR = np.timedelta64(3600, "s")
FIRST_HOUR = np.datetime64("2006-04-01T00", "s")

IRIS: Array = np.array(
    [
        *([5.1, 3.5, 1.4, 0.2], [4.9, 3.0, 1.4, 0.2], [4.7, 3.2, 1.3, 0.2], [4.6, 3.1, 1.5, 0.2], [5.0, 3.6, 1.4, 0.2]),
        *([5.4, 3.9, 1.7, 0.4], [4.6, 3.4, 1.4, 0.3], [5.0, 3.4, 1.5, 0.2], [4.4, 2.9, 1.4, 0.2], [4.9, 3.1, 1.5, 0.1]),
    ]
)
"""S3's ten irises: sepal length and width, petal length and width, in cm."""


@dataclass(frozen=True, eq=False)
class CutSeries:
    """values (L, D); a name for each of the D columns; a time for each of the L rows, or labels, or neither."""

    values: Array
    columns: tuple[str, ...]
    times: Times | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Data:
    """A choice of the menu: its name, where it comes from, how many columns it has at most, and what makes it."""

    title: str
    note: str
    columns: int
    make: Callable[[], CutSeries]
    ordered: bool = True


def table() -> CutSeries:
    return CutSeries(IRIS, (_("sepal length"), _("sepal width"), _("petal length"), _("petal width")))


def five() -> CutSeries:
    """S0's five points: the slide draws them without numbers, so they are the first five hours."""
    return CutSeries(HOURS[:5, :1].copy(), ("°C",), np.array(WHEN[:5], dtype="datetime64[s]"))


def thousand() -> CutSeries:
    """S3's series of 1000 points, as two or three sources would make it together; made up by rnnviz."""
    rng, t = np.random.default_rng(3), np.arange(1000)
    waves = [np.sin(2 * np.pi * t / period + k) for k, period in enumerate((120.0, 75.0, 200.0))]
    noise = np.cumsum(rng.normal(size=(3, 1000)), axis=1) * 0.06
    return CutSeries(np.round(np.array(waves) + noise, 3).T, (_("source 1"), _("source 2"), _("source 3")))


def hours() -> CutSeries:
    """The slides' 29 hours, nine days' jump included (slip j)."""
    names = ("temperature", _("apparent temperature"), "humidity", _("wind speed"))
    return CutSeries(HOURS, names, np.array(WHEN, dtype="datetime64[s]"))


def waves(count: int, seed: int) -> Array:
    """Hourly temperatures that are made up: a year's wave, a day's, and weather that lingers."""
    rng, t = np.random.default_rng(seed), np.arange(count)
    pieces = np.convolve(rng.normal(size=count), 0.97 ** np.arange(200))[:count] * 0.6
    made: Array = 11 - 9 * np.cos(2 * np.pi * t / 8766) - 4.5 * np.cos(2 * np.pi * (t - 3) / 24) + pieces
    return np.round(made, 1)


def month() -> CutSeries:
    """Thirty days of April in the order of their names, 1, 10, 11, … 19, 2, 20 …: as S0's file has them (slip j)."""
    days = sorted(range(1, 31), key=str)
    rows = np.concatenate([np.arange(24) + 24 * (day - 1) for day in days])
    return CutSeries(waves(720, 1)[rows][:, None], ("°C",), FIRST_HOUR + rows * HOUR)


def years() -> CutSeries:
    """As many hours as S0's file has: 96 453, eleven years. Made up."""
    return CutSeries(waves(96_453, 2)[:, None], ("°C",), FIRST_HOUR + np.arange(96_453) * HOUR)


def sentence(text: str) -> CutSeries:
    """The words of a sentence as one-hot rows. Raises InputError."""
    words = tuple(text.lower().replace(".", " ").replace(",", " ").split())
    if not words:
        raise InputError(_("There is no word here yet: type a sentence, for example I am happy."))
    if len(words) > MOST_WORDS:
        raise InputError(
            _("There are {n_words} words: type at most {most_words}.").format(n_words=len(words), most_words=MOST_WORDS)
        )
    known = tuple(dict.fromkeys(words))
    if len(known) > MOST_DIFFERENT:
        raise InputError(
            _("{known} is one word too many: use at most {most_different} different.").format(
                known=shortened(known[MOST_DIFFERENT]), most_different=MOST_DIFFERENT
            )
        )
    return CutSeries(np.eye(len(known))[[known.index(word) for word in words]], known, labels=words)


def own(text: str) -> CutSeries:
    """Typed numbers: one line for all steps, or a line for each. Raises InputError."""
    values = parse_numbers(text)
    return CutSeries(values, tuple(_("number {k}").format(k=k + 1) for k in range(values.shape[1])))


@lru_cache(maxsize=8)  # up to 6 MB each
def waves_of(length: int) -> CutSeries:
    """A series of any length, up to eight channels: waves of other periods. Made up."""
    t, k = np.ogrid[:length, :CHANNELS]
    values: Array = np.round(np.sin(2 * np.pi * t / (20.0 + 7.0 * k) + k), 3).astype(np.float64)
    return CutSeries(values, tuple(_("channel {column}").format(column=column + 1) for column in range(CHANNELS)))


DATA: dict[str, Data] = {
    "table": Data(_("Table: 10 irises"), _("The rows have no order in time: there is no T."), 4, table, False),
    "five": Data(_("Series: 5 points"), _("The first five hours of the slides."), 1, five),
    "thousand": Data(_("Series: 1000 points"), _("Made up by rnnviz, with up to three channels."), 3, thousand),
    "hours": Data(_("Hours: the slides' 29"), _("Real, with a jump of nine days after the 24th."), 4, hours),
    "month": Data(
        _("30 days, in a file's order"), _("Made up, its days sorted as text: 1, 10, 11, … 2, 20 …"), 1, month
    ),
    "years": Data(_("Hours: 96 453, as the slides' file"), _("Made up, as long as the slides' file."), 1, years),
    "length": Data(
        _("Own length"),
        _("Waves made up by rnnviz. You choose length and channels."),
        CHANNELS,
        partial(waves_of, 1000),
    ),
    "own": Data(
        _("Own numbers"), _("One line for all steps, or one line for each step."), MAX_INPUTS, partial(own, OWN)
    ),
    "text": Data(_("Text: a sentence"), _("Each word a one-hot row."), MOST_DIFFERENT, lambda: sentence("I am happy")),
}


@cache
def series_of(data: str) -> CutSeries:
    """The series of that name, made once."""
    return DATA[data].make()
