"""Numbers in a link: written in the shortest form that gives the same float64 back, and read with suspicion."""

from __future__ import annotations

import math
import re
from itertools import groupby

import numpy as np
import numpy.typing as npt

from rnnviz.core import Array
from rnnviz.core.typed import MAX_VALUE, InputError, counted, numeral, shortened
from rnnviz.texts import _

MAX_LINK = 60_000
NOT_OURS = re.compile(r"utm_\w+|fbclid|gclid|embed|embed_options|theme")  # what others hang on to a link they pass on
LONG = 64  # arrays with more numbers than this are written against the preset's
MOST_DIGITS = 100
_WHOLE = re.compile(r"\d{1,10}", re.ASCII)
_SAME = re.compile(r"(\d{1,5})\*", re.ASCII)


class LinkError(InputError):
    """The link does not describe settings; the text is one sentence for the learner."""


class TooFar(LinkError):
    """A step past the last one, which is `most`."""

    def __init__(self, name: str, text: str, most: int) -> None:
        super().__init__(
            _("{name} is {text}: it must be a whole number from 1 to {most}. The last one is shown.").format(
                name=name, text=shortened(text), most=most
            )
        )
        self.most = most


def read_step(text: str, name: str, most: int) -> int:
    """A step from 1 to `most`, from 0. Raises LinkError; TooFar past the last one."""
    if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS and int(text) > most:
        raise TooFar(name, text, most)
    return read_whole(text, name, 1, most) - 1


def write_number(value: float) -> str:
    """0.1 for 0.1, 3 for 3.0: `float` of it is the value again."""
    return repr(float(value)).removesuffix(".0")


def bits(values: Array) -> npt.NDArray[np.int64]:
    """The numbers, in one row, as their 64 bits: 0 and -0 are two."""
    return np.ascontiguousarray(values).ravel().view(np.int64)


def identical(a: Array, b: Array) -> bool:
    """Whether two arrays have the same shape and every number the same bits."""
    return a.shape == b.shape and np.array_equal(bits(a), bits(b))


def write_array(values: Array, base: Array) -> str:
    """Row by row, with commas; in a long array `n*` stands for n numbers in a row that equal the base's."""
    flat, same = values.ravel().tolist(), (bits(values) == bits(base)).tolist()
    if len(flat) <= LONG:
        return ",".join(write_number(value) for value in flat)
    pieces: list[str] = []
    for unchanged, run in groupby(zip(flat, same, strict=True), key=lambda pair: pair[1]):
        numbers = [write_number(value) for value, _ in run]
        pieces += [f"{len(numbers)}*"] if unchanged else numbers
    return ",".join(pieces)


def read_whole(text: str, name: str, low: int, high: int) -> int:
    """A whole number from low to high. Raises LinkError, as all that follow."""
    if not _WHOLE.fullmatch(text) or not low <= int(text) <= high:
        raise LinkError(
            _("{name} is {text}: it must be a whole number from {low} to {high}.").format(
                name=name, text=shortened(text), low=low, high=high
            )
        )
    return int(text)


def read_number(text: str, name: str, most: float = MAX_VALUE) -> float:
    """One plain number of size at most `most`; inf where the caller knows the bounds."""
    found = numeral(text)
    if found is None or found.other is not None:
        raise LinkError(
            _("{name} has {text}: it must be a number like 0.5 or -3.").format(name=name, text=shortened(text))
        )
    if abs(found.value) > most:
        bound = write_number(most)
        raise LinkError(
            _("{name} has {text}: it must be a number from -{bound} to {bound}.").format(
                name=name, text=shortened(text), bound=bound
            )
        )
    return found.value


def read_numbers(text: str, name: str) -> list[float]:
    """Numbers with commas between."""
    return [read_number(piece, name) for piece in text.split(",")]


def read_array(text: str, name: str, base: Array, limit: float = math.inf) -> list[float]:
    """As many numbers as base has, of size at most `limit`; see `write_array`."""
    flat = base.ravel().tolist()
    pieces = [(piece, _SAME.fullmatch(piece)) for piece in text.split(",")]
    if (given := sum(int(same[1]) if same else 1 for _, same in pieces)) != len(flat):
        raise LinkError(
            _("{name} has {given} and needs {n_flat}: the link may have been cut off.").format(
                name=name, given=counted(given, "{n} number", "{n} numbers"), n_flat=len(flat)
            )
        )
    numbers: list[float] = []
    for piece, same in pieces:
        at = len(numbers)
        numbers += flat[at : at + int(same[1])] if same else [read_number(piece, name, limit)]
    return numbers
