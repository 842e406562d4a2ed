"""Temperatures in time as windows to learn from: of a file, of the slides, or of a seeded series of our own."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

import numpy as np
import pandas as pd
import torch

from rnnviz.core import Array
from rnnviz.core.hours import HOURS, WHEN
from rnnviz.core.metrics import regression
from rnnviz.core.typed import InputError, counted, shortened
from rnnviz.core.windows import Index, ThreeParts, jumps, longest_stretch, starts, three_parts, whole
from rnnviz.learn.data.examples import Dataset, Examples
from rnnviz.learn.data.series import Series
from rnnviz.texts import _

WHOLE_FILE = 96_000  # of its 96 453 rows
DAY = 86_400  # seconds
Scores = dict[str, float]


def synthetic(hours: int = 8760, seed: int = 0) -> Series:
    """A made-up year of hours, from the slides' first day on: a yearly and a daily wave, and weather that lingers.

    Labelled synthetic wherever it is shown.
    """
    rng = np.random.default_rng(seed)
    t = np.arange(hours)
    lingering, shock = np.zeros(hours), rng.normal(size=hours)
    for i in range(1, hours):
        lingering[i] = 0.985 * lingering[i - 1] + 0.55 * shock[i]
    wave = 11 - 10 * np.cos(2 * np.pi * (t / 8766 + 0.22)) - 4.5 * np.cos(2 * np.pi * (t - 3) / 24)
    values = wave + lingering + 0.15 * rng.normal(size=hours)
    times = np.datetime64("2006-04-01T00", "s") + t * np.timedelta64(3600, "s")
    return Series(times, values.round(2), _("synthetic: made up by rnnviz, seed {seed}").format(seed=seed))


def file_order(series: Series) -> Series:
    """The same hours with each month's days in the order of text, 1, 10, 11, …, 2, 20, …: the slides' file (slip j).

    So 2006-04-01 23:00 is followed by 2006-04-10 00:00 there, too.
    """
    stamps = pd.DatetimeIndex(series.times)
    keys = [(at.year, at.month, str(at.day), at.hour) for at in stamps]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    origin = _("{origin}, its days in the order of text").format(origin=series.origin)
    return replace(series.rows(np.array(order)), origin=origin)


def slide_hours() -> Series:
    """The 29 hours of the slides, in the slide's own order."""
    return Series(np.array(WHEN, dtype="datetime64[s]"), np.array(HOURS[:, 0]), _("the slides' 29 hours"))


def is_slides_file(series: Series) -> bool:
    """Whether this is weatherHistory.csv, whole and in its own order: the slides' scores are of it."""
    slides = slide_hours()
    head = slice(0, len(slides.values))
    return len(series.values) >= WHOLE_FILE and np.allclose(series.values[head], slides.values, rtol=0, atol=1e-6)


def in_order(series: Series) -> Series:
    """Sorted by time, each hour once: the first row of an hour counts."""
    times, first = np.unique(series.times, return_index=True)
    repeated = len(series.times) - len(times)
    if series.step.hourly:
        said = counted(
            repeated, "{n} row repeated an hour and was left out.", "{n} rows repeated an hour and were left out."
        )
    else:
        said = counted(
            repeated, "{n} row repeated a step and was left out.", "{n} rows repeated a step and were left out."
        )
    notes = (said,) if repeated else ()
    return replace(series.rows(first), notes=series.notes + notes)


def dataset(series: Series, lag: int, ahead: int, sort: bool = True, share: float = 0.8) -> Dataset:
    """Windows over the standardised series, chronological; sorted, none of them contains a gap (slip j).

    Mean and spread are those of the hours that are learned from. Raises InputError.
    """
    series = in_order(series) if sort else series
    after = jumps(series.times, series.step.seconds)
    begins, kept, parts = cut_up(series, after, lag, ahead, sort, share)
    crossing = len(begins) - len(kept)
    scale = scale_of(series.values[: parts.boundary])
    scales = tuple(scale_of(column[: parts.boundary]) for column in series.features.T)
    y = scaled(series.values, *scale)
    x = torch.stack([scaled(column, *it) for column, it in zip(series.features.T, scales, strict=True)], dim=1)
    train, validation, test = (side(x, y, rows, lag, ahead) for rows in (parts.train, parts.validation, parts.test))
    said = _("{crossing} windows contain one of {n_after} jumps in time and are {word}.").format(
        crossing=crossing, n_after=len(after), word=_("left out") if sort else _("kept")
    )
    notes = series.notes + ((said,) if crossing else ())
    last, daily = without_a_net(series, parts.validation, lag, ahead, sort)
    origin = f"{series.origin} ({series.read})" if series.read else series.origin
    own = scales if series.inputs is not None else ()
    return Dataset(train, validation, x.shape[1], ahead, origin, (), (), scale, last, daily, notes, own, test)


def without_a_net(series: Series, rows: Index, lag: int, ahead: int, sort: bool) -> tuple[Scores, Scores]:
    """The scores of "same as the last hour" and of "same time yesterday" on the windows that begin at `rows`."""
    daily = yesterday(series.values, rows, lag, ahead, DAY / series.step.seconds) if sort else {}
    return persistence(series.values, rows, lag, ahead), daily


