"""A file read into a series: the columns that fit, what was read, and each reason why not, with its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from rnnviz.core.typed import counted, shortened
from rnnviz.core.windows import Index, Times, step_of
from rnnviz.learn.data import DataError
from rnnviz.learn.data.series import Hole, Series, layout, names, times, values
from rnnviz.learn.data.series.layout import Layout, Row
from rnnviz.learn.data.series.stamps import bare
from rnnviz.learn.data.series.unpacking import MAX_BYTES, encoding_of, lines, unpacked

MAX_ROWS = 2_000_000
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
    """What became of a file: the series, or the problem. `choices`: the columns that can be read instead."""

    series: Series | None = None
    problem: str = ""
    choices: tuple[str, ...] = ()
    asks: bool = False
    column: str = ""


def read(source: Path | bytes, name: str = "the file", column: str = "") -> Series:
    """The times and values of a table, in the file's own order. Raises DataError."""
    found = look(source, name, column)
    if found.series is None:
        raise DataError(found.problem)
    return found.series


def look(source: Path | bytes, name: str, column: str = "") -> FileReading:
    """What there is to read; `column`: the values, by their name in the header ("": the temperature)."""
    try:
        if isinstance(source, Path) and source.stat().st_size > MAX_BYTES:
            raise DataError(f"{name} is larger than {MAX_BYTES // 2**20} MB: cut it to some years of hours.")
        content = unpacked(source if isinstance(source, bytes) else source.read_bytes(), name)
        if not content.strip():
            raise DataError(f"{name} is empty: give a table with a header, times and temperatures.")
        encoding = encoding_of(content, name)
        laid = layout.find(lines(content, encoding, name), name)
        table = Table(laid, tuple(islice(layout.rows_of(lines(content, encoding, name), laid, name), SAMPLE)))
    except DataError as error:
        return FileReading(problem=str(error))
    return chosen(table, layout.rows_of(lines(content, encoding, name), laid, name), name, column)


def chosen(table: Table, rows: Iterator[Row], name: str, column: str) -> FileReading:
    """The columns are found in the sample, so that of a large file only these are held."""
    if not table.sample:
        header = f"a header in line {table.layout.header} ({listed(table.layout.names)})"
        return FileReading(
            problem=f"{name} has {header} and no row under it: give a table with times and temperatures."
        )
    when = times.find(table.layout.names, [table.cells(place) for place in range(len(table.layout.names))])
    fits, choices = candidates(table, when.columns if when else ())
    if column and column not in table.layout.names:
        choice, problems = "", [f"There is no column {shortened(column)} in {name}: choose another."]
    else:
        choice = column or (fits[0] if len(fits) == 1 else "")
        problems = [] if choice else [no_column(table, fits, choices, name)]
    if when is None:
        problems.insert(0, no_times(table, name))
    asks = not choice and bool(choices) and when is not None
    if when is None or problems:
        return FileReading(None, " ".join(problems), choices if when else (), asks)
    try:
        series = of_rows(table.layout, rows, when, choice, name)
    except DataError as error:
        return FileReading(None, str(error), choices, False, choice)
    return FileReading(series, "", choices, False, choice)


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
    if table.layout.guessed and len(numeric) == 1:
        return numeric, tuple(numeric)
    return fits, tuple(fits + [name for name in warm if name not in fits]) if warm else tuple(numeric)


def is_numeric(cells: list[str]) -> bool:
    there = [cell for cell in cells if not values.is_missing(cell)]
    found = values.numbers(there, "tmp" if any("," in cell for cell in there) else "")[0]
    return bool(there) and float(np.mean(np.isfinite(found))) >= ENOUGH


def no_times(table: Table, name: str) -> str:
    header, seen = table.layout.header, table.sample[0]
    said = f"no header, line {table.layout.first}" if table.layout.guessed else f"header in line {header}"
    example = next((cell for cell in map(bare, seen[1]) if cell), "nothing")
    return (
        f"{name} has no column of times ({said}: {listed(table.layout.names)}; line {seen[0]} begins with "
        f"{shortened(example)}): call one “Date” and write times like 2006-04-01 13:00."
    )


def no_column(table: Table, fits: list[str], choices: tuple[str, ...], name: str) -> str:
    if fits:
        return f"{len(fits)} columns of {name} can be meant: {listed(fits)}. Choose one."
    if choices:
        return f"{name} has no temperature column, but {listed(choices)}: call one “Temperature (C)”, or choose one."
    warm = [place for place, it in enumerate(table.layout.names) if names.is_temperature(it)]
    line, fields = table.sample[0] if table.sample else (table.layout.first, [])
    seen = [fields[place] for place in warm if place < len(fields)] or fields[1:2]
    where = f" (line {line} has {shortened(bare(seen[0]))})" if seen else ""
    return f"{name} has no column of numbers{where}: give a table with a temperature in every row."


