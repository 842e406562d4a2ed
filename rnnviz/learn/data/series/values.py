"""A column's cells as numbers in °C: decimal commas, units, codes for what is missing; each told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rnnviz.core import Array
from rnnviz.core.typed import Numeral, counted, numeral, shortened
from rnnviz.learn.data.series.names import MISSING, TENTHS
from rnnviz.learn.data.series.stamps import bare
from rnnviz.texts import _

CODES = (-9999, -999, -999.9, -999.99, -9999.9, -99999, -8888, -888.8, -32768, 9999, 999, 999.9, 999.99, 9999.9, 99999,
         32767, 1e20)  # fmt: skip
COLD_CODES = (-99, -99.9, -99.99)  # colder than the air has ever been, in °C
SURE_CODES = (-9999, -999, -999.9, -9999.9, -99999)  # in any unit
WARM_FOR_CELSIUS = 150.0
BOUNDS = (-100.0, 70.0)  # °C, of the air anywhere
ISD = re.compile(r"([+-]\d{4}),\d")  # NOAA's: tenths of a degree, and a mark for their quality
UNIT = re.compile(r"\s*(?:[°º]|deg(?:rees?)?\.?)?\s*(C|F|K|℃|℉|Celsius|Fahrenheit|Kelvin)$", re.IGNORECASE)
NAMES = {"c": "°C", "f": "°F", "k": "K", "℃": "°C", "℉": "°F"}


@dataclass(frozen=True)
class Values:
    """values (L,), NaN where there is no number; the unit that they are in; sentences on what was done.

    `coded`: how many numbers stand for "missing".
    """

    values: Array
    unit: str
    notes: tuple[str, ...] = ()
    coded: int = 0


def read(cells: Sequence[str], lines: Sequence[int], name: str, unit: str, temperature: bool) -> Values:
    """`unit`: what the header says, "" for nothing. A temperature ends up in °C."""
    values, found, notes = numbers(cells, name)
    unit = unit or found
    usual = CODES + (COLD_CODES if unit in ("", "°C") else ())
    before = int(np.isfinite(values).sum())
    values, said = without_codes(values, lines, usual if temperature else SURE_CODES)
    notes, coded = (*notes, *said), before - int(np.isfinite(values).sum())
    if not temperature:
        return Values(values, unit, notes, coded)
    there = values[np.isfinite(values)]
    if not unit and len(there):
        unit = "K" if there.min() > WARM_FOR_CELSIUS else "°C"
        notes += (
            _("“{name}” names no unit: read as {unit}.").format(name=name, unit=_("kelvin") if unit == "K" else unit),
        )
    celsius, converted = to_celsius(values, unit)
    return Values(celsius, "°C", notes + converted + strange(celsius, lines, cells), coded)


def numbers(cells: Sequence[str], name: str) -> tuple[Array, str, tuple[str, ...]]:
    """The numbers, the unit that stands behind most of them, and a sentence where a text had two readings."""
    column = pd.Series(cells, dtype=object)
    values = as_floats(cells)
    if values is None:
        values = pd.to_numeric(column, errors="coerce").to_numpy(np.float64).copy()
    values[~np.isfinite(values)] = np.nan
    rest = column[np.isnan(values)]
    if (
        name.strip().lower() == "tmp"
        and len(rest)
        and rest.map(lambda cell: bool(ISD.fullmatch(bare(cell)))).mean() > 0.5
    ):
        return noaa(rest, values)
    known, units = {}, {}
    for text in rest.unique():
        known[text], units[text] = cell(text)
    both = [text for text, found in known.items() if found and found.other is not None]
    grouped = bool(both) and any(found and "," in text and "." in text for text, found in known.items())
    chosen = {text: taken(found, grouped) for text, found in known.items()}
    values[rest.index] = rest.map(chosen).to_numpy(np.float64)
    often = pd.Series([units[text] for text in rest if units[text]], dtype=object)
    notes: tuple[str, ...] = (
        (_("{both} is read as {chosen:g}.").format(both=shortened(both[0]), chosen=chosen[both[0]]),) if both else ()
    )
    if often.nunique() > 1:
        values[rest.index[rest.map(units) != often.mode()[0]]] = np.nan
        notes += (_("Values in another unit than {mode} are left out.").format(mode=often.mode()[0]),)
    return values, often.mode()[0] if len(often) else "", notes


def as_floats(cells: Sequence[str]) -> Array | None:
    """The numbers of a column that has nothing else, in a third of pandas' time; None for another one."""
    together = "".join(cells)
    if together.isascii() and "_" not in together:  # Python reads 1_000, too
        with suppress(ValueError):
            return np.fromiter(map(float, cells), np.float64, len(cells))
    return None


def cell(text: str) -> tuple[Numeral | None, str]:
    """The number that a cell holds, and its unit: "12 °C"."""
    written = bare(text)
    found = numeral(written)
    if found is None and (unit := UNIT.search(written)):
        return numeral(written[: unit.start()]), NAMES[unit[1][0].lower()]
    return found, ""


def taken(found: Numeral | None, grouped: bool) -> float:
    if found is None or not np.isfinite(found.value):
        return np.nan
    return found.other if grouped and found.other is not None else found.value


def noaa(rest: pd.Series, values: Array) -> tuple[Array, str, tuple[str, ...]]:
    tenths = rest.map(lambda text: int(found[1]) if (found := ISD.fullmatch(bare(text))) else np.nan)
    values[rest.index] = np.where(np.abs(tenths) == 9999, np.nan, tenths / 10)
    return values, "°C", (_("Values like “+0123,1” are NOAA's tenths of a degree: 12.3."),)


def without_codes(values: Array, lines: Sequence[int], codes: Sequence[float]) -> tuple[Array, tuple[str, ...]]:
    """NaN for the numbers that stand for "missing", with a sentence on each."""
    values, said = values.copy(), []
    for code in codes:
        met = np.flatnonzero(np.isclose(values, code, rtol=1e-9, atol=1e-6))
        if len(met):
            values[met] = np.nan
            said.append(
                _("{n_met} of {code:g} (first: line {lines}) read as missing.").format(
                    n_met=counted(len(met), "{n} value", "{n} values"), code=code, lines=lines[met[0]]
                )
            )
    return values, tuple(said)


def to_celsius(values: Array, unit: str) -> tuple[Array, tuple[str, ...]]:
    if unit == TENTHS:
        return values / 10, (_("Tenths of °C are read as °C."),)
    if unit == "°F":
        return (values - 32) / 1.8, (_("Converted from °F to °C."),)
    if unit == "K":
        return values - 273.15, (_("Converted from K to °C."),)
    return values, ()


def strange(values: Array, lines: Sequence[int], cells: Sequence[str]) -> tuple[str, ...]:
    """A sentence on temperatures that no air has had; they are kept."""
    far = np.flatnonzero((values < BOUNDS[0]) | (values > BOUNDS[1]))
    if not len(far):
        return ()
    line, seen = lines[far[0]], shortened(cells[far[0]].strip())
    said = _("{n_far} beyond {low:g} to {high:g} °C are kept").format(
        n_far=counted(len(far), "{n} value", "{n} values"), low=BOUNDS[0], high=BOUNDS[1]
    )
    return (_("{said} (first: line {line}, {seen}): is the unit right?").format(said=said, line=line, seen=seen),)


def is_missing(text: str) -> bool:
    return bare(text).lower() in MISSING
