"""Windows against a brute-force reading of the slides' loop, and splits that do not leak."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz.core.hours import WHEN
from rnnviz.core.typed import InputError
from rnnviz.core.windows import chronological, count, create_sequences, jumps, starts, whole


def slides_own(data: np.ndarray, lag: int, ahead: int) -> tuple[np.ndarray, np.ndarray]:
    x, y = [], []
    for i in range(len(data) - lag - ahead + 1):
        x.append(data[i : (i + lag)])
        y.append(data[(i + lag) : (i + lag + ahead)])
    return np.array(x), np.array(y)


@pytest.mark.parametrize("seed", range(30))
def test_windows_are_those_of_the_slides_loop(seed: int) -> None:
    rng = np.random.default_rng(seed)
    lag, ahead = (int(n) for n in rng.integers(1, 6, 2))
    data = rng.normal(size=lag + ahead + int(rng.integers(0, 20)))
    for found, wanted in zip(create_sequences(data, lag, ahead), slides_own(data, lag, ahead), strict=True):
        np.testing.assert_array_equal(found, wanted)


def test_the_slides_counts() -> None:
    assert count(5, 3, 1) == 2
    assert count(96_453, 64, 1) == 96_389
    x, y = create_sequences(np.zeros(1000), 64, 1)
    assert (x.shape, y.shape) == ((936, 64), (936, 1))


@pytest.mark.parametrize("seed", range(30))
def test_whole_windows_are_those_without_a_jump_inside(seed: int) -> None:
    rng = np.random.default_rng(seed)
    hours = np.cumsum(rng.choice([1, 1, 1, 1, 1, 0, -2, 30], 60))
    times = np.datetime64("2006-04-01T00") + hours * np.timedelta64(1, "h")
    if np.median(np.diff(hours)) != 1:
        pytest.skip("another step is usual here")
    lag, ahead = (int(n) for n in rng.integers(1, 4, 2))
    wanted = [i for i in starts(60, lag, ahead) if (np.diff(hours[i : i + lag + ahead]) == 1).all()]
    np.testing.assert_array_equal(whole(starts(60, lag, ahead), jumps(times), lag, ahead), wanted)


def test_the_slides_table_jumps_once() -> None:
    """Slip j: 2006-04-01 23:00 is followed by 2006-04-10 00:00."""
    np.testing.assert_array_equal(jumps(np.array(WHEN, dtype="datetime64[s]")), [23])


@pytest.mark.parametrize("seed", range(30))
def test_no_held_out_target_is_seen_while_learning(seed: int) -> None:
    rng = np.random.default_rng(seed)
    lag, ahead, length = int(rng.integers(1, 9)), int(rng.integers(1, 9)), int(rng.integers(60, 90))
    split = chronological(starts(length, lag, ahead), lag, ahead)
    seen = {t for i in split.train for t in range(i, i + lag + ahead)}
    asked = {t for i in split.held_out for t in range(i + lag, i + lag + ahead)}
    assert not seen & asked
    assert split.boundary == min(asked)
    assert len(split.train) == int(0.8 * count(length, lag, ahead)) - (ahead - 1)


@pytest.mark.parametrize(
    ("length", "lag", "ahead", "said"),
    [(4, 4, 1, "has 4 values"), (9, 0, 1, "at least 1 step"), (5, 4, 1, "cannot be split"), (9, 1, 4, "No window")],
)
def test_what_cannot_be_cut_gets_a_sentence(length: int, lag: int, ahead: int, said: str) -> None:
    with pytest.raises(InputError, match=said):
        chronological(starts(length, lag, ahead), lag, ahead, 0.5 if ahead > 1 else 0.8)
