"""Cells that say when: dates of any order, clocks, zones, compact digits and Unix seconds, as parts of a time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

from rnnviz.core import Array
from rnnviz.core.windows import Times

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan", "feb", "mar mär mrz", "apr", "may mai", "jun", "jul", "aug", "sep", "oct okt", "nov", "dec dez"), 1
    )
    for name in names.split()
}
ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "cet": 60, "mez": 60, "cest": 120, "mesz": 120, "bst": 60, "eet": 120,
    "eest": 180, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
}  # fmt: skip
"""Minutes east of UTC: RFC 822's zones, and Europe's."""

_DATE = (
    r"(?:(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"
    r"|(?P<a>\d{1,2})(?P<s>[-/.])\s?(?P<b>\d{1,2})(?P=s)\s?(?P<c>\d{4}|\d{2})"
    r"|(?P<e>\d{1,2})\.?[- /.]+(?P<mon>[A-Za-zä]{3,9})\.?[- /.,]+(?P<g>\d{4}|\d{2})"
    r"|(?P<mon2>[A-Za-zä]{3,9})\.?[- ]+(?P<e2>\d{1,2}),?[- ]+(?P<g2>\d{4}))"
)
_CLOCK = r"(?P<H>\d{1,2})(?:[:.h](?P<M>\d{2})(?:[:.](?P<S>\d{2})(?:[.,]\d+)?)?)?h?\s*(?P<ap>[AaPp]\.?[Mm]\.?)?"
_ZONE = r"\s*(?P<z>(?:[A-Za-z]{1,4})?\s*[+\-\u2212]\d{2}:?(?:\d{2})?(?:\s*UTC|\s*GMT)?|[A-Za-z]{1,4})?(?:\[.*\])?"
STAMP = re.compile(rf"\s*{_DATE}(?:(?:T|\s*[,;_]\s*|\s+|:){_CLOCK}{_ZONE})?\s*", re.ASCII | re.IGNORECASE)
CLOCK = re.compile(rf"\s*{_CLOCK}{_ZONE}\s*", re.ASCII | re.IGNORECASE)
COMPACT = re.compile(
    r"\s*(?P<y>(?:17|18|19|20)\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])"
    r"(?:[T:_ ]?(?P<H>[01]\d|2[0-4])(?:[: ]?(?P<M>[0-5]\d)(?:(?P<S>[0-5]\d))?)?)?"
    r"(?P<z>Z|[+-]\d{4})?(?:\.0+)?\s*",
    re.ASCII,
)
UNIX = re.compile(r"\s*-?\d{8,10}(?:\d{3})?(?:\.\d+)?\s*", re.ASCII)
WHOLE = re.compile(r"\s*\d{1,4}(?:\.0+)?\s*", re.ASCII)
SERIAL = re.compile(r"\s*[1-7]\d{4}(?:\.\d+)?\s*", re.ASCII)  # days since 1899-12-30, as Excel counts

FAR = 1e11  # seconds, three thousand years
LIKE = 0.6  # of a column's cells decide what it holds


def kind_of(cells: Sequence[str]) -> str:
    """What most of the cells are: stamp, date, clock, compact (date), compact stamp, unix, whole, serial; or ""."""
    met: Counter[str] = Counter()
    for cell, often in Counter(cells).items():
        if cell.strip():
            met[kind_of_one(bare(cell))] += often
    if not met:
        return ""
    kind, often = met.most_common(1)[0]
    return kind if often >= LIKE * met.total() else ""


def kind_of_one(cell: str) -> str:
    if found := STAMP.fullmatch(cell):
        return "stamp" if found["H"] else "date"
    if (found := COMPACT.fullmatch(cell)) is not None:
        return "compact stamp" if found["H"] else "compact"
    for kind, pattern in (("whole", WHOLE), ("serial", SERIAL), ("unix", UNIX)):
        if pattern.fullmatch(cell):
            return kind
    return "clock" if CLOCK.fullmatch(cell) and not cell.strip().isdigit() else ""


def bare(cell: str) -> str:
    """Without quotes, and without what tells a spreadsheet that it is text: ="…", '…"""
    cell = cell.strip().removeprefix("=").strip("\"'")
    return cell.strip()


def all_bare(cells: Sequence[str]) -> list[str]:
    """Of a column: where no cell has such marks, in a tenth of the time."""
    together = "".join(cells)
    return [*map(bare if any(mark in together for mark in "\"'=") else str.strip, cells)]


