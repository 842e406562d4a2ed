"""Word vectors that a learner loads: GloVe's text, word2vec's text and binary, fastText's .vec, .csv, NumPy's .npy
and .npz; plain, .gz or .zip.

A file of any length is read row by row: the first half of MOST_DRAWN rows is kept, since such files begin with the most
frequent words, and as many of the others, drawn at random with a seed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import BinaryIO

import numpy as np

from rnnviz.core.typed import counted, grouped, kind
from rnnviz.maps.arrays import is_array, read_array
from rnnviz.maps.points import MOST_DRAWN, MOST_WHOLE, Points, PointsError, Tell, Vectors
from rnnviz.maps.projector import columns, read_projector
from rnnviz.maps.rows import Opened, Row, is_number, opened, pointed, quoted
from rnnviz.maps.sheets import opened_sheet
from rnnviz.maps.unpacking import Unpacked
from rnnviz.texts import _, forms, marked

HEAD = MOST_DRAWN // 2
OFTEN = 2000  # rows between two reports
Read = tuple[int, int, bytes, Vectors]
"""A row's place from 0, its line or number from 1, its word, its numbers."""


def silent(share: float) -> None:
    pass


def read_vectors(data: bytes | BinaryIO, name: str, tell: Tell = silent, metadata: bytes | None = None) -> Points:
    """The points of a file: at most MOST_DRAWN, `sampled_from` of how many; values "rank" by place in the file.

    `metadata`: the projector's, a row for each of the file's. Raises PointsError with what is wrong and, where it is
    one row's fault, which.
    """
    recognised(data, name)
    if name.lower().endswith((".tsv", ".tsv.gz")) or (metadata is not None and tabbed(data, name)):
        return read_projector(data if isinstance(data, bytes) else data.read(), metadata, name)
    if is_array(data):
        return read_array(data, name, metadata)
    sheet = is_sheet(data, name)
    file = Unpacked(data, name)
    return of_rows(opened_sheet(file) if sheet else opened(file), file, tell, metadata)


def recognised(data: bytes | BinaryIO, name: str) -> None:
    """Raises PointsError for what its first bytes say is something else, and for an empty file."""
    if is_array(data):
        return
    begun = Unpacked(data, name).piece(200)
    if not isinstance(data, bytes):
        data.seek(0)
    if found := "empty" if not begun.strip() else kind(begun):
        raise PointsError(
            _("{name} is {found}: load GloVe, word2vec or fastText as text, .csv, .npy or .npz.").format(
                name=name, found=found
            )
        )


def is_sheet(data: bytes | BinaryIO, name: str) -> bool:
    """Whether its name says csv, or its first line is numbers with commas or semicolons between, after a word."""
    file = Unpacked(data, name)
    first = file.line().decode("utf-8", "replace").strip()
    if not isinstance(data, bytes):
        data.seek(0)
    split = [first.split(",")[1:], list(map(pointed, first.split(";")[1:]))]
    numbers = any(len(it) > 1 and all(is_number(field.encode()) for field in it) for it in split)
    return numbers or file.member_name.lower().endswith(".csv")


def tabbed(data: bytes | BinaryIO, name: str) -> bool:
    """Whether the first line is numbers with tabs between, as in the projector's vectors."""
    if is_array(data):
        return False
    fields = Unpacked(data, name).line().strip(b"\r\n\t ").split(b"\t")
    if not isinstance(data, bytes):
        data.seek(0)
    return len(fields) > 1 and all(map(is_number, fields))


class Everything:
    """The numbers of all rows, as long as they are few enough to be kept."""

    def __init__(self, width: int) -> None:
        self.most = MOST_WHOLE // (4 * width)
        self.rows: list[Read] | None = []

    def add(self, row: Row, vector: Callable[[Row], Vectors]) -> None:
        if self.rows is not None and len(self.rows) < self.most:
            self.rows.append((len(self.rows), row[0], row[1], vector(row)))
        else:
            self.rows = None


def of_rows(found: Opened, file: Unpacked, tell: Tell, metadata: bytes | None) -> Points:
    """The points of a file's rows."""
    name, every = file.name, Everything(found.width)
    vector = partial(parsed_binary if found.binary else parsed_text, name=name)
    kept, total = sampled(found.rows, file, tell, lambda row: every.add(row, vector))
    drawn = [place for place, _ in kept]
    rows = every.rows if every.rows is not None else [(place, row[0], row[1], vector(row)) for place, row in kept]
    first = once(rows) if found.words and metadata is None else rows
    points = placed(first, found, name, total)
    beside = columns(metadata, total, name) if metadata is not None else None
    if beside:
        points = beside.on(points, [it[0] for it in first])
    if len(drawn) < len(rows):
        wanted = set(drawn)
        points = points.rows(np.array([at for at, it in enumerate(first) if it[0] in wanted], dtype=np.int64))
    repeated = (
        _("{n_rows} left out: the word had come before.").format(
            n_rows=counted(len(rows) - len(first), "{n} row", "{n} rows")
        )
        if first != rows
        else ""
    )
    spaces = spaced([row for _, row in kept], found)
    notes = [file.note, read_as(found, total), found.note, spaces, sample_note(len(kept), total), repeated]
    notes += [beside.read] if beside else []
    return replace(points, note=" ".join(filter(None, notes)))


