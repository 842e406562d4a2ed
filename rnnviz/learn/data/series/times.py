"""Which columns say when, found in a sample of the rows; and the times of all rows, from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnnviz.core import Array
from rnnviz.core.typed import shortened
from rnnviz.core.windows import Times, jumps
from rnnviz.learn.data.series.names import is_temperature, is_time, words_of
from rnnviz.learn.data.series.stamps import (
    CLOCK,
    COMPACT,
    STAMP,
    Parts,
    all_bare,
    bare,
    clock,
    dates,
    joined,
    kind_of,
    serial,
    unix,
    whole,
)
from rnnviz.texts import _

Cells = Sequence[str]
Spans = NDArray[np.timedelta64]
PARTS = {
    "year": ("year", "yr", "yyyy", "jahr", "år", "année", "año"),
    "month": ("month", "mo", "mon", "monat", "mois", "mes"),
    "day": ("day", "dy", "dd", "tag", "jour", "dag", "día"),
    "hour": ("hour", "hours", "hr", "hh", "stunde", "heure", "hora", "tid", "time", "uhrzeit", "h"),
    "minute": ("minute", "minutes", "min"),
}
DAYS = ("date", "compact")
BARE = ("unix", "serial", "compact", "compact stamp")  # a number, which may be anything
HEAD = 200  # cells that show how a column is written
DATES = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y")
NAMED = ("%d-%b-%Y", "%d %b %Y", "%b %d %Y", "%d. %B %Y", "%d %B %Y")  # months by name leave no doubt
CLOCKS = (" %H:%M", " %H:%M:%S", "", " %I:%M %p", " %I:%M:%S %p")


@dataclass(frozen=True)
class When:
    """The columns that say when, by place, and what makes times of their cells: times, and sentences.

    No column: each row is a step.
    """

    columns: tuple[int, ...]
    read: Callable[[list[Cells]], tuple[Times, tuple[str, ...]]]


def able(names: Sequence[str], kinds: Sequence[str]) -> tuple[str, ...]:
    """The columns that can say when, by themselves or with a clock beside them."""
    can = (*READERS, *DAYS)
    return tuple(
        name for name, kind in zip(names, kinds, strict=True) if kind in can and (kind not in BARE or is_time(name))
    )


def find(names: Sequence[str], kinds: Sequence[str], wanted: str = "") -> When | None:
    """From the kinds of each column's first cells, or None. `wanted`: the column that is to be read."""
    if wanted in names:
        place = names.index(wanted)
        if kinds[place] in DAYS:
            return with_clock(place, names, kinds)
        return When((place,), READERS[kinds[place]]) if kinds[place] in READERS else None
    named = [place for place, name in enumerate(names) if is_time(name) and not is_temperature(name)]
    stamps = [place for place, kind in enumerate(kinds) if kind == "stamp"]
    stamps += [place for place in named if kinds[place] in ("compact stamp", "unix", "serial")]
    if stamps:
        best = min(stamps, key=lambda place: (place not in named, not {"utc", "gmt"} & set(words_of(names[place]))))
        return When((best,), READERS[kinds[best]])
    days = [place for place, kind in enumerate(kinds) if kind == "date"]
    days += [place for place in named if kinds[place] == "compact"]
    if days:
        return with_clock(min(days, key=lambda place: place not in named), names, kinds)
    return from_parts(names, kinds)


def with_clock(day: int, names: Sequence[str], kinds: Sequence[str]) -> When:
    clocks = [place for place, kind in enumerate(kinds) if kind == "clock"]
    if clocks:
        best = min(clocks, key=lambda place: not is_time(names[place]))
        return When((day, best), lambda cells: and_clock(cells[0], Parts(cells[1], CLOCK).seconds()))
    hour = part("hour", names, kinds, {day})
    if hour is None:
        return When((day,), lambda cells: stamped(cells[0]))
    return When((day, hour), lambda cells: and_clock(cells[0], hours_of(whole(cells[1]))))


def from_parts(names: Sequence[str], kinds: Sequence[str]) -> When | None:
    """year, month, day and hour, each in a column."""
    found = {name: part(name, names, kinds, set()) for name in PARTS}
    if any(found[name] is None for name in ("year", "month", "day")):
        return None
    places = tuple(place for place in found.values() if place is not None)
    there = [name for name, place in found.items() if place is not None]

    def read(cells: list[Cells]) -> tuple[Times, tuple[str, ...]]:
        given = dict(zip(there, map(whole, cells), strict=True))
        none = np.zeros(len(cells[0]))
        minutes = given.get("minute", none)
        seconds = hours_of(given["hour"]) + 60 * minutes if "hour" in given else none
        return joined(dates(given["year"], given["month"], given["day"]), seconds), ()

    return When(places, read)


def part(name: str, names: Sequence[str], kinds: Sequence[str], taken: set[int]) -> int | None:
    """The first column of whole numbers that is called so."""
    words = [set(words_of(it)) for it in names]
    return next(
        (k for k, kind in enumerate(kinds) if kind == "whole" and k not in taken and words[k] & set(PARTS[name])), None
    )


