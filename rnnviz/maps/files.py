"""Word vectors that a learner loads: GloVe's text, word2vec's text and binary, fastText's .vec; plain, .gz or .zip.

A file of any length is read row by row: the first half of MOST_DRAWN rows is kept, since such files begin with the most
frequent words, and as many of the others, drawn at random with a seed.
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np

from rnnviz.core.typed import counted
from rnnviz.maps.points import MOST_DIMENSIONS, MOST_DRAWN, Points, PointsError, Tell, Vectors
from rnnviz.maps.unpacking import Unpacked

HEAD = MOST_DRAWN // 2
OFTEN = 2000  # rows between two reports
MOST_WORD = 1000  # bytes
Row = tuple[int, bytes, bytes]
"""Its number from 1, its word, its numbers as they stand in the file."""


def silent(share: float) -> None:
    pass


def read_vectors(data: bytes | BinaryIO, name: str, tell: Tell = silent) -> Points:
    """The points of a file: at most MOST_DRAWN, `sampled_from` of how many; values "rank" by place in the file.

    Raises PointsError with what is wrong with it and, where it is one row's fault, which.
    """
    if name.lower().endswith((".tsv", ".tsv.gz")):
        from rnnviz.maps.projector import read_projector

        return read_projector(data if isinstance(data, bytes) else data.read(), None, name)
    file = Unpacked(data, name)
    rows, width, binary = opened(file)
    kept, total = sampled(rows, file, tell)
    numbers = parsed_binary if binary else parsed_text
    vectors = np.stack([numbers(row, width, name) for row in kept]) if kept else np.zeros((0, width), np.float32)
    kept_once, twice = once(kept)
    labels = tuple(decoded(kept[k], binary, name) for k in kept_once)
    repeated = f"{counted(twice, 'row')} left out: the word had come before." if twice else ""
    notes = [file.note, said(len(kept), total), repeated]
    vectors = vectors[kept_once]
    if len(vectors) > 1 and not np.ptp(vectors, axis=0).any():
        raise PointsError(f"All rows of {name} hold the same numbers: there is nothing to map.")
    ranks = np.array([kept[k][0] for k in kept_once], dtype=np.float64)
    return Points(name, vectors, labels, None, {"rank": ranks}, total, " ".join(filter(None, notes)))


def said(kept: int, total: int) -> str:
    if kept == total:
        return ""
    return f"{kept} of {total} words: the first {HEAD}, which are the most frequent, and {kept - HEAD} drawn at random."


def opened(file: Unpacked) -> tuple[Iterator[Row], int, bool]:
    """The file's rows, how many numbers each has, and whether they are binary."""
    first = file.line().removeprefix(b"\xef\xbb\xbf")
    if first.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in first[:200]:
        raise PointsError(f"{file.name} is not UTF-8 text: save it as UTF-8 and load it again.")
    head = first.split()
    if len(head) == 2 and head[0].isdigit() and head[1].isdigit():
        total, width = int(head[0]), int(head[1])
        if not 1 <= width <= MOST_DIMENSIONS:
            raise PointsError(f"{file.name} says {width} numbers a word: 1 to {MOST_DIMENSIONS} can be mapped.")
        peek = file.piece(4 * width + MOST_WORD)
        if is_text(peek, width):
            return promised(text_rows(file, peek + file.line(), width, 2), total, file.name), width, False
        return binary_rows(file, peek, total, width), width, True
    if len(head) < 2:
        raise PointsError(f"{file.name} does not begin with a word and its numbers: load GloVe, word2vec or fastText.")
    if len(head) - 1 > MOST_DIMENSIONS:
        raise PointsError(f"{file.name} has {len(head) - 1} numbers a word: at most {MOST_DIMENSIONS} can be mapped.")
    return text_rows(file, first, len(head) - 1, 1), len(head) - 1, False


def promised(rows: Iterator[Row], total: int, name: str) -> Iterator[Row]:
    """The rows, of which word2vec's header promises so many."""
    found = 0
    for row in rows:
        found += 1
        yield row
    if found < total:
        raise PointsError(f"{name} is cut short: it promises {total} words and holds {found}.")


def is_text(peek: bytes, width: int) -> bool:
    """Whether what follows word2vec's header is a word and numbers in writing: up to the line's end, as far as seen."""
    fields = peek.partition(b"\n")[0].split()[1 : width + 1]
    whole = fields if b"\n" in peek else fields[:-1]
    return bool(whole) and all(is_number(field) for field in whole[:20])


def is_number(field: bytes) -> bool:
    try:
        float(field)
    except ValueError:
        return False
    return True


def lines(file: Unpacked, first: bytes) -> Iterator[bytes]:
    """What has been read already, line by line, and then the rest of the file."""
    yield from io.BytesIO(first)
    while line := file.line():
        yield line


def text_rows(file: Unpacked, first: bytes, width: int, begin: int) -> Iterator[Row]:
    for number, line in enumerate(lines(file, first), begin):
        line = line.rstrip()
        if not line:
            continue
        if line.count(b" ") + line.count(b"\t") == width:
            word, _, numbers = line.replace(b"\t", b" ", 1).partition(b" ")
        else:
            word, numbers = apart(line.split(), width, number, file.name)
        yield number, word, numbers


def apart(fields: list[bytes], width: int, number: int, name: str) -> tuple[bytes, bytes]:
    """The word and the numbers of a row with other blanks in it: GloVe has a few words like “. . .”."""
    words = fields[: max(1, len(fields) - width)]
    if len(fields) <= width or any(is_number(field) for field in words[1:]):
        raise PointsError(f"Line {number} of {name} has {len(fields) - 1} numbers, the others {width}: mend that line.")
    return b" ".join(words), b" ".join(fields[-width:])


def binary_rows(file: Unpacked, first: bytes, total: int, width: int) -> Iterator[Row]:
    """word2vec's binary: a word, a blank, `width` float32; some writers end each with a newline."""
    held, size = first, 4 * width
    for number in range(1, total + 1):
        if len(held) < size + MOST_WORD:
            held += file.piece(max(2**20, 4 * size))
        blank = held.find(b" ", 0, MOST_WORD)
        if blank < 0 and len(held) >= MOST_WORD:
            raise PointsError(f"Word {number} of {file.name} has no end: this is no word2vec file.")
        if blank < 0 or len(held) < blank + 1 + size:
            raise PointsError(f"{file.name} is cut short: it promises {total} words and ends in word {number}.")
        yield number, held[:blank].lstrip(b"\n"), held[blank + 1 : blank + 1 + size]
        held = held[blank + 1 + size :]


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


def parsed_text(row: Row, width: int, name: str) -> Vectors:
    try:
        with np.errstate(over="ignore"):  # what is too big becomes infinity, and is told below
            found = np.array(row[2].split()).astype(np.float32)
    except ValueError as error:
        raise PointsError(f"Line {row[0]} of {name} holds what is no number: mend that line.") from error
    return finite(found, row, name, "Line")


def parsed_binary(row: Row, width: int, name: str) -> Vectors:
    return finite(np.frombuffer(row[2], dtype="<f4"), row, name, "Word")


def finite(found: Vectors, row: Row, name: str, what: str) -> Vectors:
    if not np.isfinite(found).all():
        raise PointsError(f"{what} {row[0]} of {name} holds nan or infinity: mend or leave out that row.")
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
