"""The rows of a table as a series: what is wanted of them, which of them count, and what was done to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rnnviz.core import Array
from rnnviz.core.roc import Flags
from rnnviz.core.typed import counted, shortened
from rnnviz.core.windows import ROW, Index, Times, step_of
from rnnviz.learn.data import DataError
from rnnviz.learn.data.series import Hole, Series, names, times, values
from rnnviz.learn.data.series.layout import Block, Layout
from rnnviz.learn.data.series.stamps import bare
from rnnviz.texts import _

MAX_ROWS = 2_000_000
MAX_CELLS = 12_000_000  # that are held as text
MOST_INPUTS = 32


@dataclass(frozen=True)
class Wanted:
    """What is to be read, by names in the header: the values (""; the temperature), the inputs (none: the values), and
    the time (""; the one that fits)."""

    column: str = ""
    inputs: tuple[str, ...] = ()
    time: str = ""

    @property
    def named(self) -> tuple[str, ...]:
        return tuple(name for name in (self.column, *self.inputs, self.time) if name)


def of_rows(laid: Layout, body: Iterator[Block], when: times.When, wanted: Wanted, name: str) -> Series:
    """Raises DataError where too little is left."""
    inputs = tuple(it for it in wanted.inputs if it != wanted.column)
    if len(inputs) >= MOST_INPUTS:
        raise DataError(
            _("{n_inputs} columns are chosen as inputs: choose at most {most_inputs}.").format(
                n_inputs=len(wanted.inputs), most_inputs=MOST_INPUTS
            )
        )
    places = [*when.columns, *(laid.names.index(it) for it in (*inputs, wanted.column))]
    at: list[int] = []
    cells: list[list[str]] = [[] for _ in places]
    most = min(MAX_ROWS, MAX_CELLS // len(places))
    for block in body:
        at += block.at
        for kept, where in zip(cells, places, strict=True):
            kept += block.column(where)
        if len(at) > most:
            raise DataError(_("{name} has more than {most} rows: cut it to fewer.").format(name=name, most=most))
    if not at:
        raise DataError(
            _("{name} ends after its header in line {header}: add rows.").format(name=name, header=laid.header)
        )
    stamps, said = when.read([*(cells[: len(when.columns)] or cells[-1:])])
    beside = []
    for column, held in zip(inputs, cells[len(when.columns) :], strict=False):
        one = column_of(held, at, column, is_warm(column, laid, when))
        said += tuple(f"{column}: {note}" for note in one.notes)
        beside.append(one.values)
    found = column_of(cells[-1], at, wanted.column, is_warm(wanted.column, laid, when))
    columns = ", ".join(laid.names[it] for it in when.columns), wanted.column
    series = put_together(columns, at, cells, stamps, found, said, name, beside)
    if not inputs:
        return series
    own = [series.values] if wanted.column in wanted.inputs else []
    read = [wanted.column] * bool(own) + list(inputs)
    together = np.stack([*own, *(() if series.inputs is None else series.inputs.T)], axis=1)
    many = counted(len(read), "{n} input", "{n} inputs")
    return replace(series, inputs=together, input_names=tuple(read), read=f"{series.read} · {many}: {', '.join(read)}")


def is_warm(name: str, laid: Layout, when: times.When) -> bool:
    """Whether a column is a temperature: by its name; or with times and no names, where it is what is asked for."""
    return names.is_temperature(name) or (laid.guessed and bool(when.columns))


def column_of(cells: list[str], at: list[int], name: str, temperature: bool) -> values.Values:
    """A column's numbers; a temperature in °C."""
    return values.read(cells, at, name, names.unit_of(name) if temperature else names.bracketed(name), temperature)