def hours_of(numbers: Array) -> Array:
    """Seconds after midnight of hours 0 to 24, or of 0, 100, … 2400."""
    there = numbers[~np.isnan(numbers)]
    hundreds = len(there) > 0 and float(np.median(there)) > 24
    hour, minute = (numbers // 100, numbers % 100) if hundreds else (numbers, np.zeros_like(numbers))
    return np.where(np.isnan(numbers), np.nan, clock(hour, minute, np.zeros_like(numbers)))


def and_clock(days: Cells, seconds: Array) -> tuple[Times, tuple[str, ...]]:
    found, notes = stamped(days)
    return joined(found, seconds), notes


def stamped(cells: Cells) -> tuple[Times, tuple[str, ...]]:
    """Dates with or without a clock, as most of them are written; day and month are told apart by the whole column."""
    if kind_of(cells[:HEAD]) in ("compact", "compact stamp"):
        parts = Parts(cells, COMPACT)
        return joined(parts.days(True), parts.seconds()), ()
    cells = all_bare(cells)
    head = [cell for cell in cells[:HEAD] if cell]
    for form in ("ISO8601", *(f"{date}{hour}" for date in NAMED for hour in CLOCKS)):
        if fits(parsed(head, form)) and all_read(quick := parsed(cells, form), cells):
            return quick, ()
    for form in (f"{date}{hour}" for date in DATES for hour in CLOCKS):
        if fits(both_orders(head, form)):
            return ordered(partial(in_order, *apart(cells, form), form), cells)
    parts = Parts(cells, STAMP)
    if np.isnan(parts.undecided()).all():
        return joined(parts.days(True), parts.seconds()), ()
    seconds = parts.seconds()
    return ordered(lambda day_first: joined(parts.days(day_first), seconds), cells)


def fits(head: Times) -> bool:
    """Whether all of a column's first cells were read."""
    return len(head) > 0 and not np.isnat(head).any()


def all_read(times: Times, cells: Cells) -> bool:
    return not any(cells[place] for place in np.flatnonzero(np.isnat(times)).tolist())


def parsed(cells: Cells, form: str) -> Times:
    """pandas' reading of bare cells: quick, for a column written in one way; what comes again is read once."""
    place, different = pd.factorize(np.array(cells, dtype=object))
    found = pd.to_datetime(pd.Series(different, dtype=object), errors="coerce", utc=True, format=form)
    times: Times = found.dt.tz_localize(None).to_numpy("datetime64[s]")[place]
    return times


def apart(cells: Cells, form: str) -> tuple[Cells, Spans]:
    """Dates without blanks in them, and the times since midnight of the clocks after them: of many hours there are few
    different ones of each. A form without a clock: all of each cell, and no time."""
    hour = form.partition(" ")[2]
    if not hour:
        return cells, np.zeros(len(cells), "timedelta64[s]")
    days, _blanks, clocks = zip(*(cell.partition(" ") for cell in cells), strict=True)
    times = parsed([clock.strip() for clock in clocks], hour)
    return days, times - times.astype("datetime64[D]")


def in_order(days: Cells, since: Spans, form: str, day_first: bool) -> Times:
    """What `parsed` makes of cells that are taken `apart`."""
    date = form.partition(" ")[0]
    times: Times = parsed(days, date if day_first else swapped(date)) + since
    return times


def swapped(form: str) -> str:
    return form.replace("%d", "%~").replace("%m", "%d").replace("%~", "%m")


def both_orders(cells: Cells, form: str) -> Times:
    first, other = parsed(cells, form), parsed(cells, swapped(form))
    return np.where(np.isnat(first), other, first)


def ordered(read: Callable[[bool], Times], cells: Cells) -> tuple[Times, tuple[str, ...]]:
    """Dates like 01/02/2020: what is above 12 is a day; else the order with the fewer jumps in time."""
    found = {order: read(order) for order in (True, False)}
    lost = {order: int(np.isnat(found[order]).sum()) for order in found}
    place = next((place for place, cell in enumerate(cells) if bare(cell)), 0)
    example = bare(cells[place])
    dotted = "." in example[:3]
    if dotted or lost[True] != lost[False]:
        day_first = dotted or lost[True] < lost[False]
        telling = np.isnat(found[not day_first]) & ~np.isnat(found[day_first])
        why = (
            _("as in {cells}").format(cells=shortened(bare(cells[int(np.argmax(telling))])))
            if telling.any()
            else _("as dates with points are")
        )
    else:
        broken = {order: len(jumps(known(found[order]))) for order in found}
        day_first = broken[True] <= broken[False]
        why = (
            _("so that they follow one another") if broken[True] != broken[False] else _("the other order fits as well")
        )
    order = "day first" if day_first else "month first"
    said = _("Dates are read {order} ({why}): {example} is {found}.").format(
        order=order, why=why, example=example[:10], found=str(found[day_first][place])[:10]
    )
    return found[day_first], (said,)


def known(times: Times) -> Times:
    return times[~np.isnat(times)]


def numbered(count: int) -> tuple[Times, tuple[str, ...]]:
    """A second a row, which nobody sees."""
    first = np.datetime64("1970-01-01", "s")
    return first + np.arange(count) * np.timedelta64(1, "s"), (_("No column says when: each row is a step."),)


BY_ROW = When((), lambda cells: numbered(len(cells[0])))


READERS: dict[str, Callable[[list[Cells]], tuple[Times, tuple[str, ...]]]] = {
    "stamp": lambda cells: stamped(cells[0]),
    "compact stamp": lambda cells: stamped(cells[0]),
    "unix": lambda cells: (unix(cells[0]), ()),
    "serial": lambda cells: (serial(cells[0]), ()),
}
