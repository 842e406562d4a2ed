"""Where in a text the table is: what separates its fields, which line is the header, and the rows under it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from rnnviz.core.typed import numeral, shortened
from rnnviz.learn.data import DataError
from rnnviz.learn.data.series.names import MISSING, is_temperature, is_time
from rnnviz.texts import _

SAMPLE = 400  # lines that are looked at to find the table
MAX_COLUMNS = 1000
MAX_SPAN = 20  # lines that a quoted field may go over
AT_A_TIME = 4096  # rows
ALIKE = 0.8  # of the lines have as many fields, if that separates them
SEPARATORS = "\t;|,"
COMMENT = ("#", "%", "!", "//")
DIRECTIVE = re.compile(r'"?sep=(.)"?,*', re.IGNORECASE)
OPEN = _("The quotation mark in line {line} of {name} is never closed: delete or close it.")

ISD_LITE = (
    "year", "month", "day", "hour", "temperature (0.1 °C)", "dew point (0.1 °C)", "pressure (0.1 hPa)",
    "wind direction (°)", "wind speed (0.1 m/s)", "sky", "rain in 1 hour (0.1 mm)", "rain in 6 hours (0.1 mm)",
)  # fmt: skip
"""The columns of NOAA's ISD-lite, which has no header (its format, isd-lite-format.txt)."""
ISD_DATE = ((1900, 2100), (1, 12), (1, 31), (0, 23))
Row = tuple[int, list[str]]
"""The line that a row begins in, from 1, and its fields."""


@dataclass(frozen=True)
class Block:
    """Rows that follow one another: the line of each, and their fields; or, where all have as many, their columns."""

    at: Sequence[int]
    fields: list[list[str]]
    columns: list[list[str]] | None = None

    def column(self, place: int) -> list[str]:
        """The cells, "" where a row is too short."""
        if self.columns is None:
            return [fields[place] if place < len(fields) else "" for fields in self.fields]
        return self.columns[place] if place < len(self.columns) else [""] * len(self.at)


@dataclass(frozen=True)
class Layout:
    """`first`: the first line under the header. `guessed`: there is no header, and the columns have numbers."""

    separator: str
    names: tuple[str, ...]
    header: int
    first: int
    guessed: bool = False


def split(line: str, separator: str) -> list[str]:
    return next(csv.reader([line], delimiter=separator, skipinitialspace=separator == " "), [])


def is_comment(line: str) -> bool:
    return line.lstrip().startswith(COMMENT)


