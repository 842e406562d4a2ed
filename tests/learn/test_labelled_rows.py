"""What is read in a short way, for speed, is what the long way reads: rows by the csv module, texts one by one."""

from __future__ import annotations

import csv
import random

import pytest

from rnnviz.learn.data.labelled import TEXT_KINDS, LabelledText, fitness
from rnnviz.learn.data.labelled.columns import as_lines

SIGNS = ("a", "b", "Z", "é", "م", " ", "  ", ",", ";", "\t", "'", "\u2028", "\u00a0", "\x07", "")

NEED = [("a", "b c"), ("a", "b  c"), ("a", " a"), ("a", "e\u0301"), ("a", "x" * 30), ("a", "\x07"), ("a", "y" * 9_000)]
"""Letters of texts of which all are fit, or some need one thing."""


def drawn(seed: int, signs: tuple[str, ...] = SIGNS) -> list[str]:
    draw = random.Random(seed)
    return ["".join(draw.choices(signs, k=draw.randrange(7))) for _ in range(draw.randrange(1, 12))]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("seed", range(20))
def test_lines_without_quotation_marks_are_the_rows_of_the_csv_module(separator: str, seed: int) -> None:
    lines = drawn(seed)
    rows = as_lines(lines, separator, 3, 99, quoted=False)
    expected = [fields for fields in csv.reader([f"{line}\n" for line in lines], delimiter=separator) if any(fields)]
    assert rows is not None
    assert [fields for _, fields in rows] == expected
    assert [separator.join(fields) for _, fields in rows] == [lines[at - 3] for at, _ in rows]


@pytest.mark.parametrize("task", TEXT_KINDS)
@pytest.mark.parametrize("seed", range(28))
def test_texts_that_are_left_as_they_are_need_nothing(task: str, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = drawn(seed, NEED[seed % len(NEED)])
    rows = [LabelledText(text, "a" * 60 * (1 + seed % 3), at) for at, text in enumerate(texts)]
    short: list[str] = []
    seen = fitness.cleaned(rows, TEXT_KINDS[task], short)
    monkeypatch.setattr(fitness, "plain", lambda rows, asked: False)
    long: list[str] = []
    assert (seen, short) == (fitness.cleaned(rows, TEXT_KINDS[task], long), long)
