"""How much the server keeps of its runs: records in memory, files on disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from rnnviz.learn.checkpoints import MOST
from rnnviz.learn.records import Evaluation, Progress, Record

MOST_PROGRESS = 1500
MOST_DISK = 2 * 2**30


def bounded(records: list[Record], kept: Callable[[], list[int]]) -> list[Record]:
    """The records, thinned, and without the confusion matrices that nobody can look back at.

    `kept`: the epochs whose nets are kept; asked only when there are more evaluations than nets can be.
    """
    full = [it for it in records if isinstance(it, Evaluation) and it.confusion]
    if len(full) <= 2 * MOST:
        return thinned(records)
    there = {*kept(), full[-1].epoch}
    return thinned([plain(it) if isinstance(it, Evaluation) and it.epoch not in there else it for it in records])


def plain(it: Evaluation) -> Evaluation:
    return replace(it, confusion=None)


def thinned(records: list[Record]) -> list[Record]:
    """Every other progress goes when there are too many; the last record stays."""
    while sum(isinstance(it, Progress) for it in records) > MOST_PROGRESS:
        places = [i for i, it in enumerate(records[:-1]) if isinstance(it, Progress)][::2]
        gone = set(places)
        records = [it for i, it in enumerate(records) if i not in gone]
    return records


def disk(folder: Path) -> int:
    """Bytes of all files below a folder, some of which may vanish meanwhile."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size
        except FileNotFoundError:
            continue
    return total