def put_together(
    columns: tuple[str, str],
    at: list[int],
    cells: list[list[str]],
    stamps: Times,
    found: values.Values,
    said: tuple[str, ...],
    name: str,
    beside: Sequence[Array] = (),
) -> Series:
    """`beside`: the inputs; a row without one of them is left out, too."""
    timed, valued = ~np.isnat(stamps), np.isfinite(found.values)
    whole = valued.copy()
    for one in beside:
        whole &= np.isfinite(one)
    good, holes = timed & whole, np.flatnonzero(timed & ~valued)
    hole = Hole(len(holes), at[holes[0]], bare(cells[-1][holes[0]])) if len(holes) else Hole()
    if good.sum() < 2:
        raise DataError(
            _("{name} has fewer than two rows with {word}a value{at}: add some.").format(
                name=name, word=_("both a time and ") if columns[0] else "", at=why(at, cells, timed, hole)
            )
        )
    step = step_of(different(stamps[timed])) if columns[0] else ROW
    check_repeats(stamps[timed], columns[0], name)
    notes = [*said, *found.notes, *left_out(at, cells, timed, valued, whole, hole, found.coded)]
    notes += twice(stamps[good], np.array(at)[good])
    many = step.measured(len(different(stamps[good])))
    text = _("read: {none} · {many} · {count} missing").format(
        none=", ".join(filter(None, columns)), many=many, count=hole.count
    )
    inputs = np.stack(beside, axis=1)[good] if beside else None
    return Series(stamps[good], found.values[good], name, tuple(notes), step, found.unit, hole, text, inputs)


def left_out(
    at: list[int], cells: list[list[str]], timed: Flags, valued: Flags, whole: Flags, hole: Hole, coded: int
) -> list[str]:
    """Sentences on the rows that are left out, each with the first of them. coded: holes that the file's code tells."""
    lost = np.flatnonzero(~timed)
    notes: list[str] = []
    if len(lost):
        first = int(lost[0])
        seen = shortened(bare(cells[0][first]))
        notes.append(
            _("{n_lost} without a readable time (first: line {at}, {seen}) left out.").format(
                n_lost=counted(len(lost), "{n} row", "{n} rows"), at=at[first], seen=seen
            )
        )
    if unknown := hole.count - coded:
        where = "" if coded else _(" (first: line {line}, {seen})").format(line=hole.line, seen=quoted(hole.seen))
        notes.append(
            _("{unknown}{where} left out.").format(
                unknown=counted(unknown, "{n} missing or unreadable value", "{n} missing or unreadable values"),
                where=where,
            )
        )
    if gone := int((timed & valued & ~whole).sum()):
        first = int(np.argmax(timed & valued & ~whole))
        notes.append(
            _("{gone} without a number in each input (first: line {at}) left out.").format(
                gone=counted(gone, "{n} row", "{n} rows"), at=at[first]
            )
        )
    return notes


def different(stamps: Times) -> Times:
    """Each time once, in order: as `np.unique`, whose table of a million times is ten times slower than sorting."""
    ordered = np.sort(stamps)
    once: Times = ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])]
    return once


def twice(stamps: Times, lines: Index) -> list[str]:
    """A sentence on times that come again, as an hour does when summer time ends."""
    came_before = np.ones(len(stamps), bool)
    came_before[np.unique(stamps, return_index=True)[1]] = False
    again = np.flatnonzero(came_before)
    if not len(again):
        return []
    where = _("(first: line {lines}, {stamps})").format(
        lines=lines[again[0]], stamps=str(stamps[again[0]])[:16].replace("T", " ")
    )
    many = (
        _("1 row has a time that came before")
        if len(again) == 1
        else _("{n_again} rows have times that came before").format(n_again=len(again))
    )
    return [_("{many} {where}: sorted by time, the first row of each time counts.").format(many=many, where=where)]


def why(at: list[int], cells: list[list[str]], timed: Times, hole: Hole) -> str:
    if hole.count:
        return _(" (line {line} has {seen} for a value)").format(line=hole.line, seen=quoted(hole.seen))
    first = int(np.argmin(timed))
    return (
        _(" (line {at} has {cells} for a time)").format(at=at[first], cells=quoted(bare(cells[0][first])))
        if not timed.all()
        else ""
    )


def quoted(text: str) -> str:
    return shortened(text) if text else _("an empty field")


def check_repeats(stamps: Times, columns: str, name: str) -> None:
    """Raises DataError where most rows would be lost: a date without its hours, or several places in one file."""
    times = len(different(stamps))
    if 2 * times < len(stamps):
        raise DataError(
            _(
                "{name} has {n_stamps} rows at {times} different times (from {columns}): add the column with the "
                "time of day, or keep the rows of one place."
            ).format(name=name, n_stamps=len(stamps), times=times, columns=columns)
        )
