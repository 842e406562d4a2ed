"""Hourly temperatures: any CSV with a time and a temperature column, or a seeded series of our own."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import torch

from rnnviz.core import Array
from rnnviz.core.hours import HOURS, WHEN
from rnnviz.core.metrics import regression
from rnnviz.core.windows import Index, Times, chronological, jumps, starts, whole
from rnnviz.learn.data import DataError
from rnnviz.learn.data.examples import Dataset, Examples

MAX_BYTES = 256 * 2**20
MAX_ROWS = 2_000_000
ENOUGH = 0.5  # of a column's rows that must be readable
TIME = re.compile(r"date|time|hour|zeit|datum", re.IGNORECASE)
TEMPERATURE = re.compile(r"temp|°c", re.IGNORECASE)
NOT_IT = re.compile(r"apparent|feels|dew", re.IGNORECASE)


@dataclass(frozen=True)
class Series:
    """Hours (L,) in UTC and temperatures (L,) in °C, and sentences about what had to be done to them."""

    times: Times
    values: Array
    origin: str
    notes: tuple[str, ...] = ()


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
    return Series(times, values.round(2), "synthetic: made up by rnnviz, seed " + str(seed))


def file_order(series: Series) -> Series:
    """The same hours with each month's days in the order of text, 1, 10, 11, …, 2, 20, …: the slides' file (slip j).

    So 2006-04-01 23:00 is followed by 2006-04-10 00:00 there, too.
    """
    stamps = pd.DatetimeIndex(series.times)
    keys = [(at.year, at.month, str(at.day), at.hour) for at in stamps]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    origin = f"{series.origin}, its days in the order of text"
    return Series(series.times[order], series.values[order], origin, series.notes)


def slide_hours() -> Series:
    """The 29 hours of the slides, in the slide's own order."""
    return Series(np.array(WHEN, dtype="datetime64[s]"), np.array(HOURS[:, 0]), "the slides' 29 hours (S0)")


def read(source: Path | bytes, name: str = "the file") -> Series:
    """The hours and temperatures of a CSV, in the file's own order. Raises DataError."""
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > MAX_BYTES:
        raise DataError(f"{name} is larger than {MAX_BYTES // 2**20} MB: cut it to some years of hours.")
    table = parse(source if isinstance(source, bytes) else source.read_bytes(), name)
    if len(table) > MAX_ROWS:
        raise DataError(f"{name} has {len(table)} rows: cut it to {MAX_ROWS} at most.")
    temperature, times = temperature_of(table, name), times_of(table, name)
    good = np.isfinite(temperature) & ~np.isnat(times)
    lost = int((~good).sum())
    if good.sum() < 2:
        raise DataError(f"{name} has fewer than two rows with both a time and a temperature: add some.")
    notes = (f"{lost} of {len(table)} rows had no readable time or temperature and were left out.",) if lost else ()
    return Series(times[good], temperature[good], name, notes)


def parse(content: bytes, name: str) -> pd.DataFrame:
    text = decode(content, name)
    header = text.partition("\n")[0]
    separator = max(",;\t", key=header.count)
    try:
        return pd.read_csv(io.StringIO(text), sep=separator, decimal="," if separator == ";" else ".", low_memory=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError) as error:
        raise DataError(f"{name} is not a table: give a CSV with a header, a time column and a temperature.") from error


def decode(content: bytes, name: str) -> str:
    """UTF-8, UTF-16 with its mark, or else Windows' Latin letters. Raises DataError for what is no text."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    else:
        encodings = [] if b"\0" in content[:4096] else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DataError(f"{name} is not text in a known encoding: save it again as CSV in UTF-8.")


def temperature_of(table: pd.DataFrame, name: str) -> Array:
    """The first column of numbers whose name speaks of temperature."""
    named = [c for c in table.columns if TEMPERATURE.search(str(c)) and not NOT_IT.search(str(c))]
    for column in named:
        values: Array = pd.to_numeric(table[column], errors="coerce").to_numpy(np.float64)
        if len(values) and np.isfinite(values).mean() >= ENOUGH:
            return values
    if not len(table.select_dtypes("number").columns):
        raise DataError(f"{name} has no column of numbers: give a CSV with a temperature in every row.")
    raise DataError(f"{name} has no temperature column: call one “Temperature (C)” in the header.")


def times_of(table: pd.DataFrame, name: str) -> Times:
    for column in (c for c in table.columns if TIME.search(str(c))):
        found = pd.to_datetime(table[column].astype(str), errors="coerce", utc=True, format="ISO8601")
        times: Times = found.dt.tz_localize(None).to_numpy("datetime64[s]")
        if len(times) and (~np.isnat(times)).mean() >= ENOUGH:
            return times
    raise DataError(f"{name} has no time column: call one “Date” and write times like 2006-04-01 13:00.")


def in_order(series: Series) -> Series:
    """Sorted by time, each hour once: the first row of an hour counts."""
    times, first = np.unique(series.times, return_index=True)
    repeated = len(series.times) - len(times)
    notes = (f"{repeated} rows repeated an hour and were left out.",) if repeated else ()
    return Series(times, series.values[first], series.origin, series.notes + notes)


def dataset(series: Series, lag: int, ahead: int, sort: bool = True, share: float = 0.8) -> Dataset:
    """Windows over the standardised series, chronological; sorted, none of them straddles a gap (slip j).

    Mean and spread are those of the hours that are learned from. Raises InputError.
    """
    series = in_order(series) if sort else series
    begins, after = starts(len(series.values), lag, ahead), jumps(series.times)
    cut_in_two = len(begins) - len(kept := whole(begins, after, lag, ahead))
    split = chronological(kept if sort else begins, lag, ahead, share)
    known = series.values[: split.boundary]
    mean, spread = float(known.mean()), float(known.std()) or 1.0
    scaled = torch.tensor((series.values - mean) / spread, dtype=torch.float32)
    train, held_out = (side(scaled, rows, lag, ahead) for rows in (split.train, split.held_out))
    said = f"{cut_in_two} windows straddle one of {len(after)} jumps in time and are {'left out' if sort else 'kept'}."
    notes = series.notes + ((said,) if cut_in_two else ())
    baseline = persistence(series.values, split.held_out, lag, ahead)
    return Dataset(train, held_out, 1, ahead, series.origin, (), (), (mean, spread), baseline, notes)


def persistence(values: Array, rows: Index, lag: int, ahead: int) -> dict[str, float]:
    """The scores of "same as the last hour" (slip k)."""
    y = values[rows[:, None] + lag + np.arange(ahead)]
    return regression(y, np.repeat(values[rows + lag - 1][:, None], ahead, axis=1))


def side(scaled: torch.Tensor, rows: Index, lag: int, ahead: int) -> Examples:
    x, y = scaled.unfold(0, lag, 1)[..., None], scaled[lag:].unfold(0, ahead, 1)
    return Examples(x, y, torch.full((len(rows),), lag), torch.from_numpy(rows))
