"""The names of the ten digits, letter by letter, and what a picture of 8 × 8 numbers from 0 to 16 is to a net."""

from __future__ import annotations

import numpy as np

from rnnviz.core import Array
from rnnviz.core.images import BRIGHTEST, SIDE
from rnnviz.core.windows import Index

NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
END = "·"
LETTERS = (*sorted(set("".join(NAMES))), END)
__all__ = ["BRIGHTEST", "END", "LETTERS", "NAMES", "SIDE", "held_out", "pixels"]
EVERY = 5  # each fifth picture is held out


def pixels(image: Array) -> Array:
    """A picture (8, 8), 0 to 16, as the 64 numbers from 0 to 1 that a net reads at once."""
    flat: Array = np.asarray(image, dtype=np.float64).reshape(SIDE * SIDE) / BRIGHTEST
    return flat


def held_out(count: int) -> Index:
    """Which of so many pictures, in scikit-learn's order, were not learned from: their places."""
    return np.arange(0, count, EVERY, dtype=np.int64)
