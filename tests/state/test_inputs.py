"""The inputs against the slides' figures, the statistics module, torchtext's tokenizer, and what people paste."""

from __future__ import annotations

import math
import statistics
import time
import warnings
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest

from rnnviz.core.hours import COLUMNS, HOURS, WHEN
from rnnviz.state.inputs import SOURCES, InputError, Source, fitted, make_input, parse_numbers, parse_words

# The curriculum's figures (S0), as printed there.
DEGREES = """
9.47222222 9.35555556 9.37777778 8.28888889 8.75555556 9.22222222 7.73333333 8.77222222 10.8222222 13.7722222
16.0166667 17.1444444 17.8 17.3333333 18.8777778 18.9111111 15.3888889 15.55 14.2555556 13.1444444 11.55 11.1833333
10.1166667 10.2 10.4222222 9.91111111 11.1833333 7.15555556 6.11111111"""


def test_the_table_is_the_slides() -> None:
    assert HOURS.shape == (29, 4) == (len(WHEN), len(COLUMNS))
    assert HOURS[:, 0].tolist() == [float(degree) for degree in DEGREES.split()]
    # one row of the slide whole, and the sums of its other three columns, added up from the slide itself
    assert HOURS[12].tolist() == [17.8, 17.8, 0.55, 21.9443]
    assert HOURS[:, 1:].sum(axis=0).tolist() == pytest.approx([327.177777713, 21.13, 354.8923], abs=1e-8)
    gaps = {after - before for before, after in pairwise(WHEN)}
    assert gaps == {timedelta(hours=1), timedelta(days=8, hours=1)}


def test_temperature_takes_a_range_of_hours_and_names_them() -> None:
    x, labels = make_input(Source("temperature", start=20, steps=6), 2)
    assert x.tolist() == HOURS[20:26, :2].tolist()
    assert labels == ("04-01 20h", "04-01 21h", "04-01 22h", "04-01 23h", "04-10 00h", "04-10 01h")


def test_standardised_over_all_29_hours_whatever_the_range() -> None:
    x, _ = make_input(Source("temperature", start=3, steps=5, standardise=True), 4)
    for column in range(4):
        values = HOURS[:, column].tolist()
        mean, spread = statistics.fmean(values), statistics.pstdev(values)
        np.testing.assert_allclose(x[:, column], [(value - mean) / spread for value in values[3:8]], rtol=1e-12)


def test_making_an_input_leaves_the_table_alone() -> None:
    x, _ = make_input(Source("temperature", steps=3), 1)
    x[0, 0] = 99.0
    assert HOURS[0, 0] == 9.47222222


def test_sine_has_its_period_and_its_inputs_run_a_quarter_ahead() -> None:
    x, labels = make_input(Source("sine", steps=20, period=8.0), 4)
    assert labels == tuple(str(t) for t in range(1, 21))
    assert x[:, 0].tolist() == pytest.approx([math.sin(2 * math.pi * t / 8) for t in range(20)])
    assert x[:, 1].tolist() == pytest.approx([math.cos(2 * math.pi * t / 8) for t in range(20)])
    np.testing.assert_allclose(x[8:], x[:-8], atol=1e-12)
    np.testing.assert_allclose(x[2:, :3], x[:-2, 1:], atol=1e-12)


def test_step_and_impulse() -> None:
    step, _ = make_input(Source("step", steps=6, at=2), 2)
    assert step.T.tolist() == [[0, 0, 1, 1, 1, 1], [0, 0, 0, 0, 0, 1]]
    impulse, _ = make_input(Source("impulse", steps=6, at=2), 3)
    assert impulse.T.tolist() == [[0, 0, 1, 0, 0, 0], [0, 0, 0, 0, 1, 0], [1, 0, 0, 0, 0, 0]]


def test_noise_is_the_seeds() -> None:
    noise = Source("noise", steps=64, seed=3)
    x, _ = make_input(noise, 4)
    assert np.array_equal(x, make_input(noise, 4)[0])
    assert not np.array_equal(x, make_input(replace(noise, seed=4), 4)[0])
    assert abs(x.mean()) < 4 / math.sqrt(256)
    assert 0.8 < x.std() < 1.2


@pytest.mark.parametrize("sentence", ["I am happy", "I am happy , I am", "We are learning AI", "No no no no. No!"])
def test_words_are_cut_as_torchtext_cuts_them(sentence: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torchtext 0.6 is older than this torch
        from torchtext.data.utils import get_tokenizer
    x, words = parse_words(sentence)
    assert list(words) == get_tokenizer("basic_english")(sentence)
    distinct = list(dict.fromkeys(words))
    assert x.shape == (len(words), len(distinct))
    assert [distinct[hot] for hot in x.argmax(axis=1)] == list(words)
    assert x.sum(axis=1).tolist() == [1.0] * len(words)


def test_words_may_be_vietnamese_and_label_the_strip() -> None:
    x, labels = make_input(Source("words", text="Tôi học, tôi"), 1)
    assert labels == ("tôi", "học", ",", "tôi")
    assert x.shape == (4, 3)
    assert parse_words("ho\u0323c")[1] == ("h\u1ecdc",)  # typed as letter and accent, it is one letter


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1, 2, 3", [[1], [2], [3]]),
        ("1 2\t3;4", [[1], [2], [3], [4]]),
        ("1, 2\n3, 4\n", [[1, 2], [3, 4]]),
        ("1,2,3", [[1], [2], [3]]),
        ("0.5,1.5", [[0.5], [1.5]]),
        ("1,0.5\n2,3", [[1, 0.5], [2, 3]]),  # the first line tells what the second line's comma is
        ("0,5;1,5", [[0.5], [1.5]]),  # semicolons separate, so the commas do not
        ("0,5; 1,5\n2; ,5", [[0.5, 1.5], [2, 0.5]]),
        ("1\r\n2\r\n\r\n3", [[1], [2], [3]]),
        ("  .5, -1e-3 , +2.,", [[0.5], [-0.001], [2]]),
        ("\u22121.5", [[-1.5]]),
        ("1\t2\t3\n4\t5\t6", [[1, 2, 3], [4, 5, 6]]),
        ("1000000 -1000000", [[1e6], [-1e6]]),
    ],
)
def test_numbers_as_people_type_them(text: str, rows: list[list[float]]) -> None:
    assert parse_numbers(text).tolist() == rows


