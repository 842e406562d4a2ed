"""A file read into a series: the columns that fit, what was read, and each reason why not, with its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np

from rnnviz.core.typed import shortened
from rnnviz.learn.data import DataError
from rnnviz.learn.data.series import Series, layout, names, times, values
from rnnviz.learn.data.series.layout import Block, Layout, Row
from rnnviz.learn.data.series.rows import Wanted, of_rows, quoted
from rnnviz.learn.data.series.stamps import bare, kind_of
from rnnviz.learn.data.series.unpacking import MAX_BYTES, encoding_of, lines, pieces, unpacked
from rnnviz.texts import _

SAMPLE = 400  # rows that decide what the columns hold
ENOUGH = 0.5  # of a column's cells are numbers, if it is one of numbers
MOST_NAMED = 12  # columns in a sentence


@dataclass(frozen=True)
class Table:
    """A file's columns by place: their names, and each one's first cells."""

    layout: Layout
    sample: tuple[Row, ...]

    def cells(self, place: int) -> list[str]:
        return [fields[place] if place < len(fields) else "" for _, fields in self.sample]

    def place(self, name: str) -> int:
        return self.layout.names.index(name)


@dataclass(frozen=True)
class FileReading:
    """What became of a file: the series, or the problem. `choices`: the columns that can be read instead.

    `time`: which columns say when; `times`: those that can.
    """

    series: Series | None = None
    problem: str = ""
    choices: tuple[str, ...] = ()
    asks: bool = False
    column: str = ""
    time: tuple[str, ...] = ()
    times: tuple[str, ...] = ()


def read(
    source: Path | bytes, name: str = _("the file"), column: str = "", inputs: tuple[str, ...] = (), time: str = ""
) -> Series:
    """The times and values of a table, in the file's own order. Raises DataError."""
    found = look(source, name, column, inputs, time)
    if found.series is None:
        raise DataError(found.problem)
    return found.series


def look(
    source: Path | bytes, name: str, column: str = "", inputs: tuple[str, ...] = (), time: str = ""
) -> FileReading:
    """What there is to read, as `Wanted` says it."""
    try:
        if isinstance(source, Path) and source.stat().st_size > MAX_BYTES:
            raise DataError(
                _("{name} is larger than {max_bytes} MB: cut it to some years of hours.").format(
                    name=name, max_bytes=MAX_BYTES // 2**20
                )
            )
        content = unpacked(source if isinstance(source, bytes) else source.read_bytes(), name)
        if not content.strip():
            raise DataError(_("{name} is empty: give a table with a header, times and temperatures.").format(name=name))
        encoding = encoding_of(content, name)
        laid = layout.find(lines(content, encoding, name), name)
        table = Table(laid, tuple(islice(layout.rows_of(lines(content, encoding, name), laid, name), SAMPLE)))
    except DataError as error:
        return FileReading(problem=str(error))
    if b'"' in content or laid.separator == " ":
        body = layout.blocks_of(layout.rows_of(lines(content, encoding, name), laid, name))
    else:
        body = layout.plain_blocks(pieces(content, encoding, name), laid)
    return chosen(table, body, name, Wanted(column, inputs, time))


def chosen(table: Table, body: Iterator[Block], name: str, wanted: Wanted) -> FileReading:
    """The columns are found in the sample, so that of a large file only these are held."""
    if not table.sample:
        header = _("a header in line {header} ({names})").format(
            header=table.layout.header, names=listed(table.layout.names)
        )
        return FileReading(
            problem=_("{name} has {header} and no row under it: give a table with times and temperatures.").format(
                name=name, header=header
            )
        )
    kinds = [kind_of(table.cells(place)) for place in range(len(table.layout.names))]
    when = times.find(table.layout.names, kinds, wanted.time)
    fits, choices = candidates(table, when.columns if when else ())
    if when is None and choices and not wanted.time and not unread_times(table):
        when = times.BY_ROW
    missing = [it for it in wanted.named if it not in table.layout.names]
    problems = [
        _("There is no column {it} in {name}: choose another.").format(it=shortened(it), name=name) for it in missing
    ]
    choice = "" if missing else wanted.column or (fits[0] if len(fits) == 1 else "")
    if not choice and not missing:
        problems.append(no_column(table, fits, choices, name))
    if when is None:
        problems.insert(0, no_times(table, name, wanted.time))
    elif problems and not when.columns:
        problems.insert(0, _("{name} has no column of times: each row is a step.").format(name=name))
    asks = not choice and bool(choices) and when is not None
    stamps = tuple(table.layout.names[place] for place in when.columns) if when else ()
    found = FileReading(None, " ".join(problems), choices if when else (), asks, choice, stamps,
                        times.able(table.layout.names, kinds))  # fmt: skip
    if when is None or problems:
        return found
    try:
        return replace(found, series=of_rows(table.layout, body, when, replace(wanted, column=choice), name))
    except DataError as error:
        return replace(found, problem=str(error))


