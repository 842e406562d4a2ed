"""Times that are easily misread: zones, hours that come twice, dates with points, and a file without a header."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from rnnviz.learn.data import DataError
from rnnviz.learn.data.series import reading
from rnnviz.learn.data.weather import in_order
from tests.learn.test_series_files import HOUR, ISO, START, VALUES, check, moments, table


def test_offsets_that_change() -> None:
    """Berlin's hours over the end of summer time: 02:00 comes twice, and no hour is lost."""
    berlin = [
        it.replace(tzinfo=UTC).astimezone(ZoneInfo("Europe/Berlin")) for it in moments(48, datetime(2020, 10, 24, 12))
    ]
    iso = table("time,temp", lambda i, t, v: f"{t.isoformat()},{v}", berlin)
    check(iso, berlin, VALUES)
    check(table("time,temp", lambda i, t, v: f"{t:%d.%m.%Y %H:%M %z},{v}", berlin), berlin, VALUES)
    check(table("time,temp", lambda i, t, v: f"{t:%Y-%m-%d %H:%M} {t.tzname()},{v}", berlin), berlin, VALUES)


def test_midnight_as_24() -> None:
    hours = moments(48, START + HOUR)
    row = lambda i, t, v: f"{(t - HOUR):%Y%m%d},{(t - HOUR).hour + 1},{v}"  # noqa: E731
    check(table("# STN: 260\n# YYYYMMDD,HH,T", row, hours), hours, VALUES)


def test_dates_with_points_are_day_first_whatever_follows() -> None:
    """The first of each month, which month first would be twelve days on end."""
    months = [datetime(2020, month, 1) for month in range(1, 13)]
    check(table("Datum;Temperatur", lambda i, t, v: f"{t:%d.%m.%Y} 00:00;{v}", months), months, VALUES[:12])


def test_an_hour_that_comes_twice_is_told() -> None:
    """Local time without offsets on the day on which summer time ends: 02:00 stands in lines 4 and 5."""
    hours = [*moments(3, datetime(2020, 10, 25)), *moments(46, datetime(2020, 10, 25, 2))]
    content = table("Date,Temp C", lambda i, t, v: f"{t:{ISO}},{v}", hours)
    series = check(content, hours, [*VALUES, VALUES[0]])
    assert "1 row has a time that came before (first: line 5, 2020-10-25 02:00)" in " ".join(series.notes)
    kept = in_order(series)
    assert (len(kept.values), series.read) == (48, "read: Date, Temp C · 48 hours · 0 missing"), "what is kept"
    assert kept.values[2:4].tolist() == [VALUES[2], VALUES[4]]
    assert "1 row repeated an hour and was left out." in kept.notes


ISD = "2020 01 01 {hour:02d} {tenths:5d}   -17 10132   230    41     8     0 -9999"


def test_isd_lite_has_no_header_and_tenths() -> None:
    """The columns and units of NOAA's isd-lite-format.txt; -9999 is missing."""
    tenths = [34, -5, -9999, 120, 0, -123, *range(50, 68)]
    lines = [ISD.format(hour=hour, tenths=value) for hour, value in enumerate(tenths)]
    wanted = {hour: value / 10 for hour, value in enumerate(tenths) if hour != 2}
    series = check("\n".join(lines), [START + hour * HOUR for hour in wanted], list(wanted.values()))
    assert series.read == "read: year, month, day, hour, temperature (0.1 °C) · 23 hours · 1 missing"
    assert "Tenths of °C are read as °C." in series.notes
    lines[3] = lines[3].replace("2020 01", "2020 13")  # no month: then these are no such columns
    with pytest.raises(DataError, match="no column of times"):
        reading.read("\n".join(lines).encode())
