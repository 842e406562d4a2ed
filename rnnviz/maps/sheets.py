"""A .csv of vectors: a column of labels, if there is one, and columns of numbers; with a header or without."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from rnnviz.maps.points import PointsError
from rnnviz.maps.rows import Opened, Row, bounded, is_number, pointed, quoted
from rnnviz.maps.unpacking import Unpacked
from rnnviz.texts import _

LOOKED_AT = 100  # rows that tell numbers from words
NAMED = ("", "label", "word", "name", "token", "text", "id", "index", "unnamed: 0")
Line = tuple[int, list[str]]


@dataclass(frozen=True)
class SheetColumns:
    """Which columns are what, from 0. `label`: None where rows have no name."""

    numbers: list[int]
    label: int | None
    headed: bool
    note: str


def opened_sheet(file: Unpacked) -> Opened:
    """Raises PointsError where no column holds numbers."""
    first = file.line().removeprefix(b"\xef\xbb\xbf")
    mark = max((";", ",", "\t"), key=lambda it: (first.count(it.encode()), it == ","))
    rows = fields_of(file, first, mark)
    begun = list(islice(rows, LOOKED_AT))
    of = columns(begun, file.name)
    bounded(len(of.numbers), file.name)
    body = chain(begun[1:] if of.headed else begun, rows)
    return Opened(as_rows(body, of, len(begun[0][1]), file.name), len(of.numbers), "csv", None, False, of.note)


def fields_of(file: Unpacked, first: bytes, mark: str) -> Iterator[Line]:
    """Each row's line, where it ends, and its fields."""
    reader = csv.reader(texts(file, first), delimiter=mark)
    try:
        for fields in reader:
            if any(it.strip() for it in fields):
                yield reader.line_num, fields if mark == "," else list(map(pointed, fields))
    except csv.Error as error:
        raise PointsError(
            _("Line {line_num} of {name} cannot be read as csv: {error}.").format(
                line_num=reader.line_num, name=file.name, error=error
            )
        ) from error


def texts(file: Unpacked, first: bytes) -> Iterator[str]:
    line, number = first, 1
    while line:
        try:
            yield line.decode("utf-8").removesuffix("\n").removesuffix("\r") + "\n"
        except UnicodeDecodeError as error:
            raise PointsError(
                _("Line {number} of {name} is not UTF-8: save the file as UTF-8 and load it again.").format(
                    number=number, name=file.name
                )
            ) from error
        line, number = file.line(), number + 1


def columns(begun: list[Line], name: str) -> SheetColumns:
    """By the rows under the first, which may be a header."""
    if not begun:
        raise PointsError(_("{name} has no row: load a csv with a label and numbers in each row.").format(name=name))
    top, under = begun[0][1], [fields for _, fields in begun[1:]] or [begun[0][1]]
    numeric = [k for k in range(len(top)) if sum(k < len(row) and number(row[k]) for row in under) * 2 > len(under)]
    headed = any(not number(top[k]) for k in numeric)
    words = [k for k in range(len(top)) if k not in numeric]
    named = [k for k in range(len(top)) if headed and top[k].strip().lower() in NAMED]
    label = next((k for k in words if k in named), words[0] if words else named[0] if named else None)
    numeric = [k for k in numeric if k != label]
    if not numeric:
        raise PointsError(
            _("{name} has no column of numbers (line 1: “{encode}”).").format(
                name=name, encode=quoted(",".join(top).encode())
            )
        )
    others = [quoted(top[k].encode()) if headed else f"column {k + 1}" for k in words if k != label]
    return SheetColumns(
        numeric,
        label,
        headed,
        _("Left out, since not numbers: {others}.").format(others=", ".join(others)) if others else "",
    )


def number(field: str) -> bool:
    return is_number(field.strip().encode())


def as_rows(body: Iterator[Line], of: SheetColumns, width: int, name: str) -> Iterator[Row]:
    for count, (line, fields) in enumerate(body, 1):
        if len(fields) != width:
            raise PointsError(
                _("Line {line} of {name} has {n_fields} fields, the first {width}: fix that line.").format(
                    line=line, name=name, n_fields=len(fields), width=width
                )
            )
        if (gap := next((k for k in of.numbers if not fields[k].strip()), None)) is not None:
            raise PointsError(
                _("Line {line} of {name} has nothing in column {gap}: fix or leave out that line.").format(
                    line=line, name=name, gap=gap + 1
                )
            )
        label = fields[of.label] if of.label is not None else str(count)
        # a number with blanks in it is one field here, and stays one for the sentence that refuses it
        yield line, label.encode(), b" ".join(fields[k].strip().replace(" ", "·").encode() for k in of.numbers)
