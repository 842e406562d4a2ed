"""The windows of a setup: where each begins, what is wrong with it, the shapes that come of them, and the counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnviz.core import Array
from rnnviz.core.small import order
from rnnviz.core.typed import InputError
from rnnviz.core.windows import (
    Index,
    chronological,
    count,
    jumps,
    leaking,
    longest_stretch,
    shuffled,
    starts,
    whole,
    words,
)
from rnnviz.lessons.sequences.series import DATA, CutSeries
from rnnviz.lessons.sequences.setup import PRESETS, SequencesState, changed
from rnnviz.state.codec import Codec
from rnnviz.texts import _
from rnnviz.ui.page_state import PageState

TRAIN, HELD_OUT, LEFT_OUT, LEAKS = "t", "h", "x", "l"
NO_TARGET = "n"
PLAIN = "w"


@dataclass(frozen=True, eq=False)
class Look:
    """What there is to see. values (L, D); begins (W,): where the windows begin; marks, a letter for each.

    marks: PLAIN without a split; else learned from, held out, left out because its target crosses the line, held out
    though its target was learned from; NO_TARGET where the series ends too soon. straddles (W,): whether a jump cuts
    the window. shape: of X, as torch is given it; batches: how many, and the last one's size. boundary: the first
    held-out hour, None without a split in time. dates: on both sides of each jump. right: how many windows there are by
    the right count; dropped: how many of all were left out because a jump in time lies in them.
    """

    values: Array
    columns: tuple[str, ...]
    labels: tuple[str, ...]
    begins: Index
    marks: str
    straddles: tuple[bool, ...]
    jumps: Index
    dates: tuple[tuple[str, str], ...]
    boundary: int | None
    shape: tuple[int, ...]
    batches: tuple[int, int]
    right: int
    dropped: int = 0

    def counted(self, mark: str) -> int:
        return self.marks.count(mark)


def look(setup: SequencesState) -> Look:
    """Raises InputError when no window fits, or none is left for a side of the split."""
    series = setup.series
    width = len(series.columns) if setup.data in ("text", "table") else setup.channels
    if not DATA[setup.data].ordered:
        return as_table(series)
    series = by_time(series) if setup.sort else series
    split = setup.view == "split"
    ahead = setup.ahead if split else 0
    begins, cuts = begins_of(setup, len(series.values), ahead), jumps_of(series)
    straddles = ~np.isin(begins, whole(begins, cuts, setup.lag, ahead))
    dropped = int(straddles.sum()) if setup.sort else 0
    if setup.sort:
        begins, straddles = begins[~straddles], straddles[~straddles]
    if not len(begins):
        fits = longest_stretch(len(series.values), cuts) - ahead
        raise InputError(
            _("Each window of {lag} contains a jump in time: ").format(lag=setup.lag)
            + (_("a window of {fits} fits.").format(fits=fits) if fits > 0 else _("predict fewer steps ahead."))
        )
    marks, boundary = marked(setup, begins, len(series.values)) if split else (PLAIN * len(begins), None)
    values, size = series.values[:, :width], setup.batch or len(begins)
    size = min(size, len(begins))
    return Look(
        values, series.columns[:width], labels_of(series), begins, marks, tuple(straddles.tolist()), cuts,
        dates_of(series, cuts), boundary,
        (size, setup.lag, width) if setup.first else (setup.lag, size, width),
        (-(-len(begins) // size), len(begins) - size * ((len(begins) - 1) // size)),
        count(len(values), setup.lag, ahead, setup.stride), dropped,
    )  # fmt: skip


def checked(setup: SequencesState) -> SequencesState:
    """The setup, if there is something to see in it. Raises InputError."""
    if setup.view != "order":
        look(setup)
    elif setup.pieces == "words":
        order.read_opinion(setup.text)
    return setup


def edited(setup: SequencesState, **values: Any) -> SequencesState:
    """The setup with other values. Raises InputError where there would be nothing to see."""
    return checked(changed(setup, **values))


STANDS = "at"
"""The item that says at which window the learner stands: the browser writes it, Python reads it once."""
CODEC = Codec(
    SequencesState,
    {key: preset.setup for key, preset in PRESETS.items()},
    "preset",
    check=checked,
    changed=edited,
    others=frozenset({STANDS}),
)
PAGE: PageState[SequencesState] = PageState("sequences", CODEC)


def as_table(series: CutSeries) -> Look:
    rows = len(series.values)
    return Look(
        series.values, series.columns, tuple(str(row + 1) for row in range(rows)), np.arange(rows, dtype=np.int64),
        PLAIN * rows, (False,) * rows, np.zeros(0, dtype=np.int64), (), None, series.values.shape, (1, rows), rows,
    )  # fmt: skip


def begins_of(setup: SequencesState, length: int, ahead: int) -> Index:
    """By S3's formula the target is forgotten, and the last windows have none (slip n)."""
    return starts(length, setup.lag, 0 if setup.formula == "slide" else ahead, setup.stride)


def by_time(series: CutSeries) -> CutSeries:
    if series.times is None:
        return series
    order = np.argsort(series.times, kind="stable")
    return CutSeries(series.values[order], series.columns, series.times[order], series.labels)


def jumps_of(series: CutSeries) -> Index:
    return np.zeros(0, dtype=np.int64) if series.times is None else jumps(series.times)


def dates_of(series: CutSeries, cuts: Index) -> tuple[tuple[str, str], ...]:
    return () if series.times is None else tuple(words(series.times[t], series.times[t + 1]) for t in cuts)


def labels_of(series: CutSeries) -> tuple[str, ...]:
    """Words, or hours; of a long series none: its rows have their numbers."""
    if series.labels or series.times is None or len(series.values) > 1000:
        return series.labels
    return tuple(f"{str(time)[5:10]} {str(time)[11:13]}h" for time in series.times)


def marked(setup: SequencesState, begins: Index, length: int) -> tuple[str, int | None]:
    """A letter for each window, and the first held-out hour."""
    lag, ahead = setup.lag, setup.ahead
    marks = np.full(len(begins), NO_TARGET)
    there = begins[begins + lag + ahead <= length]
    boundary = None
    if setup.split == "time":
        split = chronological(there, lag, ahead, setup.share)
        train, held_out, boundary = split.train, split.held_out, split.boundary
    else:
        train, held_out = shuffled(there, setup.share)
    marks[np.isin(begins, there)] = LEFT_OUT
    marks[np.isin(begins, train)] = TRAIN
    marks[np.isin(begins, held_out)] = HELD_OUT
    marks[np.isin(begins, leaking(train, held_out, lag, ahead))] = LEAKS
    return "".join(marks.tolist()), boundary
