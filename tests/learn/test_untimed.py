"""A table without times, whose rows are the steps; and what reads a large file quickly, against what is slow."""

from __future__ import annotations

import random
import unicodedata
from pathlib import PureWindowsPath

import numpy as np
import pytest
import torch

from rnnviz.core.letters import one_line_end
from rnnviz.learn.data import weather
from rnnviz.learn.data.labelled.archive import points_outside
from rnnviz.learn.data.labelled.fitness import seen
from rnnviz.learn.data.series import layout, reading
from rnnviz.learn.data.series.rows import different
from rnnviz.learn.data.series.unpacking import MAX_LINE, has_short_lines
from tests.learn.test_series_files import READ


def test_a_table_without_times_is_read_row_by_row() -> None:
    """Row n has its number, a row without a value leaves a gap, and the windows are those of the values."""
    values = [float(n * n % 31) for n in range(120)]
    lines = [str(it) if n not in (40, 41) else "" for n, it in enumerate(values)]
    found = reading.read("\n".join(["no,Load (kW)", *(f"x{n},{it}" for n, it in enumerate(lines))]).encode(), "it.csv")
    assert (found.read, found.unit) == ("read: Load (kW) · 118 steps · 2 missing", "kW")
    assert "No column says when: each row is a step." in found.notes
    np.testing.assert_array_equal(found.values, np.delete(values, [40, 41]))
    assert (found.moment(0), found.moment(40)) == ("row 1", "row 43")
    assert [(it.after, it.ends, it.begins) for it in found.gaps(np.arange(30, 50))] == [(9, "row 40", "row 43")]
    assert (found.step.name, found.step.axis, found.step.measured(9)) == ("step", "step", "9 steps")
    data = weather.dataset(found, 6, 1)
    begins = [n for n in range(120 - 6) if not {40, 41} & set(range(n, n + 7))]
    sides = [begins[: int(0.8 * len(begins))], begins[int(0.8 * len(begins)) :]]
    assert len(data.train) + len(data.validation) + len(data.test) == len(begins)
    assert len(data.train) == len(sides[0])
    batch = data.train.batch(torch.tensor([0, 36]))
    mean, spread = data.scale
    for place, begin in ((0, 0), (1, sides[0][36])):
        np.testing.assert_allclose(batch.x[place, :, 0] * spread + mean, values[begin : begin + 6], atol=1e-5)
        np.testing.assert_allclose(batch.y[place] * spread + mean, values[begin + 6 : begin + 7], atol=1e-5)
    assert data.yesterday == {}


@pytest.mark.parametrize("name", [name for name, (content, _) in READ.items() if '"' not in content])
def test_lines_without_quotation_marks_are_cut_as_csv_does(name: str) -> None:
    text = READ[name][0].splitlines()
    laid = layout.find(iter(text), "it.csv")
    if laid.separator != " ":
        assert list(layout.plain_rows(iter(text), laid)) == list(layout.rows_of(iter(text), laid, "it.csv"))


def test_each_time_once_is_numpy_s_unique() -> None:
    drawn = np.datetime64("2020-01-01", "s") + np.random.default_rng(0).integers(0, 500, 900).astype("timedelta64[s]")
    np.testing.assert_array_equal(different(drawn), np.unique(drawn))


def test_a_path_points_outside_where_windows_says_so() -> None:
    drawn = random.Random(0)
    pieces = ["a", "..", ".", "", "C:", "c:x", "b.txt", "\\", "...", "/"]
    for _ in range(4000):
        path = drawn.choice(["/", "\\"]).join(drawn.choice(pieces) for _ in range(drawn.randint(1, 4))) or "a"
        windows = PureWindowsPath(path)
        outside = bool(windows.drive or windows.root or ".." in windows.parts)
        assert points_outside(path) is outside, path


def test_unseen_letters_go_and_no_other() -> None:
    drawn = random.Random(0)
    letters = [*"aé م😀", "  ", "\n", "\t", "\r\n", "e\u0301", "\x00", "\x07", "\ud800", "\u0378", "\u200d", "\u3000"]
    for _ in range(4000):
        text = "".join(drawn.choice(letters) for _ in range(drawn.randint(0, 9)))
        whole = unicodedata.normalize("NFC", one_line_end(text))
        kept = "".join(it for it in whole if it in "\n\t" or unicodedata.category(it) not in ("Cc", "Cs", "Cn"))
        assert seen(text, False) == kept.strip()
        assert seen(text, True) == " ".join(kept.split()) or "\u3000" in text


@pytest.mark.parametrize("size", [MAX_LINE, MAX_LINE + 1])
@pytest.mark.parametrize("around", [b"%s", b"a\n%s", b"%s\na", b"a\n%s\nb\n"])
def test_a_long_line_is_found_by_the_ends_of_lines(size: int, around: bytes) -> None:
    assert has_short_lines(around % (b"x" * size), "utf-8") is (size == MAX_LINE)
