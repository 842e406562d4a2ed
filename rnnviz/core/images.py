"""A picture as a sequence (S3): the four orders in which its rows or columns can be read, and drawings in a link."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rnnviz.core import Array
from rnnviz.core.typed import InputError
from rnnviz.texts import _

SIDE, BRIGHTEST = 8, 16
LEVELS = "0123456789abcdefg"


@dataclass(frozen=True)
class Order:
    """A reading order: its name, and the picture (8, 8) as x (T, D) = (8, 8), a row or a column a step."""

    title: str
    read: Callable[[Array], Array]


ORDERS: dict[str, Order] = {
    "down": Order(_("rows, top to bottom"), lambda image: image),
    "up": Order(_("rows, bottom to top"), lambda image: image[::-1]),
    "left": Order(_("columns, right to left"), lambda image: image.T[::-1]),
    "right": Order(_("columns, left to right"), lambda image: image.T),
}
"""`left` is the first pass over the picture turned by 90° (numpy.rot90), `right` the second, which goes back."""


def squares_read(orders: Iterable[str], steps: int) -> npt.NDArray[np.bool_]:
    """Which squares (8, 8) of a picture have been read when each of the orders has gone so many steps."""
    places = np.arange(float(SIDE * SIDE)).reshape(SIDE, SIDE)
    return np.isin(places, [ORDERS[name].read(places)[:steps] for name in orders])


def from_text(text: str) -> Array:
    """A drawing of 64 signs, row by row, as numbers from 0 to 16. Raises InputError."""
    if len(text) != SIDE * SIDE or any(sign not in LEVELS for sign in text):
        raise InputError(_("The link's drawing is broken: it needs 64 signs from 0 to g. Draw the digit again."))
    return np.array([float(LEVELS.index(sign)) for sign in text]).reshape(SIDE, SIDE)


def to_text(image: Array) -> str:
    """The 64 signs of a picture (8, 8) of whole numbers from 0 to 16."""
    return "".join(LEVELS[int(value)] for value in image.ravel())
