"""What the lesson holds beside a cell's settings: the loss, what of the backward pass is looked at, and their link."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from rnnviz.core.bptt import PARAMETERS
from rnnviz.core.losses import AT, LOSSES
from rnnviz.core.typed import MAX_STEPS, shortened
from rnnviz.state.codec import Codec
from rnnviz.state.fields import Among, Field, Numbers, StepNumber, Switch, Whole, declared
from rnnviz.state.link_numbers import LinkError, read_whole

VIEWS = ("sweep", "path", "sum", "slides")
EXAMPLES = ("slide", "net")
SLIDE_VALUES = (0.2, 0.1, 0.01, 0.02)
MOST_VALUES = 12
MOST_TARGETS = 8 * MAX_STEPS
FAR = 9999
NORM = "norm"


@dataclass(frozen=True)
class Entry(Field):
    """A row and a column of a parameter, from 0, or None for the norm of all; links count from 1."""

    def read(self, name: str, text: str) -> tuple[int, int] | None:
        if text == NORM:
            return None
        pieces = text.split(",")
        if len(pieces) != 2:
            raise LinkError(f"{name} is {shortened(text)}: it must be a row and a column, like 1,2, or {NORM}.")
        row, column = (read_whole(piece, name, 1, FAR) - 1 for piece in pieces)
        return row, column

    def write(self, value: Any) -> str:
        return NORM if value is None else f"{value[0] + 1},{value[1] + 1}"


@dataclass(frozen=True)
class LossState:
    """The loss of a run, and at which steps it stands. targets: as typed, row by row, a class from 1 (none: the usual
    ones)."""

    loss: str = declared(Among(LOSSES), "squared")
    at: str = declared(Among(AT), "every", "losses")
    targets: tuple[float, ...] = declared(Numbers(1, MOST_TARGETS), ())


@dataclass(frozen=True)
class Choices(LossState):
    """Steps count from 0. The browser holds `view` to `factor` (where the learner stands) and writes them to the link.

    of: the E_t looked at (None: the last). whole: L's gradient rather than E_of's. entry: row and column of the
    parameter (None: the norm of all). values: the slides' chain. k: the path's end. front: stops that the sweep has
    gone; factor: factors that are multiplied.
    """

    of: int | None = declared(StepNumber(MAX_STEPS), None, "E")
    parameter: str = declared(Among(PARAMETERS), "weight_ih")
    entry: tuple[int, int] | None = declared(Entry(), (0, 0))
    values: tuple[float, ...] = declared(Numbers(3, MOST_VALUES), SLIDE_VALUES)
    whole: bool = declared(Switch(), False)
    view: str = declared(Among(VIEWS), "sweep")
    example: str = declared(Among(EXAMPLES), "slide")
    k: int = declared(StepNumber(MAX_STEPS), 0)
    front: int = declared(Whole(0, FAR), 1)
    factor: int = declared(Whole(0, FAR), 1)

    def among(self, parameters: Collection[str]) -> Choices:
        """With another parameter, where the cell does not have the one that was chosen."""
        return self if self.parameter in parameters else replace(self, parameter="weight_ih")

    def last(self, steps: int) -> int:
        """The E_t looked at, in a run of `steps`."""
        return steps - 1 if self.of is None or self.at == "last" else min(self.of, steps - 1)


CODEC = Codec(Choices)
OWN = frozenset(CODEC.fields)
