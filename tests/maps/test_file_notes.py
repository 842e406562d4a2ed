"""What is read of the metadata and of numbers with commas, and what is said of it."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest

from rnnviz.maps.files import read_vectors
from rnnviz.maps.points import PointsError


def workbook() -> bytes:
    with zipfile.ZipFile(made := io.BytesIO(), "w") as packed:
        packed.writestr("xl/workbook.xml", "<x/>")
    return made.getvalue()


def saved(array: np.ndarray) -> bytes:
    made = io.BytesIO()
    np.save(made, array)
    return made.getvalue()


FOUR = "\n".join(f"{n}\t{n * n}" for n in range(4)).encode()
BESIDE = {
    "one column and its name": (b"word\na\nb\nc\nd", "a|b|c|d", "Metadata: labels from “word”."),
    "one column": (b"a\nb\nc\nd\n", "a|b|c|d", "Metadata: labels from “column 1”."),
    "kinds and numbers": (
        b"word\tkind\ttimes\na\tx\t1\nb\ty\t5\nc\tx\t7\nd\ty\t9", "a|b|c|d",
        "kinds from “kind”, numbers from “times”.",
    ),
    "a column too many": (b"w\tk\na\tx\nb\ty\tmore\nc\tx\nd\ty", "a|b|c|d", "Line 3 has more columns than the header"),
}  # fmt: skip


@pytest.mark.parametrize("case", BESIDE)
def test_what_was_read_of_the_metadata_is_said(case: str) -> None:
    content, labels, said = BESIDE[case]
    for file, name in ((FOUR, "v.tsv"), (saved(np.arange(8.0).reshape(4, 2)), "v.npy")):
        found = read_vectors(file, name, metadata=content)
        assert "|".join(found.labels) == labels
        assert "Read: 4 rows × 2 numbers" in found.note
        assert said in found.note


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"word,kind\na,x\nb,y\nc,x\nd,y", "commas, not tabs, between its columns .line 1: “word,kind”"),
        (b"a,x\nb,y\nc,x\nd,y", "commas, not tabs"),
        (b"", "metadata is empty"),
        (b"%PDF-1.4 x", "metadata is a PDF"),
        (workbook(), "metadata is a ZIP archive or an Excel workbook"),
        (b"a\nb", "v.tsv has 4 rows and the metadata 2"),
    ],
)
def test_metadata_that_cannot_be_used_says_what_it_is(content: bytes, said: str) -> None:
    with pytest.raises(PointsError, match=said):
        read_vectors(FOUR, "v.tsv", metadata=content)


def test_commas_between_or_within_numbers_are_read() -> None:
    for content, name in (
        (b"a,.5,2\nb,1.5,3\nc,2,4", "it.txt"),
        (b"a;0,5;2\nb;1,5;3\nc;2;4", "it.txt"),
        (b"word;x;y\na;0,5;2\nb;1,5;3\nc;2;4", "it.csv"),
        (b"a\t0,5\t2\nb\t1,5\t3\nc\t2\t4", "it.tsv"),
    ):
        found = read_vectors(content, name)
        assert found.labels == ("a", "b", "c")
        assert found.vectors.tolist() == [[0.5, 2], [1.5, 3], [2, 4]]


def test_numbers_of_thousands_have_one_form() -> None:
    many = b"\n".join(b"w%d %d 1" % (n, n) for n in range(12_000))
    note = read_vectors(many, "it.vec").note
    assert "Read: 12\u202f000 words" in note
    assert "10\u202f000 of 12\u202f000 words: the first 5000" in note
