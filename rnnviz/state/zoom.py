"""How near the picture of a cell is: a field of its settings, which the stage moves (assets/shared/zoom/place.js)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from rnnviz.core.cells import Cell
from rnnviz.core.typed import shortened
from rnnviz.state.fields import Field
from rnnviz.state.link_numbers import LinkError
from rnnviz.state.reading import SettingsError, text
from rnnviz.texts import _

NET, CELL = "net", "cell"


@dataclass(frozen=True)
class Zoom(Field):
    """net, cell, a unit of a gate as unit2.f (unit2 where there are no gates), or a product in its sum: unit2.f.x1."""

    NEAR: ClassVar = re.compile(r"unit([1-9]\d?)(?:\.([a-z]))?(?:\.([xh])([1-9]\d?))?")

    cell: Cell
    inputs: int
    units: int

    def read(self, name: str, text: str) -> str:
        if text not in (NET, CELL) and not self.has(text):
            raise LinkError(
                _("{name} is {text}: it must be {net}, {cell}, or one like {example}.").format(
                    name=name, text=shortened(text), net=NET, cell=CELL, example=self.example
                )
            )
        return text

    def has(self, text: str) -> bool:
        """Whether the text names a unit of the cell, or one of its products."""
        found = self.NEAR.fullmatch(text)
        if not found:
            return False
        unit, gate, source, place = found.groups()
        most = {None: 0, "x": self.inputs, "h": self.units if "weight_hh" in self.cell.arrays else 0}[source]
        return int(unit) <= self.units and (gate or "") in self.gates and int(place or 0) <= most

    @property
    def gates(self) -> tuple[str, ...]:
        """The gates that have weights; one without a name where the cell has none."""
        return tuple(self.cell.arrays["weight_ih"])

    @property
    def example(self) -> str:
        return ".".join(["unit1", *filter(None, self.gates[:1]), "x1"])

    def parse(self, name: str, value: object) -> str:
        found = text(value, name, 20)
        try:
            return self.read(name, found)
        except LinkError as error:
            raise SettingsError(str(error)) from error