def placed(rows: list[Read], found: Opened, name: str, total: int) -> Points:
    """With the words for labels. Raises PointsError where all are one point."""
    vectors = np.stack([it[3] for it in rows]) if rows else np.zeros((0, found.width), np.float32)
    if len(vectors) > 1 and not np.ptp(vectors, axis=0).any():
        raise PointsError(_("All rows of {name} hold the same numbers: there is nothing to map.").format(name=name))
    labels = tuple(decoded(line, word, found.binary, name) for _, line, word, _ in rows)
    ranks = np.array([it[1] for it in rows], dtype=np.float64)
    return Points(name, vectors, labels, None, {marked("rank"): ranks}, max(total, len(rows)))


def read_as(found: Opened, total: int) -> str:
    """What was read, and where the header said something else."""
    rows = forms("{n} word", "{n} words") if found.words else forms("{n} row", "{n} rows")
    told = _("Read: {total} × {width}, ").format(
        total=counted(total, *rows), width=counted(found.width, "{n} number", "{n} numbers")
    )
    told += _("from {kind}").format(kind=found.kind)
    if not found.header or found.header == (total, found.width):
        return f"{told}."
    wide = f" {found.width}" if found.width != found.header[1] else ""
    said = _("header said {rows} {columns}, found {total}{wide}.").format(
        rows=grouped(found.header[0]), columns=found.header[1], total=grouped(total), wide=wide
    )
    return f"{told}; {said}"


def spaced(kept: list[Row], found: Opened) -> str:
    """Which words hold a blank: in a line with a number too many, the word takes it."""
    rows = [row for row in kept if found.kind == "text" and b" " in row[1]]
    if not rows:
        return ""
    return _("{n_rows} with a space, the first “{word}” in line {line}.").format(
        n_rows=counted(len(rows), "{n} word", "{n} words"), word=quoted(rows[0][1]), line=rows[0][0]
    )


def sample_note(kept: int, total: int) -> str:
    if kept == total:
        return ""
    return _(
        "{kept} of {total} words: the first {head}, which are the most frequent, and {drawn} drawn at random."
    ).format(kept=grouped(kept), total=grouped(total), head=grouped(HEAD), drawn=grouped(kept - HEAD))


def sampled(
    rows: Iterator[Row], file: Unpacked, tell: Tell, see: Callable[[Row], None], seed: int = 0
) -> tuple[list[tuple[int, Row]], int]:
    """The first HEAD rows, as many of the others (Vitter's algorithm R, 1985), in order; and how many there are.

    Each with its place from 0. `see`: is shown every row.
    """
    head: list[tuple[int, Row]] = []
    others: list[tuple[int, Row]] = []
    draw, total = random.Random(seed), 0
    for total, row in enumerate(rows, 1):
        if total % OFTEN == 0:
            tell(file.share)
        see(row)
        if total <= HEAD:
            head.append((total - 1, row))
        elif len(others) < MOST_DRAWN - HEAD:
            others.append((total - 1, row))
        elif (place := int(draw.random() * (total - HEAD))) < len(others):
            others[place] = (total - 1, row)
    return head + sorted(others), total


def parsed_text(row: Row, name: str) -> Vectors:
    fields = row[2].split()
    try:
        with np.errstate(over="ignore"):  # what is too big becomes infinity, and is told below
            found = np.array(fields).astype(np.float32)
    except ValueError as error:
        wrong = next((it for it in fields if not is_number(it)), b"")
        raise PointsError(
            _("Line {row} of {name} holds “{wrong}”, which is no number: fix that line.").format(
                row=row[0], name=name, wrong=quoted(wrong)
            )
        ) from error
    return finite(found, row, name, _("Line"))


def parsed_binary(row: Row, name: str) -> Vectors:
    return finite(np.frombuffer(row[2], dtype="<f4"), row, name, _("Word"))


def finite(found: Vectors, row: Row, name: str, what: str) -> Vectors:
    if not np.isfinite(found).all():
        raise PointsError(
            _("{what} {row} of {name} holds nan or infinity: fix or leave out that row.").format(
                what=what, row=row[0], name=name
            )
        )
    return found


def decoded(line: int, word: bytes, binary: bool, name: str) -> str:
    """A word of a text must be UTF-8; word2vec's binary has words cut within a letter."""
    try:
        return word.decode("utf-8", "replace" if binary else "strict")
    except UnicodeDecodeError as error:
        raise PointsError(
            _("Line {line} of {name} is not UTF-8: save the file as UTF-8 and load it again.").format(
                line=line, name=name
            )
        ) from error


def once(rows: list[Read]) -> list[Read]:
    """Each word's first row."""
    first: dict[bytes, Read] = {}
    for row in rows:
        first.setdefault(row[2], row)
    return list(first.values())
