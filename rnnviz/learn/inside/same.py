"""Find the same: which units are on throughout a span and off around it, and where else that set of units is on.

As LSTMVis asks (Strobelt and others, 2018, https://arxiv.org/abs/1606.07461). A search reads sets of bits, not numbers:
a row of them a step, one bit a unit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rnnviz.core import Array
from rnnviz.core.typed import InputError
from rnnviz.learn.inside.study import Numbers
from rnnviz.texts import _

Halves = npt.NDArray[np.float16]
Words = npt.NDArray[np.uint64]
Index = npt.NDArray[np.int64]
Bits = npt.NDArray[np.bool_]
WORD = 64  # bits
AT_ONCE = 4096  # steps
IN_FILE = 16 * AT_ONCE


def on(values: Numbers | Array | Halves, least: float) -> Bits:
    """Where values (…) in half precision are at least so much, which is above 0.

    Halves above 0 are ordered as their bits are, and all below 0 have bits that are negative as whole numbers.
    """
    if least <= 0:
        raise InputError(_("A unit is on above a number that is more than 0: choose a larger one."))
    found: Bits = np.asarray(values, dtype=np.float16).view(np.int16) >= np.float16(least).view(np.int16)
    return found


def packed(values: Numbers | Halves, least: float) -> Words:
    """Which of the units are on at each step of values (K, H): (K, W) words of 64 bits, the last ones 0."""
    steps, units = values.shape
    found = np.zeros((steps, -(-units // WORD) * 8), dtype=np.uint8)
    for begin in range(0, steps, AT_ONCE):
        rows = np.packbits(on(values[begin : begin + AT_ONCE], least), axis=1)
        found[begin : begin + AT_ONCE, : rows.shape[1]] = rows
    return found.view(np.uint64)


def packed_to(path: Path, values: Halves, least: float, tell: Callable[[float], None]) -> None:
    """The same into a file of numpy, a stretch after the other: it may be larger than there is memory."""
    steps, units = values.shape
    file = np.lib.format.open_memmap(path, mode="w+", dtype=np.uint64, shape=(steps, -(-units // WORD)))
    for begin in range(0, steps, IN_FILE):
        file[begin : begin + IN_FILE] = packed(values[begin : begin + IN_FILE], least)
        tell(min(1.0, (begin + IN_FILE) / steps))
    file.flush()


def throughout(values: Numbers | Array, begin: int, end: int, least: float) -> list[int]:
    """The units of values (T, H) that are on at each step from begin up to end − 1, and off at the steps beside."""
    there = on(values, least)
    beside = there[[t for t in (begin - 1, end) if 0 <= t < len(there)]]
    return list(map(int, np.flatnonzero(there[begin:end].all(axis=0) & ~beside.any(axis=0))))


@dataclass(frozen=True)
class Stretch:
    """A stretch of one sequence: its steps from begin up to end − 1."""

    sequence: int
    begin: int
    end: int


@dataclass(frozen=True)
class Same:
    """Where `need` of so many `units` are on: in `places` stretches of `steps` steps, the best of which are `first`."""

    units: int
    need: int
    places: int
    steps: int
    first: tuple[Stretch, ...]


def search(bits: Words, begins: Index, units: Sequence[int], length: int, count: int = 20) -> Same:
    """The longest stretches within a sequence at which all the units are on; where they nowhere are, the most that are.

    bits (K, W) of all sequences, one after the other; begins (M + 1,): where each begins, and K. The best are those
    whose length is nearest to `length`.
    """
    if not len(units):
        raise InputError(_("No unit is chosen: choose another span or another threshold."))
    chosen = np.zeros((1, bits.shape[1] * WORD), dtype=bool)
    chosen[0, list(units)] = True
    mask = np.packbits(chosen, axis=1).view(np.uint64)[0]
    counts = np.zeros(len(bits), dtype=np.uint16)
    for word in np.flatnonzero(mask):
        counts += np.bitwise_count(bits[:, word] & mask[word])
    need = int(counts.max(initial=0))
    if not need:
        return Same(len(units), 0, 0, 0, ())
    hit = counts == need
    first, last = np.zeros_like(hit), np.zeros_like(hit)
    first[begins[:-1]] = last[begins[1:] - 1] = True
    first[1:] |= ~hit[:-1]
    last[:-1] |= ~hit[1:]
    starts, ends = np.flatnonzero(hit & first), np.flatnonzero(hit & last) + 1
    best = np.argsort(np.abs(ends - starts - length), kind="stable")[:count]
    whose = np.searchsorted(begins, starts[best], side="right") - 1
    found = zip(
        whose.tolist(), (starts[best] - begins[whose]).tolist(), (ends[best] - begins[whose]).tolist(), strict=True
    )
    return Same(len(units), need, len(starts), int(hit.sum()), tuple(Stretch(*it) for it in found))