def listed(columns: Iterable[str]) -> str:
    every = [shortened(it) for it in columns]
    return ", ".join(every[:MOST_NAMED]) + (f" and {len(every) - MOST_NAMED} more" if len(every) > MOST_NAMED else "")


def of_rows(laid: Layout, rows: Iterator[Row], when: times.When, column: str, name: str) -> Series:
    """Raises DataError where too little is left."""
    place = laid.names.index(column)
    at: list[int] = []
    cells: list[list[str]] = [[] for _ in (*when.columns, place)]
    for line, fields in rows:
        if len(at) == MAX_ROWS:
            raise DataError(f"{name} has more than {MAX_ROWS} rows: cut it to fewer.")
        at.append(line)
        for kept, where in zip(cells, (*when.columns, place), strict=True):
            kept.append(fields[where] if where < len(fields) else "")
    if not at:
        raise DataError(f"{name} ends after its header in line {laid.header}: add rows.")
    stamps, said = when.read(list(cells[:-1]))
    temperature = names.is_temperature(column) or laid.guessed
    found = values.read(
        cells[-1], at, column, names.unit_of(column) if temperature else names.bracketed(column), temperature
    )
    columns = ", ".join([*(laid.names[it] for it in when.columns), column])
    return put_together(columns, at, cells, stamps, found, said, name)


def put_together(
    columns: str,
    at: list[int],
    cells: list[list[str]],
    stamps: Times,
    found: values.Values,
    said: tuple[str, ...],
    name: str,
) -> Series:
    timed, valued = ~np.isnat(stamps), np.isfinite(found.values)
    good, holes = timed & valued, np.flatnonzero(timed & ~valued)
    hole = Hole(len(holes), at[holes[0]], bare(cells[-1][holes[0]])) if len(holes) else Hole()
    lost = np.flatnonzero(~timed)
    if good.sum() < 2:
        raise DataError(
            f"{name} has fewer than two rows with both a time and a value{why(at, cells, timed, hole)}: add some."
        )
    step = step_of(np.unique(stamps[timed]))
    check_repeats(stamps[timed], columns.rpartition(", ")[0], name)
    notes = [*said, *found.notes]
    if len(lost):
        first = lost[0]
        seen = shortened(bare(cells[0][first]))
        notes.append(f"{counted(len(lost), 'row')} without a readable time (first: line {at[first]}, {seen}) left out.")
    if unknown := hole.count - found.coded:
        where = "" if found.coded else f" (first: line {hole.line}, {quoted(hole.seen)})"
        notes.append(f"{counted(unknown, 'missing or unreadable value')}{where} left out.")
    notes += twice(stamps[good], np.array(at)[good])
    text = f"read: {columns} · {step.measured(len(np.unique(stamps[good])))} · {hole.count} missing"
    return Series(stamps[good], found.values[good], name, tuple(notes), step, found.unit, hole, text)


def twice(stamps: Times, lines: Index) -> list[str]:
    """A sentence on times that come again, as an hour does when summer time ends."""
    _, first = np.unique(stamps, return_index=True)
    again = np.setdiff1d(np.arange(len(stamps)), first)
    if not len(again):
        return []
    where = f"(first: line {lines[again[0]]}, {str(stamps[again[0]])[:16].replace('T', ' ')})"
    many = "1 row has a time that came before" if len(again) == 1 else f"{len(again)} rows have times that came before"
    return [f"{many} {where}: sorted by time, the first row of each time counts."]


def why(at: list[int], cells: list[list[str]], timed: Times, hole: Hole) -> str:
    if hole.count:
        return f" (line {hole.line} has {quoted(hole.seen)} for a value)"
    first = int(np.argmin(timed))
    return f" (line {at[first]} has {quoted(bare(cells[0][first]))} for a time)" if not timed.all() else ""


def quoted(text: str) -> str:
    return shortened(text) if text else "an empty field"


def check_repeats(stamps: Times, columns: str, name: str) -> None:
    """Raises DataError where most rows would be lost: a date without its hours, or several places in one file."""
    different = len(np.unique(stamps))
    if 2 * different < len(stamps):
        raise DataError(
            f"{name} has {len(stamps)} rows at {different} different times (from {columns}): add the column with the "
            "time of day, or keep the rows of one place."
        )
