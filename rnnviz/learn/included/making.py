"""How a run that comes along is made: trained as a learner's own on one thread of the CPU, then trimmed."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rnnviz.learn.folder import RunFolder, thinned, without_confusion
from rnnviz.learn.plan import Plan
from rnnviz.learn.records import Evaluation, Notice, Progress, Record, Working, to_line
from rnnviz.learn.running import run

ROOM = {"names": 1_250_000, "characters": 850_000, "digits": 180_000}
USUAL_ROOM = 420_000  # bytes of a run's nets: 4 MB of all runs together
SMALL = 8192  # bytes of a net that is kept as it is: what a link to it shows stays the same to the last digit
MOST_NEWS = 120  # records of progress: a curve of 500 px shows no more


def make(plan: Plan, room: Path) -> RunFolder:
    """The run's folder in `room`, as it is kept in the repository."""
    here = RunFolder(room / "run")
    here.path.mkdir()
    here.write_plan(plan.but(device="cpu"))
    here.touch()
    run(str(here.path), os.cpu_count() or 1, math.inf)  # so many at once that one thread is left for it
    return trimmed(here, plan, room / "trimmed")


def trimmed(made: RunFolder, plan: Plan, where: Path) -> RunFolder:
    """The nets that fit, large ones in half precision; matrices of these epochs alone; what a finished run shows."""
    to = RunFolder(where)
    to.checkpoints.folder.mkdir(parents=True)
    to.write_plan(plan)
    large = made.checkpoints.path(0).stat().st_size > SMALL
    kept = kept_epochs(made, ROOM.get(plan.task, USUAL_ROOM))
    for epoch in kept:
        net = replace(made.checkpoints.load(epoch), plan=plan)
        to.checkpoints.path(epoch).write_bytes(net.to_bytes(half=large))
    records = [left(it, kept, large) for it in made.read()[0] if not isinstance(it, Working)]
    to.log.write_text("".join(f"{to_line(it)}\n" for it in thinned(records, MOST_NEWS)), encoding="utf-8")
    return to


def kept_epochs(made: RunFolder, most_bytes: int) -> list[int]:
    """Epoch 0 and as many of the others as there is room for, closer together where more is learned: at the start."""
    there = made.checkpoints.epochs()
    room = max(3, most_bytes // (made.checkpoints.path(0).stat().st_size // 2))
    if len(there) <= room:
        return there
    last, most = there[-1], room - 1
    wanted = [round(last ** (n / (most - 1))) for n in range(most)]
    return sorted({0, *(nearest(there[1:], epoch) for epoch in wanted)})


def nearest(epochs: Sequence[int], wanted: int) -> int:
    return min(epochs, key=lambda epoch: abs(epoch - wanted))


def left(it: Record, kept: Sequence[int], halved: bool) -> Record:
    """The record without what nobody can look back at, and with a word on what is kept of the nets."""
    if isinstance(it, Evaluation) and it.epoch not in kept:
        return without_confusion(it)
    if isinstance(it, Progress):
        return replace(it, gradients={name: float(f"{value:.6g}") for name, value in it.gradients.items()})
    if isinstance(it, Notice) and it.sentence.startswith("Data: "):
        length = ", their numbers in half precision" if halved else ""
        return Notice(f"{it.sentence} Its nets are kept after epoch {', '.join(map(str, kept))}{length}.")
    return it