def scale_of(known: Array) -> tuple[float, float]:
    """Mean and spread of values (L,) that are learned from."""
    if known.min() == known.max():  # its computed spread may be a rounding error
        return float(known.mean()), 1.0
    return float(known.mean()), float(known.std())


def scaled(values: Array, mean: float, spread: float) -> torch.Tensor:
    return torch.tensor((values - mean) / spread, dtype=torch.float32)


def first_window(series: Series, lag: int, ahead: int, sort: bool) -> tuple[Array, Array]:
    """The first window that is learned from, (lag, D), and its target (ahead,), as the net gets them. InputError."""
    batch = dataset(series, lag, ahead, sort).train.batch(torch.tensor([0]))
    return batch.x[0].double().numpy(), batch.y[0].double().numpy()


def cut_up(
    series: Series, after: Index, lag: int, ahead: int, sort: bool, share: float = 0.8
) -> tuple[Index, Index, ThreeParts]:
    """All windows, those without a jump, and the split of those that are used. Raises InputError with the reason."""
    longest = longest_stretch(len(series.values), after) if sort else len(series.values)
    try:
        begins = starts(len(series.values), lag, ahead)
        kept = whole(begins, after, lag, ahead)
        return begins, kept, three_parts(kept if sort else begins, lag, ahead, share)
    except InputError as error:
        if sort and len(after):
            raise InputError(broken_up(series, after, lag, ahead, longest, share)) from error
        measured = series.step.measured(len(series.values))
        fits = fitting(len(series.values), after[:0], ahead, lag, share)
        advice = _("choose a lag of {fits} or less").format(fits=fits) if fits else _("load a longer series")
        raise InputError(
            _(
                "The series has {measured}. A window reads {lag} and predicts {ahead}, and train, validation and test "
                "need some each: {advice}."
            ).format(measured=measured, lag=lag, ahead=ahead, advice=advice)
        ) from error


def check(series: Series, lag: int, ahead: int, sort: bool) -> None:
    """Raises InputError where `dataset` would, without making it."""
    series = in_order(series) if sort else series
    cut_up(series, jumps(series.times, series.step.seconds), lag, ahead, sort)


def broken_up(series: Series, after: Index, lag: int, ahead: int, longest: int, share: float) -> str:
    """Why no window is left, or too few, and which lag leaves enough."""
    length, hole = len(series.values), series.hole
    begins = np.arange(max(0, length - lag - ahead + 1), dtype=np.int64)
    left, fits = len(whole(begins, after, lag, ahead)), fitting(length, after, ahead, min(lag, longest), share)
    if hole.count:
        seen = shortened(hole.seen) if hole.seen else _("an empty field")
        first = _("(first: line {line}, {seen})").format(line=hole.line, seen=seen)
        said = _("{count} {first} make gaps; {left} windows of {lag} are whole").format(
            count=counted(hole.count, "{n} unreadable value", "{n} unreadable values"), first=first, left=left, lag=lag
        )
    elif left:
        said = _("{n_after} jumps in time leave {left} windows of {lag} whole, too few to split").format(
            n_after=len(after), left=left, lag=lag
        )
    else:
        said = _("each window of {lag} crosses one of {n_after} jumps in time").format(lag=lag, n_after=len(after))
    longer = _("the longest stretch without a jump has {longest}").format(longest=series.step.measured(longest))
    return f"{said}; {longer}: " + (
        _("a lag of {fits} fits.").format(fits=fits) if fits else _("load a series with fewer gaps.")
    )


def fitting(length: int, after: Index, ahead: int, most: int, share: float) -> int:
    """The longest lag, up to `most`, that leaves windows for each part of the split; 0 if there is none."""

    def fits(lag: int) -> bool:
        begins = np.arange(max(0, length - lag - ahead + 1), dtype=np.int64)
        try:
            three_parts(whole(begins, after, lag, ahead), lag, ahead, share)
        except InputError:
            return False
        return True

    return bisect_left(range(1, most + 1), True, key=lambda lag: not fits(lag))  # a shorter one fits as well


def persistence(values: Array, rows: Index, lag: int, ahead: int) -> Scores:
    """The scores of "same as the last hour" (slip k)."""
    y = values[rows[:, None] + lag + np.arange(ahead)]
    return regression(y, np.repeat(values[rows + lag - 1][:, None], ahead, axis=1))


def yesterday(values: Array, rows: Index, lag: int, ahead: int, day: float) -> Scores:
    """The scores of "same time yesterday", `day` steps before; none where a window does not reach back so far."""
    back = int(day)
    if back != day or not 1 < back <= lag:
        return {}
    at = rows[:, None] + lag + np.arange(ahead)
    return regression(values[at], values[at - back * -(-np.arange(1, ahead + 1) // back)])


def side(x: torch.Tensor, y: torch.Tensor, rows: Index, lag: int, ahead: int) -> Examples:
    """Windows of x (L, D) and the targets after them, of y (L,)."""
    x, y = x.unfold(0, lag, 1).transpose(1, 2), y[lag:].unfold(0, ahead, 1)
    return Examples(x, y, torch.full((len(rows),), lag), torch.from_numpy(rows))
