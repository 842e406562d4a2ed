"""Windows with strides, leaks and jumps against loops that count one by one; the slides' counts; order and the bag."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from sklearn.datasets import load_iris

from rnnviz.core.small import order
from rnnviz.core.typed import InputError
from rnnviz.core.windows import count, cut, leaking, shuffled, starts
from rnnviz.lessons.sequences.look import CODEC, HELD_OUT, LEAKS, LEFT_OUT, NO_TARGET, TRAIN, look
from rnnviz.lessons.sequences.order import order_figure
from rnnviz.lessons.sequences.series import IRIS, sentence, series_of
from rnnviz.lessons.sequences.setup import PRESETS, SequencesState, changed
from rnnviz.state.link_numbers import LinkError


def one_by_one(length: int, lag: int, ahead: int, stride: int) -> list[int]:
    return [i for i in range(0, length, stride) if i + lag + ahead <= length]


def test_windows_with_a_stride_are_those_of_a_loop():
    rng = np.random.default_rng(0)
    for _ in range(300):
        lag, ahead, stride = int(rng.integers(1, 7)), int(rng.integers(0, 5)), int(rng.integers(1, 6))
        data = rng.normal(size=(lag + ahead + int(rng.integers(0, 30)), 3))
        begins = one_by_one(len(data), lag, ahead, stride)
        assert starts(len(data), lag, ahead, stride).tolist() == begins
        assert count(len(data), lag, ahead, stride) == len(begins)
        x, y = cut(data, np.array(begins), lag, ahead)
        for n, i in enumerate(begins):
            np.testing.assert_array_equal(x[n], data[i : i + lag])
            np.testing.assert_array_equal(y[n], data[i + lag : i + lag + ahead])


def test_leaks_are_those_that_a_loop_over_hours_finds():
    rng = np.random.default_rng(1)
    for seed in range(60):
        lag, ahead = int(rng.integers(1, 6)), int(rng.integers(1, 4))
        train, held_out = shuffled(starts(40, lag, ahead), float(rng.uniform(0.1, 0.9)), seed)
        learned = {t for i in train for t in range(i, i + lag + ahead)}
        wanted = [i for i in held_out if learned & set(range(i + lag, i + lag + ahead))]
        assert leaking(train, held_out, lag, ahead).tolist() == wanted
        assert sorted([*train, *held_out]) == starts(40, lag, ahead).tolist()


SLIDES = {
    "iris": ((10, 4), 10),
    "whole": ((1, 1000, 1), 1),
    "fifty": ((951, 50, 1), 951),
    "three": ((32, 50, 3), 951),
    "happy": ((1, 3, 3), 1),
    "two": ((2, 3, 1), 2),
    "years": ((96_389, 64, 1), 96_389),
}


@pytest.mark.parametrize("preset", SLIDES)
def test_the_slides_shapes_and_counts(preset):
    seen = look(PRESETS[preset].setup)
    assert (seen.shape, len(seen.begins)) == SLIDES[preset]
    assert len(seen.marks) == len(seen.straddles) == len(seen.begins) == seen.right


def test_the_presets_claims_of_leaks_and_shapes():
    seen = look(PRESETS["leak"].setup)
    assert (seen.counted(LEAKS), seen.counted(HELD_OUT)) == (196, 0), "every one"
    years = PRESETS["years"].setup
    assert "(96389, 64, 1)" in PRESETS["years"].look_for
    assert look(years).shape == (96_389, 64, 1)
    assert np.lib.stride_tricks.sliding_window_view(series_of("years").values[:-1, 0], 64).shape == (96_389, 64)


def test_the_irises_are_the_first_ten_of_the_real_table():
    np.testing.assert_array_equal(IRIS[:, :3], load_iris().data[:10, :3])


def test_two_channels_and_time_first_turn_the_shape_round():
    two = replace(PRESETS["fifty"].setup, channels=2)
    assert look(two).shape == (951, 50, 2)
    assert look(replace(two, first=False)).shape == (50, 951, 2)
    assert look(replace(two, batch=32)).batches == (30, 23)
    assert look(replace(two, stride=50)).shape == (20, 50, 2)


def test_the_slides_formula_counts_windows_without_a_target():
    """Slip n."""
    seen = look(PRESETS["n"].setup)
    assert (len(seen.begins), seen.right, seen.counted(NO_TARGET)) == (29 - 6 + 1, 29 - 6 - 3 + 1, 3)
    assert seen.marks.endswith(NO_TARGET * 3)
    assert look(replace(PRESETS["n"].setup, formula="right")).counted(NO_TARGET) == 0


def test_days_in_the_files_order_straddle_and_sorted_ones_do_not():
    """Slip j."""
    setup = PRESETS["j"].setup
    times = series_of("month").times
    assert times is not None
    hour = np.timedelta64(1, "h")
    wanted = [bool((np.diff(times[i : i + 13]) != hour).any()) for i in range(708)]
    assert list(look(setup).straddles) == wanted
    assert sum(wanted) == 6 * 12
    clean = look(replace(setup, sort=True))
    assert (len(clean.begins), len(clean.jumps), sum(clean.straddles)) == (708, 0, 0)
    gap = look(replace(setup, data="hours", lag=4, sort=True))
    assert (len(gap.begins), gap.right, sum(gap.straddles)) == (21, 25, 0)


@pytest.mark.parametrize("split", ["time", "shuffled"])
def test_every_window_has_one_mark_and_time_does_not_leak(split):
    seen = look(replace(PRESETS["leak"].setup, split=split, share=0.6))
    counts = [seen.counted(mark) for mark in (TRAIN, HELD_OUT, LEFT_OUT, LEAKS)]
    assert sum(counts) == 976
    assert (counts[3] == 0) is (split == "time")
    assert (seen.boundary is None) is (split == "shuffled")


def test_other_data_keep_what_fits():
    short = changed(SequencesState(view="split", lag=50, ahead=9, channels=3), data="five")
    assert (short.lag, short.ahead, short.channels) == (3, 2, 1)
    assert changed(SequencesState(view="shape"), data="text").lag == 3
    assert changed(SequencesState(view="shape", data="text", lag=3), sentence="no").lag == 1
    with pytest.raises(InputError, match="at most 24"):
        sentence("a " * 25)
    with pytest.raises(InputError, match="one word too many"):
        sentence("a b c d e f g h i j k l m")


@pytest.mark.parametrize("preset", PRESETS)
def test_a_link_says_what_differs_and_is_read_back(preset):
    setup = PRESETS[preset].setup
    assert CODEC.read(CODEC.written(setup)) == setup
    other = replace(setup, seed=7, first=False, share=0.6, text="he is kind")
    assert CODEC.read(CODEC.written(other) | {"at": "12"}) == other
    with pytest.raises(LinkError):
        CODEC.read({"lag": "0"})


def test_no_order_moves_the_bag_and_the_rnn_is_moved():
    words = ("it", "is", "good", "not", "bad")
    readings = [order.words(pieces) for pieces in permutations(words)]
    assert len({reading.bag for reading in readings}) == 1
    assert len({round(float(reading.said[-1]), 9) for reading in readings}) > 100
    window, _ = order.window(0)
    mixed = [order.hours(window[list(order.shuffled(12, seed))]) for seed in range(40)]
    assert len({reading.bag for reading in mixed}) == 1
    assert len({float(reading.said[-1]) for reading in mixed}) == 40


def test_shuffling_is_another_order_and_seed_0_none():
    assert order.shuffled(5, 0) == (0, 1, 2, 3, 4)
    for seed in range(1, 50):
        assert order.shuffled(2, seed) == (1, 0)
        assert sorted(order.shuffled(6, seed)) == [0, 1, 2, 3, 4, 5]
    with pytest.raises(InputError, match="never learned “clever”"):
        order.read_opinion("it is clever")


def test_the_words_of_two_lines_stand_on_two_sides():
    runs = [order.words(tuple(text.split())) for text in ("it is good not bad", "good bad not it is")]
    figure = order_figure(runs, ("as it was", "shuffled"), "P(positive)", (-0.25, 1.25))
    first, second = (trace["textposition"] for trace in figure["data"] if "textposition" in trace)
    for one, other, mine, its in zip(first, second, runs[0].said, runs[1].said, strict=True):
        assert (one, other)[:: 1 if mine >= its else -1] == ("top center", "bottom center")
    same = order_figure([runs[0], runs[0]], ("a", "b"), "P(positive)", (-0.25, 1.25))["data"]
    assert [set(trace["textposition"]) for trace in same if "textposition" in trace] == [
        {"top center"},
        {"bottom center"},
    ]