NONSENSE = [
    ("", "no number"),
    (" \n ; ,", "no number"),
    ("1, two, 3", "“two”"),
    ("NaN", "“NaN”"),
    ("1 inf", "“inf”"),
    ("-Infinity", "“-Infinity”"),
    ("1e308", "“1e308” is too big"),
    ("1e999", "“1e999” is too big"),
    ("1000001", "too big"),
    ("1_000", "“1_000”"),
    ("0x10", "“0x10”"),
    ("٣", "“٣”"),
    ("😀", "“😀”"),
    ("1 2\n3", "Line 2 has 1 number and line 1 has 2"),
    ("0,5", "“0,5” can be one number or 2: type 0.5 or 0 5."),
    ("0,5 1,5\n2,5 1", "type 0.5 or 0 5"),
    ("1,2\n3,4", "type 1.2 or 1 2"),
    ("1,000,000", "type 1e+06 or 1 000 000"),
    ("1,234;5", "“1,234” can be 1.234 or 1234"),
    ("1,,2", "missing"),
    (",1", "missing"),
    ("1 2 3 4 5\n1 2 3 4 5", "at most 4"),
    (" ".join(["1"] * 65), "more than 64"),
    ("\n".join(["1 2"] * 65), "more than 64"),
    ("x" * 500, "“" + "x" * 20 + "…”"),
    ("\x00", "is not a number"),
]


@pytest.mark.parametrize(("text", "says"), NONSENSE)
def test_nonsense_gets_one_sentence(text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        make_input(Source("typed", text=text), 1)
    sentence = str(caught.value)
    assert says in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert len(sentence) < 200
    assert "type" in sentence


def test_a_million_numbers_are_answered_at_once() -> None:
    text = "0.5 " * 10**6
    started = time.perf_counter()
    with pytest.raises(InputError, match="4000000 characters"):
        parse_numbers(text)
    with pytest.raises(InputError):
        parse_words(text)
    assert time.perf_counter() - started < 2.0


def test_numbers_at_every_limit_fit() -> None:
    numbers = np.random.default_rng(0).uniform(-1e6, 1e6, (64, 4))
    assert np.array_equal(parse_numbers("\n".join(", ".join(map(repr, row)) for row in numbers.tolist())), numbers)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no word"),
        ("I am 😀", "“😀” is not a word"),
        ("a b c d e", "“e” is one word too many"),
        ("a b c d .", "“.” is one word too many"),
        ("a " * 65, "65 words"),
        ("\u200b", "no word here yet"),
        ("w" * 8001, "8001 characters"),
    ],
)
def test_sentences_that_do_not_fit(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        parse_words(text)


@pytest.mark.parametrize(
    "source",
    [
        Source("weather"),
        Source("temperature", start=29, steps=1),
        Source("temperature", start=-1),
        Source("temperature", start=10, steps=20),
        Source("sine", steps=0),
        Source("sine", steps=65),
        Source("sine", period=0.0),
        Source("sine", period=math.nan),
        Source("sine", period=math.inf),
        Source("step", at=24),
        Source("impulse", at=-1),
        Source("noise", seed=-1),
    ],
)
def test_out_of_range_is_refused_with_a_sentence(source: Source) -> None:
    with pytest.raises(InputError, match="choose"):
        make_input(source, 1)


@pytest.mark.parametrize("size", [0, 5])
def test_input_size_is_one_to_four(size: int) -> None:
    with pytest.raises(InputError, match="choose 1 to 4"):
        make_input(Source("sine"), size)


def test_fitted_brings_any_source_within_its_range() -> None:
    wild = Source(start=100, steps=1000, at=1000)
    for kind in SOURCES:
        text = "1 2 3" if kind == "typed" else "one word"
        x, labels = make_input(fitted(replace(wild, kind=kind, text=text)), 1)
        assert len(x) == len(labels) >= 1
    assert fitted(Source("temperature", start=10, steps=24)) == Source("temperature", start=10, steps=19)
    assert fitted(Source("sine")) == Source("sine")


@pytest.mark.parametrize("kind", [kind for kind in SOURCES if kind not in ("words", "typed")])
@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_made_inputs_have_the_size_that_was_asked_for(kind: str, size: int) -> None:
    x, labels = make_input(Source(kind, steps=5), size)
    assert x.shape == (5, size)
    assert x.dtype == np.float64
    assert len(labels) == 5
    assert len(set(labels)) == 5
