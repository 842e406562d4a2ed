"""A series in time: its windows, its split, its gaps."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
import pytest

from rnnviz.core.hours import WHEN
from rnnviz.core.typed import InputError
from rnnviz.core.windows import (
    Gap,
    TimeStep,
    chronological,
    count,
    create_sequences,
    gaps,
    jumps,
    starts,
    step_of,
    usual_step,
    whole,
)
from rnnviz.figures.run import run_figure
from rnnviz.lessons.construction.exhibit import side_by_side_figure
from rnnviz.lessons.sequences.look import look
from rnnviz.lessons.sequences.setup import SequencesState
from rnnviz.stage.payload import payload
from rnnviz.state.inputs import Source, hour_gaps, make_input
from rnnviz.state.presets import PRESETS
from rnnviz.state.settings import natural


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


def test_the_slides_hours_have_one_gap() -> None:
    assert gaps(np.array(WHEN, dtype="datetime64[s]")) == (Gap(23, "1 April", "10 April"),)


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("2020-12-31T23:00", "2021-02-01T00:00", ("31 December 2020", "1 February 2021")),
        ("2020-03-01T10:00", "2020-03-01T14:00", ("10:00", "14:00")),
        ("2020-03-05T10:00", "2020-03-01T10:00", ("5 March", "1 March")),
    ],
)
def test_a_gap_says_what_tells_its_ends_apart(one: str, other: str, said: tuple[str, str]) -> None:
    before = np.datetime64(one, "s") - np.arange(3, 0, -1) * 3600
    times = np.concatenate([before, [np.datetime64(one, "s"), np.datetime64(other, "s")]])
    assert gaps(times, 3600) == (Gap(3, *said),)


@pytest.mark.parametrize(
    ("seconds", "counted", "measured", "axis"),
    [
        (3600, "24 hours", "24 hours", "hour"),
        (600, "24 steps", "24 steps of 10 minutes", "step of 10 minutes"),
        (86_400, "24 steps", "24 steps of 1 day", "step of 1 day"),
        (10_800, "24 steps", "24 steps of 3 hours", "step of 3 hours"),
        (1, "24 steps", "24 steps of 1 second", "step of 1 second"),
        (5_400, "24 steps", "24 steps of 90 minutes", "step of 90 minutes"),
    ],
)
def test_steps_are_named_by_their_length(seconds: int, counted: str, measured: str, axis: str) -> None:
    step = TimeStep(seconds)
    assert (step.counted(24), step.measured(24), step.axis) == (counted, measured, axis)


def test_the_usual_step_is_the_commonest_forwards() -> None:
    minutes = np.array([0, 10, 20, 5, 15, 15, 25, 90, 100])
    times = np.datetime64("2020-01-01T00:00", "s") + minutes * 60
    assert usual_step(times) == 600
    assert step_of(times) == TimeStep(600)
    assert usual_step(times[:1]) == usual_step(times[::-1][:1]) == 0


@pytest.mark.parametrize(
    ("start", "steps", "after"), [(0, 29, 23), (0, 24, None), (20, 6, 3), (23, 2, 0), (24, 5, None), (5, 20, 18)]
)
def test_the_inputs_hours_say_where_they_jump(start: int, steps: int, after: int | None) -> None:
    _, labels = make_input(Source("temperature", start=start, steps=steps), 1)
    assert [it.after for it in hour_gaps(labels)] == ([] if after is None else [after])


def test_what_is_no_hour_has_no_gap() -> None:
    for source in (
        Source("sine", steps=20),
        Source("words", text="04-01 23h 04-10 00h"),
        Source("typed", text="1 2 3"),
    ):
        assert hour_gaps(make_input(source, 1)[1]) == ()


def test_a_run_is_drawn_with_its_gap() -> None:
    settings = natural("lstm", next(iter(PRESETS["lstm"])), 0, Source("temperature", start=20, steps=6))
    figure = go.Figure(run_figure(settings.run(), settings.labels))
    assert [shape.x0 for shape in figure.layout.shapes] == [4.5]  # steps 1 to 4 are of 1 April
    assert "1 April | 10 April" in [it.text for it in figure.layout.annotations]
    assert payload(settings, settings.run(), "r")["gaps"] == [[3, "1 April", "10 April"]]
    both = go.Figure(side_by_side_figure(settings.x, {"RNN": settings.record.h}, settings.labels))
    assert [shape.x0 for shape in both.layout.shapes] == [4.5]


def test_windows_name_the_days_of_a_jump() -> None:
    assert look(SequencesState(view="shape", data="hours", lag=4)).dates == (("1 April", "10 April"),)
    month = look(SequencesState(view="shape", data="month", lag=4)).dates  # 1, 10, 11, …, 19, 2, 20, …
    assert month[:3] == (("1 April", "10 April"), ("19 April", "2 April"), ("2 April", "20 April"))


def test_no_window_without_a_jump_says_what_fits() -> None:
    """24 hours of 1 April and 5 of 10 April: a window of 24 fits, and with 3 hours to predict one of 21."""
    with pytest.raises(InputError, match=r"Each window of 26 contains a jump in time: .* 24 fits"):
        look(SequencesState(view="shape", data="hours", lag=26, sort=True))
    assert len(look(SequencesState(view="shape", data="hours", lag=24, sort=True)).begins) == 1
    with pytest.raises(InputError, match=r"Each window of 23 contains a jump in time: .* 21 fits"):
        look(SequencesState(view="split", data="hours", lag=23, ahead=3, sort=True))
