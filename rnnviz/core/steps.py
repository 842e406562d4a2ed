"""The distance between two rows of a series, and its name: an hour, or a step of so many minutes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnnviz.core.typed import counted
from rnnviz.core.windows import Times, usual_step

UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


@dataclass(frozen=True)
class Step:
    """So many seconds lie between a row and the next."""

    seconds: int = 3_600

    @property
    def name(self) -> str:
        """What one of them is called."""
        return "hour" if self.seconds == 3_600 else "step"

    @property
    def length(self) -> str:
        """ "1 hour", "10 minutes", "1 day"."""
        unit, size = next((unit, size) for unit, size in UNITS if self.seconds % size == 0)
        return counted(self.seconds // size, unit)

    @property
    def axis(self) -> str:
        """Its name where there is no number beside it: "hour", "step of 10 minutes"."""
        return self.name if self.name == "hour" else f"step of {self.length}"

    def counted(self, number: int) -> str:
        """ "24 hours"; of any other length "24 steps"."""
        return counted(number, self.name)

    def measured(self, number: int) -> str:
        """ "24 hours", "24 steps of 10 minutes"."""
        return self.counted(number) + ("" if self.name == "hour" else f" of {self.length}")


def step_of(times: Times) -> Step:
    return Step(usual_step(np.asarray(times)) or 3_600)