def find(text: Iterable[str], name: str) -> Layout:
    """Raises DataError, with what was seen."""
    sample = list(islice(text, SAMPLE))
    body = [(number, line) for number, line in enumerate(sample, 1) if line.strip() and not is_comment(line)]
    if not body:
        raise DataError(
            _("{name} has no line of numbers: give a table with a header, times and temperatures.").format(name=name)
        )
    told = DIRECTIVE.fullmatch(body[0][1].strip())
    body = body[1:] if told else body
    separator = told[1] if told else separator_of([line for _, line in body])
    if separator is None and (alone := one_column(body)):
        return alone
    if not body or separator is None:
        seen = body[0] if body else (1, sample[0])
        raise DataError(
            _(
                "{name} is not a table: line {line} is {text}. Put a comma, a semicolon or a tab between the columns."
            ).format(name=name, line=seen[0], text=shortened(seen[1].strip()))
        )
    rows = [(number, split(line, separator)) for number, line in body]
    widths = Counter(len(fields) for _, fields in rows[len(rows) // 2 :])
    width = widths.most_common(1)[0][0]
    if max(len(fields) for _, fields in rows) > MAX_COLUMNS:
        raise DataError(
            _("{name} has more than {max_columns} columns: keep the times and the temperature.").format(
                name=name, max_columns=MAX_COLUMNS
            )
        )
    remarks = [
        (number, split(line.lstrip("#%!/ \t"), separator))
        for number, line in enumerate(sample, 1)
        if is_comment(line) and number < rows[-1][0]
    ]
    return laid_out(separator, header_of(rows, remarks, width), rows, width)


def separator_of(lines: list[str]) -> str | None:
    """What cuts the later half of the lines into equally many fields, two or more; else white space, if that does."""
    tail, found = lines[len(lines) // 2 :], []
    for separator in SEPARATORS + " ":
        widths = Counter(len(split(line.strip(" "), separator)) for line in tail)
        often, alike = max(
            ((width, n) for width, n in widths.items() if width > 1), key=lambda it: it[1], default=(0, 0)
        )
        found.append((alike / len(tail), separator))
        if separator == " " and not any(is_number(cell) for cell in split(tail[-1].strip(), " ")):
            break  # a sentence
        if alike / len(tail) >= ALIKE and (separator != " " or often > 2):
            return separator
    share, best = max(found[: len(SEPARATORS)], key=lambda it: it[0])
    return best if share else None


def one_column(body: Sequence[tuple[int, str]]) -> Layout | None:
    """Of a list of numbers, one a line, with a name over it or none; None for any other text."""
    numbers = [numeral(line.strip().strip("\"'")) is not None or line.strip().lower() in MISSING for _, line in body]
    if len(body) < 2 or not all(numbers[1:]) or body[0][1].count('"') % 2:
        return None
    if numbers[0]:
        return Layout("\t", ("column 1",), 0, body[0][0], True)
    return Layout("\t", distinct([body[0][1].strip().strip("\ufeff\"'")]), body[0][0], body[0][0] + 1)


def header_of(rows: list[Row], remarks: list[Row], width: int) -> Row | None:
    """The line of names that speaks most of times and temperatures; it may be a comment."""
    first = next((number for number, fields in rows if len(fields) == width and not all_names(fields)), rows[-1][0])
    found = [
        (score(fields, width), -number, (number, fields))
        for number, fields in [*rows, *((n, f) for n, f in remarks if n < first and len(f) == width)]
        if all_names(fields)
    ]
    best = max(found, default=None, key=lambda it: it[:2])
    return best[2] if best else None


def all_names(fields: list[str]) -> bool:
    """Whether a line is words: no number, nothing missing but empty fields."""
    there = [field.strip() for field in fields if field.strip()]
    return len(there) > 1 and all(re.search(r"[^\W\d_]|^#$", it) and not is_number(it) for it in there)


def is_number(cell: str) -> bool:
    digits = sum(letter.isdigit() for letter in cell)
    return numeral(cell) is not None or cell.lower() in MISSING or digits > len(cell) / 2


def score(fields: list[str], width: int) -> int:
    names = [field.strip() for field in fields]
    return 2 * any(map(is_time, names)) + 2 * any(map(is_temperature, names)) + (abs(len(fields) - width) <= 1)


def laid_out(separator: str, header: Row | None, rows: list[Row], width: int) -> Layout:
    if header is None:
        first = next(number for number, fields in rows if len(fields) == width)
        names = ISD_LITE if is_isd_lite(separator, rows) else tuple(f"column {k + 1}" for k in range(width))
        return Layout(separator, names, 0, first, True)
    number, titles = header[0], [name.strip().strip("\ufeff\"'") for name in header[1]]
    under = next((row for row in rows if row[0] > number), None)
    first = number + 1
    if under and all_names(under[1]) and len(under[1]) == len(titles):  # a line of units
        titles = [
            f"{name} ({unit.strip(' ()[]')})" if unit.strip() else name
            for name, unit in zip(titles, under[1], strict=True)
        ]
        first = under[0] + 1
    return Layout(separator, distinct(titles), number, first)


def is_isd_lite(separator: str, rows: list[Row]) -> bool:
    """Whether every row is twelve whole numbers with blanks between, the first four a date and an hour."""
    if separator != " " or any(len(fields) != len(ISD_LITE) for _, fields in rows):
        return False
    try:
        numbers = [[int(field) for field in fields] for _, fields in rows]
    except ValueError:
        return False
    return all(low <= it <= high for row in numbers for it, (low, high) in zip(row, ISD_DATE, strict=False))


def distinct(names: list[str]) -> tuple[str, ...]:
    """Each name once: a second Temp is Temp (2), and what has none is told by its place."""
    met: Counter[str] = Counter()
    found = []
    for place, name in enumerate(names, 1):
        name = name or f"column {place}"
        met[name] += 1
        found.append(name if met[name] == 1 else f"{name} ({met[name]})")
    return tuple(found)


def rows_of(text: Iterator[str], layout: Layout, name: str) -> Iterator[Row]:
    """The rows under the header that are neither blank nor comments. Raises DataError."""
    text = islice(text, layout.first - 1, None)
    kept = ("" if is_comment(line) else line for line in text)
    return cut(kept, layout.separator, layout.first, name)


def blocks_of(rows: Iterator[Row]) -> Iterator[Block]:
    """The same rows, some thousands at a time."""
    while some := list(islice(rows, AT_A_TIME)):
        yield Block([line for line, _ in some], [fields for _, fields in some])


def alike(text: str, separator: str) -> bool:
    """Whether all of its lines have as many separators."""
    letters = np.frombuffer(f"{text}\n".encode("utf-32-le"), np.uint32)
    ends, cuts = (np.flatnonzero(letters == ord(mark)) for mark in ("\n", separator))
    before = np.searchsorted(cuts, ends)
    return len(cuts) % len(ends) == 0 and bool((before == len(cuts) // len(ends) * np.arange(1, len(ends) + 1)).all())


def plain_blocks(pieces: Iterable[str], layout: Layout) -> Iterator[Block]:
    """The rows under the header of a text without quotation marks, in which a line is a row.

    `pieces`: its lines, many in each. Where all have as many fields, the cells are cut in one go.
    """
    separator, number = layout.separator, 1
    odd = re.compile(rf"^[^\S\n]*(?:{'|'.join(map(re.escape, COMMENT))}|{re.escape(separator)}*$)", re.MULTILINE)
    for piece in pieces:
        lines, first = piece.split("\n"), max(number, layout.first)
        lines, number = lines[first - number :], number + len(lines)
        if not lines:
            continue
        text = "\n".join(lines)
        if not alike(text, separator) or odd.search(text):
            there = ((at, line) for at, line in enumerate(lines, first) if line and not is_comment(line))
            yield from blocks_of((at, fields) for at, line in there if any(fields := line.split(separator)))
        else:
            cells, width = text.replace("\n", separator).split(separator), lines[0].count(separator) + 1
            yield Block(range(first, number), [], [cells[place::width] for place in range(width)])


def cut(text: Iterable[str], separator: str, first: int, name: str, span: int = MAX_SPAN) -> Iterator[Row]:
    """The rows of lines that begin with line `first`, blank ones left out; a row takes up to `span` lines.

    Raises DataError.
    """
    reader = csv.reader((f"{line}\n" for line in text), delimiter=separator, skipinitialspace=separator == " ")
    fields: list[str] = []
    at = first
    try:
        for fields in reader:
            line, at = at, first + reader.line_num
            if at - line > span:
                raise DataError(OPEN.format(line=line, name=name))
            if any(fields):
                yield line, fields
        if fields and fields[-1].count("\n") > 1:  # the last row takes all the lines that are left
            raise DataError(OPEN.format(line=line, name=name))
    except csv.Error as error:
        raise DataError(
            _("Line {at} of {name} cannot be cut into fields: look for a quotation mark there.").format(
                at=at, name=name
            )
        ) from error
