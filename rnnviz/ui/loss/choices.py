"""What the lesson holds beside a cell's settings: the loss, what of the backward pass is looked at, and their link."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from rnnviz.core.bptt import PARAMETERS
from rnnviz.core.losses import AT, LOSSES
from rnnviz.core.typed import MAX_STEPS, shortened
from rnnviz.state.link import LinkError
from rnnviz.state.link_numbers import read_numbers, read_step, read_whole, write_number

Reader = Callable[[str, str], object]
VIEWS = ("sweep", "path", "sum", "slides")
EXAMPLES = ("slide", "net")
SLIDE_VALUES = (0.2, 0.1, 0.01, 0.02)
MOST_VALUES = 12
MOST_TARGETS = 8 * MAX_STEPS
FAR = 9999
NORM = "norm"


@dataclass(frozen=True)
class Choices:
    """Steps count from 0. The browser holds `view` to `factor` (where the learner stands) and writes them to the link.

    targets: as typed, row by row, a class from 1 (none: the usual ones). of: the E_t looked at (None: the last).
    whole: L's gradient rather than E_of's. entry: row and column of the parameter (None: the norm of all). values: the
    slides' chain. k: the path's end. front: stops that the sweep has gone; factor: factors that are multiplied.
    """

    loss: str = "squared"
    at: str = "every"
    targets: tuple[float, ...] = ()
    of: int | None = None
    parameter: str = "weight_ih"
    entry: tuple[int, int] | None = (0, 0)
    values: tuple[float, ...] = SLIDE_VALUES
    whole: bool = False
    view: str = "sweep"
    example: str = "slide"
    k: int = 0
    front: int = 1
    factor: int = 1

    def last(self, steps: int) -> int:
        """The E_t looked at, in a run of `steps`."""
        return steps - 1 if self.of is None or self.at == "last" else min(self.of, steps - 1)


# The link's items, and how each is read into a field of the same name or the one given.
FIELDS = {"losses": "at", "E": "of"}
ITEMS = ("loss", "losses", "targets", "E", "parameter", "entry", "values", "whole", "view", "example", "k", "front")
OWN = frozenset({*ITEMS, "factor"})


def to_items(choices: Choices) -> dict[str, str]:
    """What differs from the usual, as items of a query string; steps, rows and columns from 1."""
    usual = Choices()
    names = {name: FIELDS.get(name, name) for name in (*ITEMS, "factor")}
    return {
        name: written(field, getattr(choices, field))
        for name, field in names.items()
        if getattr(choices, field) != getattr(usual, field)
    }


def written(field: str, value: str | bool | int | tuple[float, ...] | None) -> str:
    if value is None:
        return NORM
    if field == "entry" and isinstance(value, tuple):
        return f"{value[0] + 1:g},{value[1] + 1:g}"
    if isinstance(value, tuple):
        return ",".join(map(write_number, value))
    if isinstance(value, str):
        return value
    return str(int(value) + (field in ("of", "k")))


def with_items(choices: Choices, items: Mapping[str, str]) -> Choices:
    """The choices with the items that are ours taken over. Raises LinkError, a sentence, for one that is wrong."""
    new = {FIELDS.get(name, name): READERS[name](text, name) for name, text in items.items() if name in OWN}
    return replace(choices, **new)  # type: ignore[arg-type]


def one_of(*options: str) -> Reader:
    def read(text: str, name: str) -> object:
        if text not in options:
            raise LinkError(f"{name} is {shortened(text)}: it must be one of {', '.join(options)}.")
        return text

    return read


def step(text: str, name: str) -> int:
    return read_step(text, name, MAX_STEPS)


def count(text: str, name: str) -> int:
    return read_whole(text, name, 0, FAR)


def flag(text: str, name: str) -> bool:
    return read_whole(text, name, 0, 1) == 1


def entry(text: str, name: str) -> tuple[int, int] | None:
    pieces = text.split(",")
    if text == NORM:
        return None
    if len(pieces) != 2:
        raise LinkError(f"{name} is {shortened(text)}: it must be a row and a column, like 1,2, or {NORM}.")
    row, column = (read_whole(piece, name, 1, FAR) - 1 for piece in pieces)
    return row, column


def targets(text: str, name: str) -> tuple[float, ...]:
    return numbers(text, name, 1, MOST_TARGETS)


def values(text: str, name: str) -> tuple[float, ...]:
    return numbers(text, name, 3, MOST_VALUES)


def numbers(text: str, name: str, least: int, most: int) -> tuple[float, ...]:
    found = tuple(read_numbers(text, name))
    if not least <= len(found) <= most:
        raise LinkError(f"{name} has {len(found)} numbers: it must have {least} to {most}.")
    return found


READERS: dict[str, Reader] = {
    "loss": one_of(*LOSSES),
    "losses": one_of(*AT),
    "targets": targets,
    "E": step,
    "parameter": one_of(*PARAMETERS),
    "entry": entry,
    "values": values,
    "whole": flag,
    "view": one_of(*VIEWS),
    "example": one_of(*EXAMPLES),
    "k": step,
    "front": count,
    "factor": count,
}
