"""A series in time: how far apart its rows are, where it has gaps, its windows, and its split without leaking."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rnnviz.core import Array
from rnnviz.core.typed import InputError, counted
from rnnviz.texts import _, forms

Index = npt.NDArray[np.int64]
Times = npt.NDArray[np.datetime64]
UNITS = (
    (forms("{n} day", "{n} days"), 86_400),
    (forms("{n} hour", "{n} hours"), 3_600),
    (forms("{n} minute", "{n} minutes"), 60),
    (forms("{n} second", "{n} seconds"), 1),
)
MONTHS = (
    _("January"), _("February"), _("March"), _("April"), _("May"), _("June"),
    _("July"), _("August"), _("September"), _("October"), _("November"), _("December"),
)  # fmt: skip


def count(length: int, lag: int, ahead: int, stride: int = 1) -> int:
    """How many windows fit: length − lag − ahead + 1, and of these each `stride`-th (S0).

    S3's len − window + 1 has no target, ahead = 0; with one it is slip n. Raises InputError when none fits.
    """
    if lag < 1 or ahead < 0 or stride < 1:
        raise InputError(_("A window needs at least 1 step to read and 1 step to predict: give whole numbers from 1."))
    windows = length - lag - ahead + 1
    if windows < 1:
        raise InputError(
            _(
                "The series has {length} values, and a window of {lag} with {ahead} ahead needs {needed}: "
                "choose a shorter window or a longer series."
            ).format(length=length, lag=lag, ahead=ahead, needed=lag + ahead)
        )
    return 1 + (windows - 1) // stride


def starts(length: int, lag: int, ahead: int, stride: int = 1) -> Index:
    """Where each window begins, (windows,)."""
    return np.arange(count(length, lag, ahead, stride), dtype=np.int64) * stride


def cut(data: Array, begins: Index, lag: int, ahead: int) -> tuple[Array, Array]:
    """The windows (W, lag) that begin at `begins`, and their targets (W, ahead); (W, lag, D) of data (L, D)."""
    windows = data[begins[:, None] + np.arange(lag)]
    return windows, data[begins[:, None] + lag + np.arange(ahead)]


def create_sequences(data: Array, lag: int, ahead: int) -> tuple[Array, Array]:
    """The slides' function: data (L,) → X (W, lag), y (W, ahead), W = L − lag − ahead + 1. Raises InputError."""
    return cut(np.asarray(data), starts(len(data), lag, ahead), lag, ahead)


def usual_step(times: Times) -> int:
    """The seconds that most often lie between a row and the next, forwards; of two equally common ones the shorter.

    0 where no row is later than the one before it.
    """
    steps, often = np.unique(np.diff(times).astype("timedelta64[s]").astype(np.int64), return_counts=True)
    often = often[steps > 0]
    return int(steps[steps > 0][np.argmax(often)]) if len(often) else 0


def jumps(times: Times, step: int = 0) -> Index:
    """Each t after which the next row is not one step later: a gap, a repeat or a step back.

    `step` in seconds; 0: the usual one, so it needs no unit and no setting.
    """
    steps = np.diff(times).astype("timedelta64[s]").astype(np.int64)
    return np.flatnonzero(steps != (step or usual_step(times)))


def longest_stretch(length: int, after: Index) -> int:
    """The most rows in a row without a jump between them; `after` are the indices from `jumps`."""
    return int(np.diff(np.concatenate([[-1], after, [length - 1]])).max())


def whole(begins: Index, after: Index, lag: int, ahead: int) -> Index:
    """Those windows that no jump cuts in two: `after` are the indices from `jumps`."""
    met = np.searchsorted(after, begins + lag + ahead - 1) - np.searchsorted(after, begins)
    kept: Index = begins[met == 0]
    return kept


@dataclass(frozen=True)
class Split:
    """Where the windows to learn from and the held-out ones begin, and the first hour that is held out."""

    train: Index
    held_out: Index
    boundary: int


def chronological(begins: Index, lag: int, ahead: int, ratio: float = 0.8) -> Split:
    """The first `ratio` of the windows to learn from, the rest held out.

    A window whose target reaches past the first held-out target is in neither: it would show the net an answer that it
    is examined on. Held-out windows may read hours that were learned from: they are the past by then.
    Raises InputError when a side would be empty.
    """
    at = int(len(begins) * ratio)
    if not 0 < at < len(begins):
        raise InputError(
            _("{n_begins} windows cannot be split into two parts: use a longer series.").format(n_begins=len(begins))
        )
    boundary = int(begins[at]) + lag
    train = begins[:at]
    train = train[train + lag + ahead <= boundary]
    if not len(train):
        raise InputError(_("No window to learn from is left: predict fewer hours ahead or use a longer series."))
    return Split(train, begins[at:], boundary)


