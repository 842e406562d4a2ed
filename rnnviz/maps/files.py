"""Word vectors that a learner loads: GloVe's text, word2vec's text and binary, fastText's .vec, .csv, NumPy's .npy
and .npz; plain, .gz or .zip.

A file of any length is read row by row: the first half of MOST_DRAWN rows is kept, since such files begin with the most
frequent words, and as many of the others, drawn at random with a seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np

from rnnviz.core.typed import counted
from rnnviz.maps.arrays import is_array, read_array
from rnnviz.maps.points import MOST_DRAWN, Points, PointsError, Tell, Vectors
from rnnviz.maps.rows import Opened, Row, is_number, opened, quoted
from rnnviz.maps.sheets import opened_sheet
from rnnviz.maps.unpacking import Unpacked

HEAD = MOST_DRAWN // 2
OFTEN = 2000  # rows between two reports


def silent(share: float) -> None:
    pass


def read_vectors(data: bytes | BinaryIO, name: str, tell: Tell = silent) -> Points:
    """The points of a file: at most MOST_DRAWN, `sampled_from` of how many; values "rank" by place in the file.

    Raises PointsError with what is wrong with it and, where it is one row's fault, which.
    """
    if name.lower().endswith((".tsv", ".tsv.gz")):
        from rnnviz.maps.projector import read_projector

        return read_projector(data if isinstance(data, bytes) else data.read(), None, name)
    if is_array(data):
        return read_array(data, name)
    file = Unpacked(data, name)
    return of_rows(opened_sheet(file) if file.member_name.lower().endswith(".csv") else opened(file), file, tell)


def of_rows(found: Opened, file: Unpacked, tell: Tell) -> Points:
    """The points of a file's rows."""
    name, width = file.name, found.width
    kept, total = sampled(found.rows, file, tell)
    numbers = parsed_binary if found.binary else parsed_text
    vectors = np.stack([numbers(row, name) for row in kept]) if kept else np.zeros((0, width), np.float32)
    places, twice = once(kept) if found.words else (list(range(len(kept))), 0)
    labels = tuple(decoded(kept[k], found.binary, name) for k in places)
    repeated = f"{counted(twice, 'row')} left out: the word had come before." if twice else ""
    notes = [file.note, read_as(found, total), found.note, spaced(kept, found), said(len(kept), total), repeated]
    vectors = vectors[places]
    if len(vectors) > 1 and not np.ptp(vectors, axis=0).any():
        raise PointsError(f"All rows of {name} hold the same numbers: there is nothing to map.")
    ranks = np.array([kept[k][0] for k in places], dtype=np.float64)
    return Points(name, vectors, labels, None, {"rank": ranks}, total, " ".join(filter(None, notes)))


def read_as(found: Opened, total: int) -> str:
    """What was read, and where the header said something else."""
    told = f"Read: {counted(total, 'word' if found.words else 'row')} × {counted(found.width, 'number')}, "
    told += f"from {found.kind}"
    if not found.header or found.header == (total, found.width):
        return f"{told}."
    wide = f" {found.width}" if found.width != found.header[1] else ""
    return f"{told}; header said {found.header[0]} {found.header[1]}, found {total}{wide}."


def spaced(kept: list[Row], found: Opened) -> str:
    """Which words hold a blank: in a line with a number too many, the word takes it."""
    rows = [row for row in kept if found.kind == "text" and b" " in row[1]]
    if not rows:
        return ""
    return f"{counted(len(rows), 'word')} with a space, the first “{quoted(rows[0][1])}” in line {rows[0][0]}."


def said(kept: int, total: int) -> str:
    if kept == total:
        return ""
    return f"{kept} of {total} words: the first {HEAD}, which are the most frequent, and {kept - HEAD} drawn at random."


def sampled(rows: Iterator[Row], file: Unpacked, tell: Tell, seed: int = 0) -> tuple[list[Row], int]:
    """The first HEAD rows, as many of the others (Vitter's algorithm R, 1985), in order; and how many there are."""
    head: list[Row] = []
    others: list[Row] = []
    draw, total = random.Random(seed), 0
    for total, row in enumerate(rows, 1):
        if total % OFTEN == 0:
            tell(file.share)
        if total <= HEAD:
            head.append(row)
        elif len(others) < MOST_DRAWN - HEAD:
            others.append(row)
        elif (place := int(draw.random() * (total - HEAD))) < len(others):
            others[place] = row
    return head + sorted(others), total


def parsed_text(row: Row, name: str) -> Vectors:
    fields = row[2].split()
    try:
        with np.errstate(over="ignore"):  # what is too big becomes infinity, and is told below
            found = np.array(fields).astype(np.float32)
    except ValueError as error:
        wrong = next((it for it in fields if not is_number(it)), b"")
        raise PointsError(
            f"Line {row[0]} of {name} holds “{quoted(wrong)}”, which is no number: fix that line."
        ) from error
    return finite(found, row, name, "Line")


def parsed_binary(row: Row, name: str) -> Vectors:
    return finite(np.frombuffer(row[2], dtype="<f4"), row, name, "Word")


def finite(found: Vectors, row: Row, name: str, what: str) -> Vectors:
    if not np.isfinite(found).all():
        raise PointsError(f"{what} {row[0]} of {name} holds nan or infinity: fix or leave out that row.")
    return found


def decoded(row: Row, binary: bool, name: str) -> str:
    """A word of a text must be UTF-8; word2vec's binary has words cut within a letter."""
    try:
        return row[1].decode("utf-8", "replace" if binary else "strict")
    except UnicodeDecodeError as error:
        raise PointsError(f"Line {row[0]} of {name} is not UTF-8: save the file as UTF-8 and load it again.") from error


def once(rows: list[Row]) -> tuple[list[int], int]:
    """The places of each word's first row, and how many rows repeat a word."""
    first: dict[bytes, int] = {}
    for place, row in enumerate(rows):
        first.setdefault(row[1], place)
    return list(first.values()), len(rows) - len(first)