class Parts:
    """The parts of many times as floats, NaN where there are none."""

    def __init__(self, cells: Sequence[str], pattern: re.Pattern[str]) -> None:
        self.place, different = pd.factorize(np.array(all_bare(cells), dtype=object))
        self.table = pd.Series(different, dtype=object).str.extract(re.compile(f"^{pattern.pattern}$", pattern.flags))

    def number(self, *names: str) -> Array:
        found = np.full(len(self.table), np.nan)
        for name in names:
            if name in self.table:
                values = pd.to_numeric(self.table[name], errors="coerce").to_numpy(np.float64)
                found = np.where(np.isnan(found), values, found)
        every: Array = found[self.place]
        return every

    def text(self, *names: str) -> pd.Series:
        found = pd.Series([None] * len(self.table), dtype=object)
        for name in names:
            if name in self.table:
                found = found.where(found.notna(), self.table[name])
        return found.str.lower().take(self.place).reset_index(drop=True)

    def undecided(self) -> Array:
        """The first number of dates like 01/02/2020, NaN elsewhere."""
        return self.number("a")

    def days(self, day_first: bool) -> Times:
        """The dates, NaT where there is none."""
        a, b = self.number("a"), self.number("b")
        year, month = self.number("y", "c", "g", "g2"), self.number("m")
        named = self.text("mon", "mon2").str[:3].map(_MONTHS).to_numpy(np.float64)
        month = np.where(np.isnan(month), named, month)
        month = np.where(np.isnan(month), b if day_first else a, month)
        day = self.number("d", "e", "e2")
        day = np.where(np.isnan(day), a if day_first else b, day)
        return dates(year, month, day)

    def seconds(self) -> Array:
        """Of the clock, less the zone's offset; 0 where no clock is given."""
        hour, half = self.number("H"), self.text("ap").str[:1]
        clocked = half.notna().to_numpy()
        wrong = clocked & ((hour < 1) | (hour > 12))
        hour = np.where(clocked, hour % 12 + 12 * (half == "p").to_numpy(), hour)
        found = clock(hour, self.number("M"), self.number("S"))
        return np.where(wrong, np.nan, found) - 60 * self.zone()

    def zone(self) -> Array:
        """Minutes east of UTC, 0 where none is given and NaN where it is not known."""
        written = self.text("z")
        known = {text: offset(text) for text in written.dropna().unique()}
        found: Array = written.map(known).to_numpy(np.float64)
        return np.where(written.isna().to_numpy(), 0.0, found)


def offset(text: str) -> float:
    sign = re.search(r"([+\-\u2212])(\d{2}):?(\d{2})?", text)
    if sign:
        return (-1 if sign[1] != "+" else 1) * (60 * int(sign[2]) + int(sign[3] or 0))
    return float(ZONES.get(text.strip(), np.nan))


def dates(year: Array, month: Array, day: Array) -> Times:
    """Dates from their numbers (years of two digits: 1970 to 2069), NaT for what is in no calendar."""
    year = np.where(year < 70, year + 2000, np.where(year < 100, year + 1900, year))
    good = (year >= 1) & (year <= 9999) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)
    y, m, d = (np.where(good, it, 1).astype(np.int64) for it in (year, month, day))
    months = ((y - 1970) * 12 + m - 1).astype("timedelta64[M]") + np.datetime64("1970-01", "M")
    found = months.astype("datetime64[D]") + (d - 1).astype("timedelta64[D]")
    good &= found.astype("datetime64[M]") == months
    return np.where(good, found, np.datetime64("NaT")).astype("datetime64[s]")


def clock(hour: Array, minute: Array, second: Array) -> Array:
    """Seconds after midnight, 24:00 being the next one; 0 where no hour is given, NaN for what no clock shows."""
    minute, second = np.nan_to_num(minute), np.nan_to_num(second)
    found = np.nan_to_num(hour) * 3600 + minute * 60 + second
    return np.where((hour < 0) | (minute > 59) | (second > 60) | (found > 86_400), np.nan, found)


def joined(days: Times, seconds: Array) -> Times:
    """Dates and seconds after midnight as times, NaT where either is not known."""
    good = (np.abs(seconds) < FAR) & ~np.isnat(days)
    found = days + np.where(good, seconds, 0).astype("timedelta64[s]")
    return np.where(good, found, np.datetime64("NaT")).astype("datetime64[s]")


def whole(cells: Sequence[str]) -> Array:
    found: Array = pd.to_numeric(pd.Series(all_bare(cells), dtype=object), errors="coerce").to_numpy(np.float64)
    return np.where(np.isfinite(found), found, np.nan)


def unix(cells: Sequence[str]) -> Times:
    """Seconds or milliseconds since 1970."""
    counted = whole(cells)
    counted = np.where(np.abs(counted) >= 1e11, counted / 1000, counted)
    return joined(np.full(len(counted), np.datetime64("1970-01-01", "s")), np.floor(counted))


def serial(cells: Sequence[str]) -> Times:
    """Days since 1899-12-30, to the second."""
    return joined(np.full(len(cells), np.datetime64("1899-12-30", "s")), np.round(whole(cells) * 86_400))
