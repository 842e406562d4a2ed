"""Tables as people in the field have them: the times and values of each, made by `datetime` and written by hand."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from rnnviz.core.windows import Times
from rnnviz.learn.data import DataError
from rnnviz.learn.data.series import Series, reading

HOUR, TEN = timedelta(hours=1), timedelta(minutes=10)
START = datetime(2020, 1, 1)
VALUES = [round(1 - 0.25 * (i % 9) + 0.1 * i, 2) for i in range(48)]


def moments(count: int = 48, start: datetime = START, step: timedelta = HOUR) -> list[datetime]:
    return [start + i * step for i in range(count)]


def stamps(when: Sequence[datetime]) -> Times:
    """In UTC, to the second, by `datetime` alone."""
    return np.array(
        [it.astimezone(UTC).replace(tzinfo=None) if it.tzinfo else it for it in when], dtype="datetime64[s]"
    )


def table(header: str, row: Callable[[int, datetime, float], str], when: Sequence[datetime]) -> str:
    return "\n".join([header, *(row(i, it, VALUES[i % 48]) for i, it in enumerate(when))]) + "\n"


def check(content: str | bytes, when: Sequence[datetime], values: Sequence[float], column: str = "") -> Series:
    series = reading.read(content if isinstance(content, bytes) else content.encode(), "it.csv", column)
    np.testing.assert_array_equal(series.times, stamps(when))
    np.testing.assert_allclose(series.values, values, atol=1e-9)
    return series


def comma(value: float) -> str:
    return str(value).replace(".", ",")


ISO = "%Y-%m-%d %H:%M"
HOURS = moments()
LONG = moments(48, datetime(2020, 1, 12), HOUR)  # days beyond the twelfth
READ: dict[str, tuple[str, list[datetime]]] = {
    "date and time in two columns": (
        table("Date,Time,Temperature (C)", lambda i, t, v: f"{t:%Y-%m-%d},{t:%H:%M},{v}", HOURS), HOURS),
    "attempt is no temperature": (
        table("Date,attempt,Temperature (C)", lambda i, t, v: f"{t:{ISO}},0,{v}", HOURS), HOURS),
    "Jena": (
        table("Date Time,p (mbar),T (degC),Tpot (K),Tdew (degC),rh (%)",
              lambda i, t, v: f"{t:%d.%m.%Y %H:%M:%S},996.52,{v},265.40,-8.90,93.30",
              moments(48, datetime(2009, 1, 1, 0, 10), TEN)), moments(48, datetime(2009, 1, 1, 0, 10), TEN)),
    "Beijing": (
        table("No,year,month,day,hour,pm2.5,DEWP,TEMP,PRES",
              lambda i, t, v: f"{i + 1},{t.year},{t.month},{t.day},{t.hour},NA,-21,{v},1021", HOURS), HOURS),
    "OpenWeather": (
        table("dt,dt_iso,timezone,city_name,temp,feels_like,temp_min,temp_max",
              lambda i, t, v: f"{int(t.replace(tzinfo=UTC).timestamp())},{t:%Y-%m-%d %H:%M:%S} +0000 UTC,0,X,{v},5,6,7",
              HOURS), HOURS),
    "a zone in words": (
        table("dt_iso,temp", lambda i, t, v: f"{t:%Y-%m-%d %H:%M:%S} +0000 UTC,{v}", HOURS), HOURS),
    "Unix seconds alone": (
        table("dt,temp", lambda i, t, v: f"{int(t.replace(tzinfo=UTC).timestamp())},{v}", HOURS), HOURS),
    "Unix milliseconds": (
        table("timestamp,temp", lambda i, t, v: f"{int(t.replace(tzinfo=UTC).timestamp() * 1000)},{v}", HOURS), HOURS),
    "Open-Meteo": (
        "latitude,longitude\n46.2,20.1\n\n"
        + table("time,temperature_2m (°C)", lambda i, t, v: f"{t:%Y-%m-%dT%H:%M},{v}", HOURS), HOURS),
    "German": (table("Datum;Temperatur (°C)", lambda i, t, v: f"{t:%d.%m.%Y %H:%M};{comma(v)}", LONG), LONG),
    "German, two years of digits": (table("Datum;Temperatur", lambda i, t, v: f"{t:%d.%m.%y %H:%M};{v}", LONG), LONG),
    "quoted decimal commas": (table("Date,Temperature", lambda i, t, v: f'{t:{ISO}},"{comma(v)}"', HOURS), HOURS),
    "units in the cells": (table("Date,Temperature", lambda i, t, v: f"{t:{ISO}},{v} °C", HOURS), HOURS),
    "as a spreadsheet quotes text": (table("Date,Temperature", lambda i, t, v: f'="{t:{ISO}}",="{v}"', HOURS), HOURS),
    "typeset minus": (table("Date,Temperature", lambda i, t, v: f"{t:{ISO}},{v}".replace(",-", ",−"), HOURS), HOURS),
    "comments": (
        "# station 5, Szeged\n# made, by, me\n"
        + table("Date,Temperature", lambda i, t, v: ("# moved, here\n" if i == 9 else "") + f"{t:{ISO}},{v}", HOURS),
        HOURS),
    "sep=;": ("sep=;\n" + table("Date;Temperature", lambda i, t, v: f"{t:{ISO}};{comma(v)}", HOURS), HOURS),
    "bars": (table("Date|Temperature", lambda i, t, v: f"{t:{ISO}}|{v}", HOURS), HOURS),
    "tabs": (table("Date\tTemperature", lambda i, t, v: f"{t:{ISO}}\t{comma(v)}", HOURS), HOURS),
    "dd/mm/yyyy": (table("Date,Temperature", lambda i, t, v: f"{t:%d/%m/%Y %H:%M},{v}", LONG), LONG),
    "mm/dd/yyyy am pm": (table("Date,Temperature", lambda i, t, v: f"{t:%m/%d/%Y %I:%M %p},{v}", LONG), LONG),
    "dd/mm told by the order of the hours": (
        table("Date,Temperature", lambda i, t, v: f"{t:%d/%m/%Y %H:%M},{v}", HOURS), HOURS),
    "mm/dd told by the order of the hours": (
        table("Date,Temperature", lambda i, t, v: f"{t:%m/%d/%Y %H:%M},{v}", HOURS), HOURS),
    "DWD": (
        table("STATIONS_ID;MESS_DATUM;QN_9;TT_TU;RF_TU;eor",
              lambda i, t, v: f"          3;{t:%Y%m%d%H};    3;{v:6};  80.0;eor", HOURS), HOURS),
    "ISO with Z": (table("time,temp", lambda i, t, v: f"{t:%Y-%m-%dT%H:%M:%S}Z,{v}", HOURS), HOURS),
    "a line of units under the header": (
        table("time,temp,wind\nUTC,degC,m/s", lambda i, t, v: f"{t:{ISO}},{v},3", HOURS), HOURS),
    "hour in a column of its own": (
        table("Date,Hour,Temp", lambda i, t, v: f"{t:%Y-%m-%d},{t.hour},{v}", HOURS), HOURS),
    "names of months": (table("Date,Temp", lambda i, t, v: f"{t:%d-%b-%Y %H:%M},{v}", HOURS), HOURS),
    "a spreadsheet's days": (
        table("Date,Temp", lambda i, t, v: f"{43831 + i / 24:.6f},{v}", HOURS), HOURS),  # 43831 is 2020-01-01
    "no header": (table(f"{START - HOUR:{ISO}},3.0", lambda i, t, v: f"{t:{ISO}},{v}", HOURS), HOURS),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_a_table_as_people_have_it(name: str) -> None:
    content, when = READ[name]
    values = [VALUES[i % 48] for i in range(len(when))]
    if name == "no header":
        when, values = [START - HOUR, *when], [3.0, *values]
    series = check(content, when, values)
    assert series.read.startswith("read: ")
    assert "left out" not in " ".join(series.notes)
    assert f"{len(when)} {'steps of 10 minutes' if name == 'Jena' else 'hours'}" in series.read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("packed", [False, True])
def test_any_common_encoding_packed_or_not(encoding: str, packed: bool) -> None:
    content = READ["German"][0].replace("Temperatur ", "Lufttemperatur für Köln ").encode(encoding)
    assert "Köln" in check(gzip.compress(content) if packed else content, LONG, VALUES).read


@pytest.mark.parametrize(
    ("header", "to_celsius"),
    [
        ("Temperature (F)", lambda v: (v - 32) * 5 / 9),
        ("tmpf", lambda v: (v - 32) * 5 / 9),
        ("temp_K", lambda v: v - 273.15),
        ("Temperature [Kelvin]", lambda v: v - 273.15),
        ("temperature_2m (°F)", lambda v: (v - 32) * 5 / 9),
        ("Temp C", lambda v: v),
    ],
)
def test_units_of_the_header_are_converted_and_said(header: str, to_celsius: Callable[[float], float]) -> None:
    given = [284.6 + v if "K" in header else 50 + v for v in VALUES]
    content = "\n".join([f"Date,{header}", *(f"{t:{ISO}},{v}" for t, v in zip(HOURS, given, strict=True))])
    series = check(content, HOURS, [to_celsius(v) for v in given])
    assert ("Converted" in " ".join(series.notes)) == (header != "Temp C")
    assert header in series.read


def test_kelvin_without_a_unit_is_seen() -> None:
    content = "\n".join(["Date,temp", *(f"{t:{ISO}},{280 + v}" for t, v in zip(HOURS, VALUES, strict=True))])
    assert "names no unit: read as kelvin" in " ".join(check(content, HOURS, [280 + v - 273.15 for v in VALUES]).notes)


@pytest.mark.parametrize(
    "code", ["-9999", "-999", "-999.0", "9999", "999.9", "−9999", "missing", "NA", "", "---", "M", "nan"]
)
def test_what_stands_for_missing(code: str) -> None:
    """400 hours, every 97th missing: mean and spread are those of the others."""
    hours = moments(400)
    given = [None if i % 97 == 96 else VALUES[i % 48] for i in range(400)]
    lines = [f"{t:{ISO}},{code if v is None else v},x" for t, v in zip(hours, given, strict=True)]
    series = reading.read("\n".join(["Date,Temperature (C),Summary", *lines]).encode())
    kept = np.array([v for v in given if v is not None])
    assert (series.values.mean(), series.values.std()) == (pytest.approx(kept.mean()), pytest.approx(kept.std()))
    assert series.read == "read: Date, Temperature (C) · 396 hours · 4 missing"
    assert "line 98" in " ".join(series.notes)
    assert (series.hole.count, series.hole.line) == (4, 98)


def test_999_is_a_pressure() -> None:
    content = "\n".join(["Date,Pressure (hPa)", *(f"{t:{ISO}},{999 if i % 2 else 1001}" for i, t in enumerate(HOURS))])
    series = check(content, HOURS, [999 if i % 2 else 1001 for i in range(48)], "Pressure (hPa)")
    assert series.unit == "hPa"


def rows(header: str, fields: str) -> bytes:
    return "\n".join(
        [header, *(f"{t:{ISO}},{fields.format(v=v)}" for t, v in zip(HOURS, VALUES, strict=True))]
    ).encode()


@pytest.mark.parametrize(
    ("header", "fields", "read"),
    [
        ("Date,Temperature Flag,Temperature", "1,{v}", "Temperature"),
        ("Date,Temperature Quality,temperature", "0,{v}", "temperature"),
        ("Date,temp_qc,temp_source,temp", "0,5,{v}", "temp"),
        ("Date,Apparent Temperature,Temperature", "0,{v}", "Temperature"),
        ("Date,Dew Point Temperature,Temperature", "0,{v}", "Temperature"),
        ("Date,temp_min,temp_max,temp", "0,9,{v}", "temp"),
        ("Date,Template,Attempts,Contemporary,Temp", "0,9,8,{v}", "Temp"),
        ("Date,Temperature Summary,Temperature", "warm,{v}", "Temperature"),
        ("Date,HourlyDewPointTemperature,HourlyDryBulbTemperature", "0,{v}", "HourlyDryBulbTemperature"),
        ("Date,Lufttemperatur", "{v}", "Lufttemperatur"),
    ],
)
def test_the_column_that_is_meant(header: str, fields: str, read: str) -> None:
    found = reading.look(rows(header, fields), "it.csv")
    assert found.column == read
    assert found.series is not None
    np.testing.assert_allclose(found.series.values, VALUES)


@pytest.mark.parametrize(
    ("header", "fields", "columns"),
    [
        ("Date,Soil Temperature,Air Temperature", "9,{v}", ("Soil Temperature", "Air Temperature")),
        ("Date,Water Temp,Temp", "9,{v}", ("Water Temp", "Temp")),
        ("Date,TMIN,TMAX", "{v},9", ("TMIN", "TMAX")),
        ("Date,Humidity,Wind", "{v},9", ("Humidity", "Wind")),
        ("Date,Temp,Temp", "{v},9", ("Temp", "Temp (2)")),
    ],
)
def test_where_more_than_one_fits_it_is_asked(header: str, fields: str, columns: tuple[str, ...]) -> None:
    found = reading.look(rows(header, fields), "it.csv")
    assert (found.series, found.asks, found.choices) == (None, True, columns)
    assert all(it in found.problem for it in columns)
    for column in columns:
        chosen = reading.look(rows(header, fields), "it.csv", column)
        assert chosen.series is not None
        assert column in chosen.series.read
        assert (chosen.series.values == 9).all() == (fields.split(",")[columns.index(column)] == "9")


BAD: list[tuple[bytes, list[str]]] = [
    (b"", ["it.csv is empty"]),
    (b"Date,Temperature\n", ["a header in line 1 (“Date”, “Temperature”) and no row under it"]),
    (b'{"hourly": {"time": ["2021-01-01T00:00"], "temperature_2m": [1.5]}}', ["it.csv is JSON, not a table"]),
    (b"<!DOCTYPE html>\n<p>Log in</p>", ["a page of the web"]),
    (b"Date,Place\n2006-04-01 00:00,Szeged\n", ["no column of numbers", "line 2 has “Szeged”"]),
    (b"Date,Humidity\n2006-04-01 00:00,0.8\n2006-04-01 01:00,0.8\n", ["no temperature column", "“Humidity”"]),
    (b"Place,Temperature\nSzeged,9.4\n", ["fewer than two rows with a value"]),
    (b"Date,Temperature\nsoon,9.4\nlater,9.5\n", ["no column of times", "“soon”"]),
    (b"Ort,Name\nSzeged,x\nWien,y\n", ["no column of times", "no column of numbers", "line 2 has “x”"]),
    (b"Date,Temperature\n2006-04-01 00:00,9.4\n", ["fewer than two rows"]),
    (b"Date,Temperature\n2006-04-01 00:00,9.4\n2006-04-01 01:00,-999\n", ["fewer than two rows", "line 3 has “-999”"]),
    (b"\x89PNG\r\n\x1a\n\0\0\0\r", ["a PNG picture, not a table"]),
    (b"PK\x03\x04\0\0", ["ZIP archive or an Excel workbook", "save the table as CSV"]),
    (b"\xff\xfe\x00", ["not text"]),
    (gzip.compress(b"Date,Temperature\n" * 500, mtime=0)[:30], ["gzip", "damaged"]),
    (b"one line without anything", ["not a table", "line 1 is"]),
    (b"Date,Temperature\n" + b"\n".join(f"{t:%Y-%m-%d},1".encode() for t in HOURS), ["48 rows at 2 different times"]),
    (b"Date,Temperature\n2020-01-01 00:00,\"1\n" + b"2020-01-01 02:00,1\n" * 9, ["quotation mark in line 2"]),
]  # fmt: skip


TIMED = ("Unix seconds alone", "a spreadsheet's days", "Beijing", "hour in a column of its own")


@pytest.mark.parametrize("cell", ["1e400", "inf", "-inf", "9" * 40, "1e18"])
@pytest.mark.parametrize(
    "name", ["Unix seconds alone", "a spreadsheet's days", "Beijing", "hour in a column of its own"]
)
def test_a_time_beyond_all_times_is_left_out(name: str, cell: str) -> None:
    content, when = READ[name]
    lines = content.splitlines()
    fields = lines[5].split(",")
    fields[{"Beijing": 4, "hour in a column of its own": 1}.get(name, 0)] = cell
    lines[5] = ",".join(fields)
    series = reading.read("\n".join(lines).encode())
    np.testing.assert_array_equal(series.times, stamps([*when[:4], *when[5:]]))
    assert "1 row without a readable time (first: line 6" in " ".join(series.notes)


@pytest.mark.parametrize(("content", "said"), BAD)
def test_what_is_no_series_gets_every_reason(content: bytes, said: list[str]) -> None:
    with pytest.raises(DataError) as caught:
        reading.read(content, "it.csv")
    assert [part for part in said if part not in str(caught.value)] == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Date,Temperature\n" + b"1" * 3_000_000, "Line 2 of it.csv has more than"),
        (
            b",".join(b"c" for _ in range(60_000)) + b"\n" + b",".join(b"1" for _ in range(60_000)),
            "more than 1000 columns",
        ),
        (b"Date,Temperature\n" + b"2020-01-01 00:00,1\n" * 20_100, "more than 20000 rows"),
        (gzip.compress(b"\n" * 300_000_000, 1), "larger than 256 MB"),
    ],
)
def test_a_hostile_file_is_refused(content: bytes, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rnnviz.learn.data.series.rows.MAX_ROWS", 20_000)
    with pytest.raises(DataError, match=said):
        reading.read(content, "it.csv")