@dataclass(frozen=True)
class ThreeParts:
    """Where the windows of each part begin, and the first hour that is not learned from: validation's first target."""

    train: Index
    validation: Index
    test: Index
    boundary: int


def three_parts(begins: Index, lag: int, ahead: int, ratio: float = 0.8) -> ThreeParts:
    """The first `ratio` of the windows to learn from, half of the rest for validation, the last ones for the test.

    No part has a target that an earlier part has seen, as in `chronological`. Raises InputError when one is empty.
    """
    first = chronological(begins, lag, ahead, ratio)
    rest = chronological(first.held_out, lag, ahead, 0.5)
    return ThreeParts(first.train, rest.train, rest.held_out, first.boundary)


def shuffled(begins: Index, ratio: float = 0.8, seed: int = 0) -> tuple[Index, Index]:
    """What many a script does: the windows to learn from drawn at random, the rest held out. Raises InputError."""
    at = int(len(begins) * ratio)
    if not 0 < at < len(begins):
        raise InputError(
            _("{n_begins} windows cannot be split into two parts: use a longer series.").format(n_begins=len(begins))
        )
    order = np.random.default_rng(seed).permutation(len(begins))
    return np.sort(begins[order[:at]]), np.sort(begins[order[at:]])


def leaking(train: Index, held_out: Index, lag: int, ahead: int) -> Index:
    """Those of the held-out windows with a target hour that lies in a window that was learned from."""
    if not len(train) or not len(held_out):
        return held_out[:0]
    last = int(max(train.max(), held_out.max())) + lag + ahead
    change = np.zeros(last + 1, dtype=np.int64)
    np.add.at(change, train, 1)
    np.add.at(change, train + lag + ahead, -1)
    known = np.concatenate([[0], np.cumsum(np.cumsum(change)[:-1] > 0)])
    met: Index = held_out[known[held_out + lag + ahead] > known[held_out + lag]]
    return met


@dataclass(frozen=True)
class TimeStep:
    """So many seconds lie between a row and the next. `timed`: False where no row says when: then a row is a second."""

    seconds: int = 3_600
    timed: bool = True

    @property
    def hourly(self) -> bool:
        return self.timed and self.seconds == 3_600

    @property
    def name(self) -> str:
        """What one of them is called."""
        return _("hour") if self.hourly else _("step")

    @property
    def names(self) -> str:
        """What several of them are called."""
        return _("hours") if self.hourly else _("steps")

    @property
    def length(self) -> str:
        """ "1 hour", "10 minutes", "1 day"; "1 row"."""
        if not self.timed:
            return _("1 row")
        unit, size = next((unit, size) for unit, size in UNITS if self.seconds % size == 0)
        return counted(self.seconds // size, *unit)

    @property
    def axis(self) -> str:
        """Its name where there is no number beside it: "hour", "step of 10 minutes"."""
        return self.name if self.hourly or not self.timed else _("step of {length}").format(length=self.length)

    def counted(self, number: int) -> str:
        """ "24 hours"; of any other length "24 steps"."""
        if self.hourly:
            return counted(number, "{n} hour", "{n} hours")
        return counted(number, "{n} step", "{n} steps")

    def measured(self, number: int) -> str:
        """ "24 hours", "24 steps of 10 minutes"."""
        if self.hourly or not self.timed:
            return self.counted(number)
        return _("{steps} of {length}").format(steps=self.counted(number), length=self.length)


def step_of(times: Times) -> TimeStep:
    return TimeStep(usual_step(np.asarray(times)) or 3_600)


ROW = TimeStep(1, timed=False)
"""Of a series without times: row n is n seconds after 1970-01-01."""


@dataclass(frozen=True)
class Gap:
    """After row `after` (from 0) another time begins; both times in words, no more of them than tells them apart."""

    after: int
    ends: str
    begins: str


def gaps(times: Times, step: int = 0) -> tuple[Gap, ...]:
    """`step`: the seconds from a row to the next; 0: what is usual here."""
    times = np.asarray(times)
    return tuple(Gap(int(t), *words(times[t], times[t + 1])) for t in jumps(times, step))


def words(one: np.datetime64, other: np.datetime64) -> tuple[str, str]:
    """ "1 April", "10 April"; with the year where it changes, with the clock where the day does not."""
    days = [str(it)[:10] for it in (one, other)]
    if days[0] == days[1]:
        return str(one)[11:16], str(other)[11:16]
    written = [f"{int(day[8:])} {MONTHS[int(day[5:7]) - 1]}" for day in days]
    if days[0][:4] != days[1][:4]:
        written = [f"{text} {day[:4]}" for text, day in zip(written, days, strict=True)]
    return written[0], written[1]
