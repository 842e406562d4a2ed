"""Hours from any table, and the windows that they are cut into."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from rnnviz.core.windows import create_sequences
from rnnviz.learn.data import DataError, weather

Real = Callable[[str], Path]
HOURS = "Formatted Date,Summary,Temperature (C),Apparent Temperature (C)\n"


def test_the_real_weather(real: Real) -> None:
    folder = real("weather")
    series = weather.read(folder / "weatherHistory_sample.csv")
    assert series.values[0] == pytest.approx(9.4722, abs=1e-4)
    assert series.times[0] == np.datetime64("2006-03-31T22:00")  # +0200
    hours = weather.read(folder / "beijing_hourly.csv")
    data = weather.dataset(hours, 64, 1)
    assert len(hours.values) == 43_824
    assert len(data.train) + len(data.held_out) == 43_824 - 64
    assert data.persistence["R²"] == pytest.approx(0.982, abs=0.002)


def rows(count: int, start: str = "2006-04-01T00", fall: float = 0.1) -> list[str]:
    times = np.datetime64(start, "h") + np.arange(count)
    return [f"{time}:00:00,x,{20 - fall * i:.2f},0" for i, time in enumerate(times)]


def test_windows_are_the_slides_on_the_standardised_series() -> None:
    series = weather.synthetic(500)
    data = weather.dataset(series, 24, 2)
    mean, spread = data.scale
    x, y = create_sequences((series.values - mean) / spread, 24, 2)
    batch = data.held_out.batch(torch.arange(len(data.held_out)))
    np.testing.assert_allclose(batch.x[..., 0], x[-len(data.held_out) :], atol=1e-6)
    np.testing.assert_allclose(batch.y, y[-len(data.held_out) :], atol=1e-6)
    known = series.values[: int(0.8 * len(x)) + 24]
    assert data.scale == (pytest.approx(known.mean()), pytest.approx(known.std()))
    assert "synthetic" in data.origin


def test_gaps_and_repeats_are_told() -> None:
    lines = rows(200) + rows(200, "2006-04-20T00")
    content = HOURS + "\n".join(lines[:50] + lines[40:]) + "\n"
    data = weather.dataset(weather.read(content.encode()), 24, 1)
    assert len(data.train) + len(data.held_out) == 2 * (200 - 24)
    assert "10 rows repeated" in data.notes[0]
    assert "24 windows straddle one of 1 jumps in time and are left out." in data.notes[1]
    unsorted = weather.dataset(weather.read(content.encode()), 24, 1, sort=False)
    assert len(unsorted.train) + len(unsorted.held_out) == 410 - 24
    assert "are kept" in unsorted.notes[0]


def test_unsorted_hours_are_sorted() -> None:
    lines = rows(300)
    shuffled = [lines[i] for i in np.random.default_rng(0).permutation(300)]
    wanted, found = (
        weather.in_order(weather.read((HOURS + "\n".join(it)).encode())).values for it in (lines, shuffled)
    )
    np.testing.assert_array_equal(found, wanted)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_in_any_common_encoding(encoding: str) -> None:
    content = HOURS.replace("Summary", "Größe") + "\n".join(rows(50)).replace("x", "wärmer")
    assert len(weather.read(content.encode(encoding)).values) == 50


def test_semicolons_and_decimal_commas() -> None:
    content = "Zeit;Temperatur\n2006-04-01 00:00;9,5\n2006-04-01 01:00;10,25\n"
    np.testing.assert_array_equal(weather.read(content.encode()).values, [9.5, 10.25])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not a table"),
        (b"Date,Place\n2006-04-01 00:00,Szeged\n", "no column of numbers"),
        (b"Date,Humidity\n2006-04-01 00:00,0.8\n", "no temperature column"),
        (b"Place,Temperature\nSzeged,9.4\n", "no time column"),
        (b"Date,Temperature\nsoon,9.4\nlater,9.5\n", "no time column"),
        (b"Date,Temperature\n2006-04-01 00:00,9.4\n", "fewer than two rows"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\r", "not text"),
        (b"PK\x03\x04\0\0", "not text"),
        (b"\xff\xfe\x00", "not text"),
        (b"Date,Temperature\n1,2,3,4\n1,2,3\n1,2,3,4,5,6,7\n", "not a table|no time column"),
    ],
)
def test_what_is_no_weather_gets_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(DataError, match=said):
        weather.read(content, "it.csv")


def test_a_million_rows(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text(HOURS + "\n".join(rows(1_000_000, "1900-01-01T00", 0.0)))
    data = weather.dataset(weather.read(path), 64, 1)
    assert len(data.train) + len(data.held_out) == 1_000_000 - 64
    assert data.train.x.untyped_storage().nbytes() == 4_000_000  # windows share the series' memory
