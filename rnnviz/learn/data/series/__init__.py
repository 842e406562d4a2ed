"""Series from files: any table of text with times and temperatures, as people in the field have them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from rnnviz.core import Array
from rnnviz.core.windows import Index, Times, TimeStep


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
    `step`: the distance of the file's rows, those without a value included. `read`: which columns, and how much.
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

    def rows(self, index: Index) -> Series:
        """These rows, in this order."""
        inputs = None if self.inputs is None else self.inputs[index]
        return replace(self, times=self.times[index], values=self.values[index], inputs=inputs)
