"""Word-vector files of every make read alike; bad ones get a sentence, in little memory."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zipfile

import numpy as np
import pytest

from rnnviz.maps import files, projector, unpacking
from rnnviz.maps.files import read_vectors
from rnnviz.maps.points import PointsError
from rnnviz.maps.projector import read_projector

VECTORS = np.random.default_rng(0).normal(size=(50, 5)).astype(np.float32)
WORDS = [f"wörd{k}" for k in range(50)]


def text(head=False, end="\n", vectors=VECTORS, words=WORDS):
    rows = [f"{word} {' '.join(f'{x:.9g}' for x in row)}{end}" for word, row in zip(words, vectors, strict=True)]
    return ((f"{len(rows)} {vectors.shape[1]}\n" if head else "") + "".join(rows)).encode()


def binary(end=b"\n"):
    rows = (word.encode() + b" " + row.astype("<f4").tobytes() + end for word, row in zip(WORDS, VECTORS, strict=True))
    return b"50 5\n" + b"".join(rows)


def zipped(**members):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "."), content)
    return made.getvalue()


MAKES = {
    "glove.txt": text(),
    "word2vec.txt": text(head=True),
    "fasttext.vec": text(head=True, end=" \n"),
    "windows.txt": b"\xef\xbb\xbf" + text(end="\r\n"),
    "word2vec.bin": binary(),
    "no newlines.bin": binary(b""),
    "glove.txt.gz": gzip.compress(text()),
    "word2vec.bin.gz": gzip.compress(binary()),
    "fasttext.vec.zip": zipped(wiki_vec=text(head=True)),
    "glove.zip": zipped(a300d_txt=text() * 2, a50d_txt=text(), readme_md=b"x"),
}


@pytest.mark.parametrize("name", MAKES)
def test_every_make_reads_alike(name):
    found = read_vectors(io.BytesIO(MAKES[name]), name)
    np.testing.assert_array_equal(found.vectors, VECTORS)
    assert found.labels == tuple(WORDS)
    assert (found.sampled_from, list(found.values["rank"][[0, 49]] - found.values["rank"][0])) == (50, [0, 49])
    assert ("smallest" in found.note) == (name == "glove.zip")


def test_words_with_blanks_and_words_that_come_twice():
    found = read_vectors(text() + b". . . 1 2 3 4 5\n" + text()[:20].partition(b" ")[0] + b" 9 9 9 9 9\n", "glove.txt")
    assert found.labels == (*WORDS, ". . .")
    np.testing.assert_array_equal(found.vectors[0], VECTORS[0])
    assert "1 row left out" in found.note


BOMB = (b"a" + b" 0.0000000000000000000000000000000000" * 16 + b"\n") * 8_000
BAD = {
    "ragged": (text() + b"x 1 2 3\n", "Line 51 of it has 3 numbers, the others 5"),
    "nan": (text() + b"x 1 2 nan 4 5\n", "Line 51 of it holds nan"),
    "infinite": (text() + b"x 1 2 1e99 4 5\n", "Line 51 of it holds nan or infinity"),
    "no number": (text() + b"x 1 2 y 4 5\n", "Line 51 of it holds “y”, which is no number"),
    "nan in binary": (binary()[:-21] + np.full(5, np.nan, "<f4").tobytes(), "Word 50 of it holds nan"),
    "one row": (b"x 1 2 3\n", "one row"),
    "empty": (b"", "it is empty"),
    "all the same": (b"a 1 2\nb 1 2\nc 1 2\n", "nothing to map"),
    "Latin-1": (text().decode().encode("latin-1"), "not UTF-8"),
    "UTF-16": (text().decode().encode("utf-16"), "not UTF-8"),
    "cut binary": (binary()[:-40], "cut short: it promises 50 words and ends in word 49"),
    "cut gzip": (gzip.compress(text())[:-30], "cut short"),
    "cut zip": (zipped(a_txt=text())[:-30], "cut short"),
    "zip of others": (zipped(a_png=b"x"), "holds no .txt"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(200), "it is a PNG picture"),
    "noise": (b"50 5\n" + b"x" * 5000, "no word2vec file"),
    "too wide": (b"3000000 300000\nabc", "300000 numbers a word"),
    "one long line": (b"a" * 300_000, "line of more than"),
    "bomb of zeros": (gzip.compress(bytes(9 << 20), 1), "line of more than"),
    "bomb of rows": (gzip.compress(BOMB), "far more than word vectors"),
    "zip bomb": (zipped(a_txt=BOMB), "far more than word vectors"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_gets_a_sentence_in_little_memory(what, monkeypatch):
    monkeypatch.setattr(unpacking, "SUSPECT", 2**20)  # its 4 MB take seconds where all memory is counted
    content, sentence = BAD[what]
    tracemalloc.start()
    with pytest.raises(PointsError, match=sentence):
        read_vectors(content, "it")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 24 * 2**20


def test_a_long_file_gives_its_first_words_and_a_fair_draw_of_the_others(monkeypatch):
    monkeypatch.setattr(files, "HEAD", 100)
    monkeypatch.setattr(files, "MOST_DRAWN", 300)
    vectors = np.arange(6000, dtype=np.float32).reshape(3000, 2)
    content = text(vectors=vectors, words=[f"w{k}" for k in range(3000)])
    found, again = read_vectors(content, "long"), read_vectors(content, "long")
    assert (len(found), found.sampled_from, found.key) == (300, 3000, again.key)
    assert found.labels[:100] == tuple(f"w{k}" for k in range(100))
    ranks = found.values["rank"][100:]
    assert (np.diff(ranks) > 0).all()
    assert ranks.mean() == pytest.approx(1550, abs=4 * 840 / np.sqrt(200))
    np.testing.assert_array_equal(found.vectors[:, 0], 2 * (found.values["rank"] - 1))
    assert "300 of 3000 words: the first 100" in found.note


NUMBERS = "\n".join("\t".join(map(str, row)) for row in VECTORS).encode()
META = "\n".join(["count\tword\tsort", *(f"{k}\t{word}\t{'ab'[k % 2]}" for k, word in enumerate(WORDS))]).encode()


def test_the_projectors_pair():
    found = read_projector(NUMBERS, META)
    np.testing.assert_array_equal(found.vectors, VECTORS)
    assert (found.labels, found.kinds[:3], list(found.values)) == (tuple(WORDS), ("a", "b", "a"), ["count"])
    assert found.values["count"].tolist() == list(range(50))
    assert read_projector(NUMBERS, "\n".join(WORDS).encode()).labels == tuple(WORDS)
    assert read_projector(gzip.compress(NUMBERS)).labels[:2] == ("1", "2")
    assert read_vectors(NUMBERS, "vectors.tsv").key == read_projector(NUMBERS).key


def test_a_long_pair_is_sampled_by_kind(monkeypatch):
    monkeypatch.setattr(projector, "MOST_DRAWN", 20)
    found = read_projector(NUMBERS, META)
    assert (len(found), found.kinds.count("a"), found.sampled_from) == (20, 10, 50)
    rows = found.values["count"].astype(int)
    np.testing.assert_array_equal(found.vectors, VECTORS[rows])
    assert found.labels == tuple(WORDS[k] for k in rows)
    assert "20 of 50 rows" in found.note


@pytest.mark.parametrize(
    ("vectors", "metadata", "sentence"),
    [
        (NUMBERS, META.rpartition(b"\n")[0], "50 rows and the metadata 49"),
        (NUMBERS, b"a\nb", "50 rows and the metadata 2"),
        (NUMBERS, META.decode().encode("latin-1"), "metadata is not UTF-8"),
        (NUMBERS, gzip.compress(META)[:-9], "cut short"),
        (NUMBERS + b"\n1\t2", None, "Row 51 of vectors.tsv has 2 numbers"),
        (NUMBERS + b"\n1\t2\tnan\t4\t5", None, "Row 51 of vectors.tsv holds nan"),
        (b"a\tb\tc\td\te\n" + NUMBERS, None, "Row 1 of vectors.tsv holds “a”, which is no number"),
        (b"1\t2\n", None, "one row"),
        (b"\n\n", None, "no row"),
        (gzip.compress(BOMB.replace(b"a ", b"").replace(b" ", b"\t"), 1), None, "far more than word vectors"),
    ],
)
def test_a_bad_pair_gets_a_sentence(vectors, metadata, sentence):
    with pytest.raises(PointsError, match=sentence):
        read_projector(vectors, metadata)
