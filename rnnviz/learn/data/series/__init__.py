"""Series from files: any table of text with times and temperatures, as people in the field have them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from rnnviz.core import Array
from rnnviz.core.windows import Gap, Index, Times, TimeStep, gaps, jumps
from rnnviz.texts import _


@dataclass(frozen=True)
class Hole:
    """Rows that have a time and no value: how many, and the line and the text of the first."""

    count: int = 0
    line: int = 0
    seen: str = ""


@dataclass(frozen=True)
class Series:
    """Times (L,) in UTC and values (L,), and sentences about what had to be done to them.

    `inputs` (L, D): the columns that a net reads, called `input_names`; None where it reads the values themselves.
    `step`: the distance of the file's rows, those without a value included; of a file without times `ROW`.
    `read`: which columns, and how much.
    """

    times: Times
    values: Array
    origin: str
    notes: tuple[str, ...] = ()
    step: TimeStep = field(default_factory=TimeStep)
    unit: str = "°C"
    hole: Hole = field(default_factory=Hole)
    read: str = ""
    inputs: Array | None = None
    input_names: tuple[str, ...] = ()

    @property
    def features(self) -> Array:
        """What a net reads of each row, (L, D)."""
        return self.values[:, None] if self.inputs is None else self.inputs

    def moment(self, row: int) -> str:
        """When a row is: "2024-01-01 13:00"; of a series without times its number in the file, from 1: "row 14"."""
        return (
            str(self.times[row])[:16].replace("T", " ")
            if self.step.timed
            else _("row {row}").format(row=self.number(row))
        )

    def number(self, row: int) -> int:
        """Of a series without times: which row of the file's this is, from 1."""
        return int(self.times[row].astype("datetime64[s]").astype(int)) + 1

    def gaps(self, index: Index) -> tuple[Gap, ...]:
        """Where these rows, read one after the other, do not follow one another."""
        times = self.times[index]
        if self.step.timed:
            return gaps(times, self.step.seconds)
        ends = [(int(t), self.moment(int(index[t])), self.moment(int(index[t + 1]))) for t in jumps(times, 1)]
        return tuple(Gap(*it) for it in ends)

    def rows(self, index: Index) -> Series:
        """These rows, in this order."""
        inputs = None if self.inputs is None else self.inputs[index]
        return replace(self, times=self.times[index], values=self.values[index], inputs=inputs)
