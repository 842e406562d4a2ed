"""Hours from any table, and the windows that they are cut into."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from rnnviz.core.typed import InputError
from rnnviz.core.windows import create_sequences
from rnnviz.learn import tasks
from rnnviz.learn.data import DataError, weather
from rnnviz.learn.data.series import Series, reading
from rnnviz.learn.plan import Plan

Real = Callable[[str], Path]
HOURS = "Formatted Date,Summary,Temperature (C),Apparent Temperature (C)\n"


def test_the_real_weather(real: Real) -> None:
    folder = real("weather")
    series = reading.read(folder / "weatherHistory_sample.csv")
    assert series.values[0] == pytest.approx(9.4722, abs=1e-4)
    assert series.times[0] == np.datetime64("2006-03-31T22:00")  # +0200
    hours = reading.read(folder / "beijing_hourly.csv")
    data = weather.dataset(hours, 64, 1)
    assert len(hours.values) == 43_824
    assert sum(map(len, data.parts)) == 43_824 - 64
    assert data.persistence["R²"] == pytest.approx(0.982, abs=0.002)


def rows(count: int, start: str = "2006-04-01T00", fall: float = 0.1) -> list[str]:
    times = np.datetime64(start, "h") + np.arange(count)
    return [f"{time}:00:00,x,{20 - fall * i:.2f},0" for i, time in enumerate(times)]


def test_windows_are_the_slides_on_the_standardised_series() -> None:
    series = weather.synthetic(500)
    data = weather.dataset(series, 24, 2)
    mean, spread = data.scale
    x, y = create_sequences((series.values - mean) / spread, 24, 2)
    assert data.test is not None
    batch = data.test.batch(torch.arange(len(data.test)))
    np.testing.assert_allclose(batch.x[..., 0], x[-len(data.test) :], atol=1e-6)
    np.testing.assert_allclose(batch.y, y[-len(data.test) :], atol=1e-6)
    known = series.values[: int(0.8 * len(x)) + 24]
    assert data.scale == (pytest.approx(known.mean()), pytest.approx(known.std()))
    assert "synthetic" in data.origin


def test_gaps_and_repeats_are_told() -> None:
    lines = rows(200) + rows(200, "2006-04-20T00")
    content = HOURS + "\n".join(lines[:50] + lines[40:]) + "\n"
    data = weather.dataset(reading.read(content.encode()), 24, 1)
    assert sum(map(len, data.parts)) == 2 * (200 - 24)
    assert "10 rows have times that came before (first: line 52, 2006-04-02 16:00)" in data.notes[0]
    assert "10 rows repeated" in data.notes[1]
    assert "24 windows contain one of 1 jumps in time and are left out." in data.notes[2]
    unsorted = weather.dataset(reading.read(content.encode()), 24, 1, sort=False)
    assert sum(map(len, unsorted.parts)) == 410 - 24
    assert "are kept" in unsorted.notes[1]


def test_unsorted_hours_are_sorted() -> None:
    lines = rows(300)
    shuffled = [lines[i] for i in np.random.default_rng(0).permutation(300)]
    wanted, found = (
        weather.in_order(reading.read((HOURS + "\n".join(it)).encode())).values for it in (lines, shuffled)
    )
    np.testing.assert_array_equal(found, wanted)


def test_a_long_series_is_held_once(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text(HOURS + "\n".join(rows(100_000, "1900-01-01T00", 0.0)))
    data = weather.dataset(reading.read(path), 64, 1)
    assert sum(map(len, data.parts)) == 100_000 - 64
    assert data.train.x.untyped_storage().nbytes() == 400_000  # windows share the series' memory


def test_the_slides_file_is_known_by_its_first_hours(
    real: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = reading.read(real("weather/weatherHistory_sample.csv"))
    assert not weather.is_slides_file(found)  # its first 1245 rows alone
    monkeypatch.setattr(weather, "WHOLE_FILE", 1245)
    assert weather.is_slides_file(found)
    assert not weather.is_slides_file(reading.read(real("weather/beijing_hourly.csv")))


def hourly(count: int, missing: Callable[[int], bool] = lambda i: False, step: str = "h") -> bytes:
    times = np.datetime64("2020-01-06T00", step) + np.arange(count)
    lines = [f"{time},{'missing' if missing(i) else i % 11}" for i, time in enumerate(times.astype("datetime64[m]"))]
    return ("Date,Temperature\n" + "\n".join(lines)).encode()


def fits(series: Series, lag: int, ahead: int) -> bool:
    """Whether a window of this size fits twice without a jump: by looking at each."""
    steps = np.diff(series.times).astype(int) == series.step.seconds
    return sum(bool(steps[i : i + lag + ahead - 1].all()) for i in range(len(series.values) - lag - ahead + 1)) > 1


def test_windows_that_missing_values_break_say_so() -> None:
    """400 hours, each seventh missing: 58 are, the first in line 9, and the longest stretch has six hours."""
    content = hourly(406, lambda i: i % 7 == 0 and i > 0)
    series = reading.read(content)
    assert series.hole.count == sum(line.endswith(b"missing") for line in content.splitlines()) == 57
    with pytest.raises(InputError) as caught:
        weather.dataset(series, 24, 1)
    assert "57 unreadable values (first: line 9, “missing”) make gaps; 0 windows of 24 are whole" in str(caught.value)
    assert "a lag of 6 fits" in str(caught.value) or "a lag of 5 fits" in str(caught.value)
    lag = int(str(caught.value).rpartition("a lag of ")[2].split()[0])
    weather.dataset(series, lag, 1)
    assert fits(series, lag, 1)
    assert not fits(series, lag + 1, 1)


def test_weekdays_say_which_lag_fits() -> None:
    days = [day for day in np.datetime64("2020-01-06") + np.arange(700) if np.is_busday(day)][:500]
    content = "Date,Temperature\n" + "\n".join(f"{day},{i % 9}" for i, day in enumerate(days))
    series = reading.read(content.encode())
    assert series.read == "read: Date, Temperature · 500 steps of 1 day · 0 missing"
    with pytest.raises(InputError, match="each window of 24 crosses one of 99 jumps in time") as caught:
        weather.dataset(series, 24, 1)
    assert "5 steps of 1 day: a lag of 4 fits." in str(caught.value)  # 4 days read and 1 predicted: Monday to Friday
    weather.dataset(series, 4, 1)


@pytest.mark.parametrize(
    ("count", "lag", "ahead"), [(30, 64, 1), (65, 64, 1), (200, 3, 150), (2, 1, 1), (400, 300, 90)]
)
def test_a_series_that_is_too_short_says_what_fits(count: int, lag: int, ahead: int) -> None:
    series = reading.read(hourly(count))
    with pytest.raises(
        InputError, match=f"The series has {count} hours. A window reads {lag} and predicts {ahead}"
    ) as it:
        weather.dataset(series, lag, ahead)
    if "choose a lag of" in str(it.value):
        weather.dataset(series, int(str(it.value).rpartition("a lag of ")[2].split()[0]), ahead)


def test_a_constant_series_is_scaled_by_one() -> None:
    """0.1 has no exact float: its computed spread is 1e-17, and dividing by that would make noise of it."""
    series = weather.Series(np.datetime64("2020-01-01", "s") + np.arange(200) * 3600, np.full(200, 0.1), "")
    data = weather.dataset(series, 5, 1)
    assert data.scale[1] == 1.0
    assert float(data.validation.x.abs().max()) < 1e-6


def test_the_chosen_column_is_the_runs(tmp_path: Path) -> None:
    lines = [f"2020-01-{1 + i // 24:02d} {i % 24:02d}:00,{i},{-i}" for i in range(240)]
    path = tmp_path / "two.csv"
    path.write_text("Date,Soil Temperature,Air Temperature\n" + "\n".join(lines))
    plan = Plan("weather", source="own file", file=str(path), lag=6, column="Air Temperature")
    assert tasks.series(plan).values[:3].tolist() == [0, -1, -2]
    assert tasks.series(plan.but(column="Soil Temperature")).values[:3].tolist() == [0, 1, 2]
    with pytest.raises(DataError, match=r"2 columns of two\.csv can be meant"):
        tasks.load_weather(plan.but(column=""), lambda share: None)
    with pytest.raises(DataError, match="There is no column “Water”"):
        tasks.load_weather(plan.but(column="Water"), lambda share: None)
