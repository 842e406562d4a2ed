"""A table without times, whose rows are the steps; and what reads a large file quickly, against what is slow."""

from __future__ import annotations

import io
import random
import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import PureWindowsPath

import numpy as np
import pandas as pd
import pytest
import torch

from rnnviz.core.letters import one_line_end
from rnnviz.learn.data import DataError, weather
from rnnviz.learn.data.labelled.archive import points_outside
from rnnviz.learn.data.labelled.fitness import seen
from rnnviz.learn.data.series import layout, reading, times, unpacking, values
from rnnviz.learn.data.series.rows import different, twice
from rnnviz.learn.data.series.stamps import all_bare, bare
from rnnviz.learn.data.series.unpacking import MAX_LINE, lines
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
        wanted = layout.blocks_of(layout.rows_of(iter(text), laid, "it.csv"))
        width = len(laid.names)
        assert rows_in(layout.plain_blocks(["\n".join(text)], laid), width) == rows_in(wanted, width)


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
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(("around", "line"), [("{}", 1), ("a\n{}", 2), ("{}\na", 1), ("a\r\n\r\n{}\nb\n", 3)])
def test_a_long_line_is_told_after_those_before_it(size: int, encoding: str, around: str, line: int) -> None:
    content, found = around.format("x" * size).encode(encoding), []
    if size == MAX_LINE:
        assert list(lines(content, encoding, "it.csv")) == around.format("x" * size).splitlines()
        return
    with pytest.raises(DataError, match=f"Line {line} of it.csv has more than {MAX_LINE} characters"):
        found += lines(content, encoding, "it.csv")
    reader = lines(content, encoding, "it.csv")
    assert [next(reader) for _ in range(line - 1)] == around.splitlines()[: line - 1]


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 1000])
def test_lines_are_those_of_a_text_whatever_is_read_at_once(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "CHUNK", chunk)
    for text in ("", "\n", "a", "a\n", "a\r\nb", "\r\ra\0b\n\n", "é\n\u2028\x0bz\r"):
        wanted = io.StringIO(text, newline=None).read().replace("\0", "").split("\n")
        assert list(lines(text.encode(), "utf-8", "it.csv")) == (wanted if wanted[-1] else wanted[:-1]), text


def rows_in(blocks: Iterable[layout.Block], width: int) -> list[tuple[int, ...] | tuple[str, ...]]:
    return [row for it in blocks for row in zip(it.at, *(it.column(k) for k in range(width)), strict=True)]


def test_cells_cut_in_one_go_are_those_of_csv() -> None:
    """Odd lines in any place: blank, comments, too short, too long, separators alone."""
    drawn = random.Random(0)
    odd = ["", " ", "# x,y", " // n", ",", ",,", "7", "1,2,3", "!a,b", "%", "\t", " ,5", "5,"]
    for _ in range(400):
        many = [drawn.choice(odd) if drawn.random() < 0.1 else f"{n},{n * n}" for n in range(drawn.randint(1, 60))]
        text = ["Date,Temp", *many]
        laid, size = layout.Layout(",", ("Date", "Temp"), 1, 2), drawn.randint(1, 20)
        pieces = ("\n".join(text[k : k + size]) for k in range(0, len(text), size))
        wanted = layout.blocks_of(layout.rows_of(iter(text), laid, "it.csv"))
        assert rows_in(layout.plain_blocks(pieces, laid), 3) == rows_in(wanted, 3), text


@pytest.mark.parametrize("form", [f"{date}{hour}" for date in times.DATES for hour in times.CLOCKS])
def test_a_date_and_its_clock_are_read_apart_as_together(form: str) -> None:
    drawn = random.Random(0)
    made = [datetime(2020, 1, 1) + timedelta(seconds=drawn.randrange(10**8)) for _ in range(200)]
    cells = [it.strftime(form) for it in made]
    broken = ["", "soon", cells[0][:-1], f"{cells[1]}x", "31/02/2020 10:00", cells[2].replace(" ", "  "), "13:00"]
    taken = times.apart(cells + broken, form)
    for day_first, whole in ((True, form), (False, times.swapped(form))):
        np.testing.assert_array_equal(times.in_order(*taken, form, day_first), times.parsed(cells + broken, whole))


def test_a_time_that_comes_again_is_told_with_its_line() -> None:
    stamps = np.array(["2020-01-01T03", "2020-01-01T01", "2020-01-01T03", "2020-01-01T01"], "datetime64[s]")
    assert twice(stamps[:2], np.array([5, 6])) == []
    (said,) = twice(stamps, np.array([5, 6, 9, 11]))
    assert said.startswith("2 rows have times that came before (first: line 9, 2020-01-01 03:00)")


def test_lines_are_alike_where_each_has_as_many_separators() -> None:
    drawn = random.Random(0)
    for _ in range(500):
        rows = ["x" + "".join(drawn.choice("é;") for _ in range(3)) for _ in range(drawn.randint(1, 4))]
        for separator in ";é":
            assert layout.alike("\n".join(rows), separator) is (len({row.count(separator) for row in rows}) == 1), rows


def test_a_column_is_bared_as_each_cell() -> None:
    for column in (["a ", "\t2", "", "x\u3000"], ["a", "'b'"], ['="2020"', "c "], [" '", '"'], ["=5", "a"]):
        assert all_bare(column) == [bare(cell) for cell in column]


@pytest.mark.parametrize(
    "cells",
    [["1", " 2.5 ", "-3e2", "0.1"], ["nan", "inf", "-Infinity", "7"], ["1_000", "2"], ["١٢", "2"], ["", "1"], ["0x1"]],
)
def test_a_column_of_numbers_alone_is_read_as_pandas_does(cells: list[str]) -> None:
    found = values.numbers(cells, "x")[0]
    wanted = pd.to_numeric(pd.Series(cells, dtype=object), errors="coerce").to_numpy(float)
    read = np.isfinite(wanted)
    np.testing.assert_array_equal(found[read], wanted[read])
    assert values.as_floats(cells) is None or all(re.fullmatch(r"[-+ .0-9einfaty]+", cell.lower()) for cell in cells)
