"""Own numbers and lengths as windows, and the questions on shapes, against NumPy's own windows and torch's batches."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.utils.data import DataLoader, TensorDataset

from rnnviz.core.typed import InputError
from rnnviz.lessons.sequences import series
from rnnviz.lessons.sequences.look import CODEC, edited, look
from rnnviz.lessons.sequences.practice import numbers, on_shape, on_windows, question
from rnnviz.lessons.sequences.setup import PRESETS, SequencesState, changed

SHAPES = PRESETS["fifty"].setup


def test_the_first_question_is_the_slides():
    asked = question(0)
    assert (asked.windows, asked.shape) == (951, (32, 50, 1))


@pytest.mark.parametrize("seed", range(40))
def test_a_question_is_answered_as_numpy_and_torch_would(seed):
    asked = question(seed)
    series = np.zeros((asked.length, asked.channels))
    cut = np.lib.stride_tricks.sliding_window_view(series, asked.window, axis=0).transpose(0, 2, 1)
    assert on_windows(asked, len(cut))[0]
    batch = next(iter(DataLoader(TensorDataset(torch.from_numpy(cut.copy())), batch_size=asked.batch)))[0]
    shape = tuple(batch.shape) if asked.first else tuple(batch.transpose(0, 1).shape)
    assert on_shape(asked, shape)[0]
    cell = torch.nn.RNN(asked.channels, 2, batch_first=asked.first, dtype=torch.float64)
    assert cell(torch.zeros(shape, dtype=torch.float64))[1].shape == (1, min(asked.batch, len(cut)), 2)
    for guess in (len(cut) - 1, len(cut) + 1, asked.length // asked.window):
        assert on_windows(asked, guess)[0] is (guess == len(cut))
    assert not on_shape(asked, shape[:2])[0]


def test_common_mistakes_are_named():
    asked = question(0)
    assert "add 1" in on_windows(asked, 950)[1]
    assert "side by side" in on_windows(asked, 20)[1]
    assert "number of windows" in on_shape(asked, (951, 50, 1))[1]
    assert "exchanged" in on_shape(asked, (50, 32, 1))[1]
    assert "three axes" in on_shape(asked, (32, 50))[1]


@pytest.mark.parametrize("text", ["(32, 50, 1)", "32, 50, 1", "32 50 1", "[32,50,1]"])
def test_a_shape_is_read_as_people_write_it(text):
    assert numbers(text) == (32, 50, 1)


@pytest.mark.parametrize("text", ["", "()", "abc", "1.5, 2, 3"])
def test_what_is_no_shape_gets_a_sentence(text):
    with pytest.raises(InputError):
        numbers(text)


@pytest.mark.parametrize(
    ("text", "length", "width"), [("1 2 3 4 5", 5, 1), ("1 2\n3 4\n5 6", 3, 2), ("0.5\n-1\n2e1", 3, 1), ("7 8", 2, 1)]
)
def test_own_numbers_are_the_series(text, length, width):
    setup = edited(changed(SHAPES, data="own"), own=text)
    seen = look(setup)
    assert seen.values.shape == (length, width)
    np.testing.assert_array_equal(seen.values, np.array([list(map(float, line.split())) for line in
        (text.split("\n") if "\n" in text else text.split())]))  # fmt: skip
    assert CODEC.read(CODEC.written(setup)) == setup


@pytest.mark.parametrize("text", ["", "a b", "1 2\n3", "1 " * 65])
def test_own_numbers_that_cannot_be_read_get_a_sentence(text):
    with pytest.raises(InputError):
        edited(changed(SHAPES, data="own"), own=text)


@pytest.mark.parametrize(("length", "lag", "channels"), [(1000, 50, 1), (2, 1, 3), (10_000, 64, 8), (730, 30, 4)])
def test_an_own_length_has_as_many_windows_as_numpy_finds(length, lag, channels):
    setup = edited(edited(SHAPES, data="length", length=length), lag=lag, channels=channels)
    wanted = np.lib.stride_tricks.sliding_window_view(np.zeros(length), lag)
    assert look(setup).shape == (len(wanted), lag, channels)
    assert CODEC.read(CODEC.written(setup)) == setup


def test_a_shorter_series_takes_a_window_that_fits():
    assert edited(SequencesState(view="shape", data="length", lag=50), length=10).lag == 8


def test_of_the_lengths_that_were_asked_for_only_the_last_are_kept():
    for length in range(30, 60):
        series.waves_of(length)
    assert series.waves_of.cache_info().currsize < 10
