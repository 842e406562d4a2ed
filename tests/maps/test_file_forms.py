"""Forms of vector files that people have: what is read, what it is said to be, and why another is refused.

The right values are those written into each file, by hand or by NumPy's own writer.
"""

from __future__ import annotations

import io
import struct
import zipfile

import numpy as np
import pytest

from rnnviz.lessons.map.scatter import colours
from rnnviz.maps.files import read_vectors
from rnnviz.maps.points import PointsError
from rnnviz.maps.projector import read_projector

THREE = [[0.1, 0.2, 0.3], [0.2, 0.1, 0.4], [0.3, 0.3, 0.2]]
ABC = b"a .1 .2 .3\nb .2 .1 .4\nc .3 .3 .2\n"
AS_TEXT = "Read: 3 words × 3 numbers, from text"
BINARY = b"3 3\n" + b"".join(
    word + b" " + struct.pack("<3f", *row) + b"\n" for word, row in zip([b"a", b"b", b"c"], THREE, strict=True)
)
TEXTS = {
    "a word with a space": (b"a .1 .2 .3\n10 000 .2 .1 .4\nb .3 .3 .2\n", "a|10 000|b", "“10 000” in line 2"),
    "it stands first": (b"10 000 .1 .2 .3\na .2 .1 .4\nb .3 .3 .2\n", "10 000|a|b", "“10 000” in line 1"),
    "all words have one": (b"New York .1 .2 .3\nSan Jose .2 .1 .4\nLa Paz .3 .3 .2\n", "New York|San Jose|La Paz", ""),
    "header and a space": (b"3 3\nNew York .1 .2 .3\nb .2 .1 .4\nc .3 .3 .2\n", "New York|b|c", AS_TEXT + "."),
    "header of too many": (b"4 3\n" + ABC, "a|b|c", AS_TEXT + "; header said 4 3, found 3."),
    "header of too few": (b"2 3\n" + ABC, "a|b|c", AS_TEXT + "; header said 2 3, found 3."),
    "header of another width": (b"3 5\n" + ABC, "a|b|c", AS_TEXT + "; header said 3 5, found 3 3."),
    "tabs": (ABC.replace(b" ", b"\t"), "a|b|c", AS_TEXT),
    "a tab at the end": (ABC.replace(b" ", b"\t").replace(b"\n", b"\t\n"), "a|b|c", AS_TEXT),
    "CRLF": (ABC.replace(b"\n", b"\r\n"), "a|b|c", AS_TEXT),
    "a number for a word": (ABC.replace(b"b ", b"1999 "), "a|1999|c", AS_TEXT),
    "nan for a word": (ABC.replace(b"b ", b"nan "), "a|nan|c", AS_TEXT),
    "ends of a line in a word": (
        "a\u2028x .1 .2 .3\nb\u0085y .2 .1 .4\nc\x0cz .3 .3 .2\n".encode(), "a x|b y|c z", AS_TEXT
    ),
    "binary": (BINARY, "a|b|c", "Read: 3 words × 3 numbers, from word2vec binary."),
    "csv": (b"word,x,y,z\na,.1,.2,.3\nb,.2,.1,.4\nc,.3,.3,.2\n", "a|b|c", "Read: 3 rows × 3 numbers, from csv."),
    "csv without a header": (b"a,.1,.2,.3\nb,.2,.1,.4\nc,.3,.3,.2\n", "a|b|c", "from csv"),
    "csv of numbers": (b".1,.2,.3\n.2,.1,.4\n.3,.3,.2\n", "1|2|3", "from csv"),
    "csv with an index, as pandas writes": (b",x,y,z\n0,.1,.2,.3\n1,.2,.1,.4\n2,.3,.3,.2\n", "0|1|2", "from csv"),
    "csv with quotes and semicolons": (
        b'"a; b";.1;.2;.3\r\n"say ""b""";.2;.1;.4\r\nc;.3;.3;.2\r\n', 'a; b|say "b"|c', "from csv"
    ),
    "csv with two columns of words": (
        b"city,word,x,y,z\nq,a,.1,.2,.3\nr,b,.2,.1,.4\ns,c,.3,.3,.2\n", "a|b|c", "Left out, since not numbers: city."
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", TEXTS)
def test_a_file_is_read_and_said(what: str) -> None:
    content, labels, note = TEXTS[what]
    found = read_vectors(content, "it.csv" if what.startswith("csv") else "it.vec")
    np.testing.assert_array_equal(found.vectors, np.array(THREE, np.float32))
    assert found.labels == tuple(labels.split("|"))
    assert note in found.note


@pytest.mark.parametrize("seed", range(60))
def test_text_and_binary_are_told_apart(seed: int) -> None:
    draw = np.random.default_rng(seed)
    width = int(draw.integers(1, 400))
    vectors = draw.normal(0, 10.0 ** draw.integers(-3, 4), (40, width)).astype("<f4")
    names = [f"new{k} york" if k % 3 == 0 else f"w{k}" for k in range(40)]
    rows = [f"{name} {' '.join(f'{x:.9g}' for x in row)}\n" for name, row in zip(names, vectors, strict=True)]
    text = read_vectors(f"40 {width}\n{''.join(rows)}".encode(), "it.vec")
    assert text.labels == tuple(names)
    np.testing.assert_array_equal(text.vectors, vectors)
    packed = b"".join(f"w{k} ".encode() + row.tobytes() for k, row in enumerate(vectors))
    binary = read_vectors(f"40 {width}\n".encode() + packed, "it.bin")
    assert binary.labels == tuple(f"w{k}" for k in range(40))
    np.testing.assert_array_equal(binary.vectors, vectors)


def saved(array: np.ndarray, **options: bool) -> bytes:
    made = io.BytesIO()
    np.save(made, array, **options)
    return made.getvalue()


def several(**arrays: np.ndarray) -> bytes:
    made = io.BytesIO()
    np.savez_compressed(made, **arrays)
    return made.getvalue()


@pytest.mark.parametrize("kind", ["<f2", "<f4", ">f4", "<f8", "i1", "<u2", "<i8"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_arrays_of_numbers(kind: str, order: str) -> None:
    table = np.arange(12).reshape(4, 3).astype(kind, order=order)
    for content in (saved(table), several(vectors=table)):
        found = read_vectors(content, "it.npy")
        np.testing.assert_array_equal(found.vectors, np.arange(12).reshape(4, 3))
        assert found.labels == ("1", "2", "3", "4")
        assert "Read: 4 rows × 3 numbers, from a NumPy array" in found.note


def test_names_in_an_archive_are_labels() -> None:
    names = np.array(["a", "é", "New York"])
    assert read_vectors(several(vectors=np.eye(3), names=names), "it.npz").labels == ("a", "é", "New York")


class Trap:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (pytest.fail, ("a pickle was run",))


def claimed(shape: str) -> bytes:
    """A .npy whose header promises more than is there."""
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode()


def nested() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.npy", b"no array")
    return made.getvalue()


BAD = {
    "objects": (saved(np.array([Trap()], dtype=object), allow_pickle=True), "Python objects, which can run code"),
    "objects in an archive": (several(a=np.array([Trap()], dtype=object)), "a.npy in it holds Python objects"),
    "one dimension": (saved(np.arange(5.0)), r"it is 1-D, its shape is \(5,\)"),
    "three": (saved(np.zeros((2, 3, 4))), r"it is 3-D, its shape is \(2, 3, 4\)"),
    "no dimension": (saved(np.array(1.0)), "it is 0-D"),
    "texts": (saved(np.array([["a", "b"]])), "holds <U1, not numbers"),
    "complex": (saved(np.ones((3, 2), complex)), "holds complex128, not numbers"),
    "nan": (saved(np.array([[1.0, 2], [np.nan, 3]])), "Row 2 of it"),
    "infinite as float32": (saved(np.array([[1.0, 2], [3, 1e300]])), "Row 2 of it"),
    "huge": (claimed("(1000000000, 1000)"), "holds 4 000 000 000 000 bytes of numbers: at most"),
    "cut short": (saved(np.ones((9, 9)))[:-8], "it is cut short: its shape is"),
    "two tables": (several(a=np.eye(3), b=np.eye(4)), "holds 2 tables of numbers, not one"),
    "no array in it": (nested(), "cut short or no NumPy file"),
    "too few numbers": (ABC + b"d .1 .2\n", "Line 4 of it has 2 numbers, the others 3: fix that line"),
    "a word among numbers": (ABC + b"d .1 x .2\n", "Line 4 of it holds “x”, which is no number"),
    "infinity": (ABC + b"d .1 inf .2\n", "Line 4 of it holds nan or infinity"),
    "header alone": (b"4 3\n", "it ends after its header “4 3”: it holds no words"),
}
BAD_CSV = {
    "ragged": (b"a,1,2\nb,1\n", "Line 2 of it.csv has 2 fields, the first 3: fix that line"),
    "hole": (b"w,x,y\na,1,2\nb,,3\nc,3,4\nd,1,5\n", "Line 3 of it.csv has nothing in column 2"),
    "hole in the first column": (b"x,y\n1,2\n,3\n3,4\n5,1\n", "Line 3 of it.csv has nothing in column 1"),
    "words alone": (b"a,b\nc,d\n", "no column of numbers"),
    "not a number": (b"a,1,2\nb,1 0,3\nc,3,4\nd,1,5\n", "Line 2 of it.csv holds"),
    "infinite": (b"a,1,2\nb,inf,3\nc,3,4\n", "Line 2 of it.csv holds nan or infinity"),
    "Latin-1": ("é,1,2\nb,3,4\n".encode("latin-1"), "Line 1 of it.csv is not UTF-8"),
    "empty": (b"", "it.csv is empty"),
}


@pytest.mark.parametrize("what", [*BAD, *BAD_CSV])
def test_a_refusal_says_what_was_found_and_where(what: str) -> None:
    content, sentence = {**BAD, **BAD_CSV}[what]
    with pytest.raises(PointsError, match=sentence):
        read_vectors(content, "it.csv" if what in BAD_CSV else "it")


NUMBERS = b".1\t.2\t.3\n.2\t.1\t.4\n.3\t.3\t.2\n"


@pytest.mark.parametrize(
    ("metadata", "labels"),
    [
        ("a\u2028x\nb\u0085y\nc\x0cz\n", ("a x", "b y", "c z")),
        ("a\r\nb\r\nc\r\n", ("a", "b", "c")),
        ("w\tw\ncat\tx\ndog\ty\nowl\tz\n", ("cat", "dog", "owl")),
        ("n\tword\n1\tcat\x1dx\n2\tdog\n3\towl\n", ("cat x", "dog", "owl")),
    ],
)
def test_metadata_of_any_make(metadata: str, labels: tuple[str, ...]) -> None:
    assert read_projector(NUMBERS, metadata.encode()).labels == labels


def test_a_column_that_comes_twice_is_named_as_pandas_names_it() -> None:
    found = read_projector(NUMBERS, b"w\tw\tw\ncat\t1\t4\ndog\t2\t5\nowl\t3\t6\n")
    assert {name: value.tolist() for name, value in found.values.items()} == {"w.1": [1, 2, 3], "w.2": [4, 5, 6]}


@pytest.mark.parametrize("content", [b"a\t.1\t.2\t.3\nb\t.2\t.1\t.4\nc\t.3\t.3\t.2\n", NUMBERS])
@pytest.mark.parametrize("end", [b"\n", b"\t\n", b"\r\n", b"\t\r\n"])
def test_vectors_with_a_label_or_a_tab_at_the_end(content: bytes, end: bytes) -> None:
    found = read_vectors(content.replace(b"\n", end), "vectors.tsv")
    np.testing.assert_array_equal(found.vectors, np.array(THREE, np.float32))
    assert found.labels == (("a", "b", "c") if content[:1] == b"a" else ("1", "2", "3"))
    assert "Read: 3 rows × 3 numbers" in found.note


def test_counts_are_coloured_on_a_log_scale_and_other_numbers_are_not() -> None:
    meta = b"word\ttimes seen\tscore\na\t1\t-1.5\nb\t40\t2\nc\t1500\t0\n"
    found = read_projector(NUMBERS, meta)
    seen, score = colours(found, "times seen"), colours(found, "score")
    assert seen == {"title": "times seen", "of": [1, 40, 1500], "low": 1, "high": 1500, "log": True,
                    "ticks": [1, 10, 100, 1000]}  # fmt: skip
    assert score == {"title": "score", "of": [-1.5, 2, 0], "low": -1.5, "high": 2}


META = b"label\tgroup\tscore\nant\tx\t1\nbee\ty\t\ncow\tx\t2.5\n"
WITH_METADATA = {
    "npy": (saved(np.array(THREE)), "it.npy"),
    "npz": (several(vectors=np.array(THREE), names=np.array(["a", "b", "c"])), "it.npz"),
    "csv": (b"word,x,y,z\na,.1,.2,.3\na,.2,.1,.4\na,.3,.3,.2\n", "it.csv"),
    "GloVe": (b"a .1 .2 .3\na .2 .1 .4\nc .3 .3 .2\n", "it.txt"),
    "word2vec": (BINARY, "it.bin"),
    "tsv": (NUMBERS, "it.tsv"),
    "a tsv by another name": (NUMBERS, "it.txt"),
}


@pytest.mark.parametrize("what", WITH_METADATA)
def test_metadata_beside_a_file_of_any_form(what: str) -> None:
    """Its labels, its kinds, and its numbers, of which one is missing."""
    content, name = WITH_METADATA[what]
    found = read_vectors(content, name, metadata=META)
    np.testing.assert_array_equal(found.vectors, np.array(THREE, np.float32))
    assert found.labels == ("ant", "bee", "cow")
    assert found.kinds == ("x", "y", "x")
    np.testing.assert_array_equal(found.values["score"], [1, np.nan, 2.5])
    assert colours(found, "score") == {"title": "score", "of": [1, None, 2.5], "low": 1, "high": 2.5}
    with pytest.raises(PointsError, match="has 3 rows and the metadata 2"):
        read_vectors(content, name, metadata=b"a\nb\n")


@pytest.mark.parametrize("gap", ["", "NA", "nan", "n/a", "null", "None", "-", "?", " "])
def test_a_gap_in_a_column_of_numbers(gap: str) -> None:
    found = read_projector(NUMBERS, f"word\tn\na\t1\nb\t{gap}\nc\t3\n".encode())
    np.testing.assert_array_equal(found.values["n"], [1, np.nan, 3])
    assert "n" not in read_projector(NUMBERS, f"word\tn\na\t{gap}\nb\t{gap}\nc\t{gap}\n".encode()).values
    assert "n" not in read_projector(NUMBERS, f"word\tn\na\t1\nb\t{gap}\nc\tmany\n".encode()).values


@pytest.mark.parametrize("end", [b"", b"\n"])
@pytest.mark.parametrize("seed", range(20))
def test_words_with_spaces_in_binary(seed: int, end: bytes) -> None:
    draw = np.random.default_rng(seed)
    width = int(draw.integers(3, 300))
    vectors = draw.normal(0, 10.0 ** draw.integers(-3, 3), (50, width)).astype("<f4")
    vectors[draw.random(vectors.shape) < 0.05] = 0
    pieces = ["new", "York", "de", "Łódź", "abc", "of", "a"]
    names = [f"{k} " + " ".join(draw.choice(pieces, draw.integers(1, 4))) if k % 2 else f"w{k}" for k in range(50)]
    packed = b"".join(name.encode() + b" " + row.tobytes() + end for name, row in zip(names, vectors, strict=True))
    found = read_vectors(f"50 {width}\n".encode() + packed, "it.bin")
    assert found.labels == tuple(names)
    np.testing.assert_array_equal(found.vectors, vectors)


def test_the_arrays_of_an_archive_are_bounded_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rnnviz.maps.arrays.MOST_BYTES", 100)
    assert len(read_vectors(several(a=np.eye(3), b=np.arange(3.0)), "it.npz")) == 3
    with pytest.raises(PointsError, match=r"b.npy in it.npz holds 32 bytes of numbers, with the arrays before it 104"):
        read_vectors(several(a=np.eye(3), b=np.arange(4.0)), "it.npz")


@pytest.mark.parametrize("form", ["it.vec", "it.csv", "it.tsv", "it.npy"])
def test_the_whole_of_a_long_file_is_kept_beside_its_sample(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("files", "projector", "arrays"):
        monkeypatch.setattr(f"rnnviz.maps.{module}.MOST_DRAWN", 1000)
    monkeypatch.setattr("rnnviz.maps.files.HEAD", 500)
    vectors = np.random.default_rng(0).normal(size=(1200, 3)).round(3).astype(np.float32)
    mark = {"it.vec": " ", "it.csv": ",", "it.tsv": "\t"}.get(form, " ")
    rows = [mark.join([f"w{k}", *(f"{x:.3f}" for x in row)]) for k, row in enumerate(vectors)]
    content = saved(vectors) if form == "it.npy" else "\n".join(rows).encode()
    found = read_vectors(content, form)
    assert (len(found), found.sampled_from) == (1000, 1200)
    assert found.whole is not None
    np.testing.assert_array_equal(found.whole.vectors, vectors)
    np.testing.assert_array_equal(found.vectors, vectors[found.whole.drawn])
    assert found.labels == tuple(found.whole.labels[k] for k in found.whole.drawn)
    monkeypatch.setattr("rnnviz.maps.files.MOST_WHOLE", 12 * 1199)
    monkeypatch.setattr("rnnviz.maps.projector.MOST_WHOLE", 12 * 1199)
    monkeypatch.setattr("rnnviz.maps.points.MOST_WHOLE", 12 * 1199)
    less = read_vectors(content, form)
    assert less.whole is None
    assert (less.labels, less.sampled_from) == (found.labels, 1200)
    np.testing.assert_array_equal(less.vectors, found.vectors)
