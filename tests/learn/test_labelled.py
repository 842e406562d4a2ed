"""Names and reviews of one's own: read right, or refused with every cause and its line."""

from __future__ import annotations

import pickle
import tracemalloc

import pytest

from rnnviz.learn.data.labelled import LabelledReading, reading
from rnnviz.learn.data.labelled.outline import FIRST, MOST_LENGTHS, outlined
from tests.learn.own_files import TEXT_FILES, OwnFile


def looked(it: OwnFile) -> LabelledReading:
    return reading.look(it.content, it.name, it.task)


def said(found: LabelledReading) -> str:
    if found.labelled is None:
        return found.problem
    return " ".join([f"{found.labelled.read}.", *found.labelled.notes])


@pytest.mark.parametrize("kind", TEXT_FILES)
def test_each_file_is_read_or_refused_with_its_cause(kind: str) -> None:
    it = TEXT_FILES[kind]
    tracemalloc.start()
    found = looked(it)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(f"| {kind} | {said(found)} |")
    assert (found.labelled is not None) is it.good, said(found)
    for part in it.says:
        assert part in said(found), said(found)
    assert peak < 40 * 2**20 + 12 * len(it.content), "bounded, whatever the file claims"


@pytest.mark.parametrize("kind", TEXT_FILES)
def test_what_a_page_is_given_is_an_outline_of_what_was_read(kind: str) -> None:
    """It goes from one process to another, and with however many texts it is small."""
    it = TEXT_FILES[kind]
    whole, found = looked(it), outlined(it.content, it.name, it.task)
    assert (found.problem, found.columns, found.label, found.text) == (
        whole.problem, whole.columns, whole.label, whole.text,
    )  # fmt: skip
    assert pickle.loads(pickle.dumps(found)) == found
    assert (found.outline is None) == (whole.labelled is None)
    if found.outline is None or whole.labelled is None:
        return
    made, rows = found.outline, whole.labelled.rows
    assert (made.many, made.example, made.read, made.notes) == (
        len(rows), rows[0], whole.labelled.read, whole.labelled.notes,
    )  # fmt: skip
    assert made.counts == {label: sum(row.label == label for row in rows) for label in whole.labelled.classes}
    assert set(made.letters) == (set("".join(row.text for row in rows)) if it.task == "names" else set())
    assert len({row.label for row in made.first}) == min(FIRST, len(made.counts))
    assert set(made.first) <= set(rows)
    assert len(made.lengths) == min(len(rows), len(made.lengths)) <= MOST_LENGTHS
    if len(rows) <= MOST_LENGTHS and it.task == "names":
        assert made.lengths == tuple(len(row.text) for row in rows)
    assert len(pickle.dumps(made)) < 2**17 + sum(len(row.text) for row in made.first) * 4
