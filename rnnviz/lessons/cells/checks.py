"""The checks of the cells' leads, each of the settings on the screen, with what it measures."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

import numpy as np

from rnnviz.core import Array
from rnnviz.core.mistakes import quantity
from rnnviz.lead.tasks import Check, Measured
from rnnviz.state.link import from_query
from rnnviz.state.settings import Settings

MOVED = 1e-3  # what can be seen of h with four digits


def changes(settings: Settings, q: str, at: int, by: float = 1.0) -> Array:
    """(T,) how far `q` moves at each step when the first number of x at step `at` is `by` higher."""
    x = settings.x.copy()
    x[at, 0] += by
    more = replace(settings, x=x).record
    steps = range(settings.steps)
    return np.array([abs(quantity(more, q, k) - quantity(settings.record, q, k)).max() for k in steps])


def reached(settings: Settings, t: int, by: float) -> int:
    return int((changes(settings, "h", t, by) > MOVED).sum())


def input_moved(settings: Settings, t: int, at: int, by: float, link: str) -> bool | Measured:
    """The first number of x at step `at`, from 1, is at least `by` away from that of the link."""
    start = from_query(settings.cell, dict(parse_qsl(link)))
    if settings.x.shape != start.x.shape:
        return False
    moved = float(abs(settings.x[at - 1, 0] - start.x[at - 1, 0]))
    return Measured(moved, by, moved >= by)


def free(settings: Settings, t: int, q: str, unit: int, least: float) -> Measured:
    """A unit moves by at least `least` over the run, over an input of more than one value."""
    moves, reads = _span(settings, q, unit), np.ptp(settings.x) > 0
    return Measured(moves, least, bool(moves >= least and reads))


def holds_on(settings: Settings, t: int, q: str, unit: int) -> Measured:
    """A unit that is not near 0 keeps its number from the first step to the last, to a hundredth."""
    moves, first = _span(settings, q, unit), abs(quantity(settings.record, q, 0)[unit - 1])
    lacks = "value" if first <= 0.1 else "input" if np.ptp(settings.x) == 0 else ""
    return Measured(moves, 0.01, moves < 0.01 and not lacks, lacks)


def _span(settings: Settings, q: str, unit: int) -> float:
    """From the smallest number of a unit to its largest, over the run."""
    return float(np.ptp([quantity(settings.record, q, step)[unit - 1] for step in range(settings.steps)]))


def forgets(settings: Settings, t: int) -> bool | Measured:
    """A change of the first input moves no h after its own step, while the last input still moves the last h."""
    if settings.steps < 3:
        return False
    first, last = (changes(settings, "h", step) for step in (0, settings.steps - 1))
    left, lacks = float(first[1:].max()), "" if last[-1] > MOVED else "reads"
    return Measured(left, MOVED, left < MOVED and not lacks, lacks)


def takes_and_keeps(settings: Settings, t: int, at: int) -> bool | Measured:
    """h of unit 1 is its candidate of step `at`, from 1, and stays so to the end, over an input that moves on."""
    if settings.steps <= at:
        return False
    h, n = (np.array([quantity(settings.record, q, k)[0] for k in range(at - 1, settings.steps)]) for q in ("h", "n"))
    off = float(abs(h - n[0]).max())
    return Measured(off, 0.05, bool(abs(h[0] - n[0]) < 0.05 and np.ptp(h) < 0.01 and np.ptp(n) > 0.1))


def lasts(settings: Settings, t: int, steps: int) -> Measured:
    """A change of the first input moves h at `steps` steps at least."""
    found = reached(settings, 0, 1.0)
    return Measured(found, steps, found >= steps)


CHECKS: dict[str, Check] = {
    "input_moved": input_moved,
    "free": free,
    "holds_on": holds_on,
    "forgets": forgets,
    "lasts": lasts,
    "takes_and_keeps": takes_and_keeps,
}
