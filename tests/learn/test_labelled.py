"""Names and reviews of one's own: read right, or refused with every cause and its line."""

from __future__ import annotations

import pickle
import tracemalloc

import pytest

from rnnviz.learn.data.labelled import LabelledReading, reading
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


@pytest.mark.parametrize("kind", ["label,text with a header", "zip, a folder a class", "51 classes"])
def test_what_was_read_goes_from_a_process_to_the_page_as_it_is(kind: str) -> None:
    it = TEXT_FILES[kind]
    found = reading.look(it.content, it.name, it.task)
    assert pickle.loads(pickle.dumps(found)) == found