def candidates(table: Table, taken: Sequence[int]) -> tuple[list[str], tuple[str, ...]]:
    """The columns that may be meant, by their names and cells; and all that can be chosen.

    An apparent temperature or a day's extreme is meant only where there is no other.
    """
    free = [(place, name) for place, name in enumerate(table.layout.names) if place not in taken]
    numeric = [name for place, name in free if is_numeric(table.cells(place))]
    warm = [name for name in numeric if names.is_temperature(name)]
    plain = [name for name in warm if not names.is_derived(name)]
    usual = [name for name in plain if not names.is_extreme(name)]
    fits = usual or plain or warm
    if len(numeric) == 1 and (table.layout.guessed or not taken):
        return numeric, tuple(numeric)
    first = fits + [name for name in warm if name not in fits]
    return fits, tuple(first + [name for name in numeric if name not in first])


def unread_times(table: Table) -> bool:
    """Whether a column is called a time and holds something else than numbers."""
    named = [place for place, name in enumerate(table.layout.names) if names.is_time(name)]
    return any(not is_numeric(table.cells(place)) for place in named)


def is_numeric(cells: list[str]) -> bool:
    there = [cell for cell in cells if not values.is_missing(cell)]
    found = values.numbers(there, "tmp" if any("," in cell for cell in there) else "")[0]
    return bool(there) and float(np.mean(np.isfinite(found))) >= ENOUGH


def no_times(table: Table, name: str, wanted: str = "") -> str:
    if wanted in table.layout.names:
        first = quoted(bare(table.cells(table.place(wanted))[0]))
        line = table.sample[0][0]
        return _("{wanted} of {name} holds no times (line {line} has {first}): choose another column.").format(
            wanted=shortened(wanted), name=name, line=line, first=first
        )
    header, seen = table.layout.header, table.sample[0]
    said = (
        _("no header, line {first}").format(first=table.layout.first)
        if table.layout.guessed
        else _("header in line {header}").format(header=header)
    )
    example = next((cell for cell in map(bare, seen[1]) if cell), "nothing")
    return _(
        "{name} has no column of times ({said}: {names}; line {seen} begins with {example}): call one “Date” and "
        "write times like 2006-04-01 13:00."
    ).format(name=name, said=said, names=listed(table.layout.names), seen=seen[0], example=shortened(example))


def no_column(table: Table, fits: list[str], choices: tuple[str, ...], name: str) -> str:
    if fits:
        return _("{n_fits} columns of {name} can be meant: {fits}. Choose one.").format(
            n_fits=len(fits), name=name, fits=listed(fits)
        )
    if choices:
        return _("{name} has no temperature column, but {choices}: call one “Temperature (C)”, or choose one.").format(
            name=name, choices=listed(choices)
        )
    warm = [place for place, it in enumerate(table.layout.names) if names.is_temperature(it)]
    line, fields = table.sample[0] if table.sample else (table.layout.first, [])
    seen = [fields[place] for place in warm if place < len(fields)] or fields[1:2]
    where = _(" (line {line} has {seen})").format(line=line, seen=shortened(bare(seen[0]))) if seen else ""
    return _("{name} has no column of numbers{where}: give a table with a temperature in every row.").format(
        name=name, where=where
    )


def listed(columns: Iterable[str]) -> str:
    every = [shortened(it) for it in columns]
    return ", ".join(every[:MOST_NAMED]) + (
        _(" and {n_every} more").format(n_every=len(every) - MOST_NAMED) if len(every) > MOST_NAMED else ""
    )
