"""A whole run in a worker: choose a device, load, train, keep checkpoints, and heed the learner's wishes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import torch

from rnnviz.core.typed import InputError, counted
from rnnviz.jobs.serve import give_back_freed
from rnnviz.learn.folder import RunFolder, Wish
from rnnviz.learn.plan import Plan
from rnnviz.learn.records import LOADING, Ended, Evaluation, Notice, Rate, Record, Working
from rnnviz.learn.resuming import resume, state_of
from rnnviz.learn.slow_motion import BatchRecord
from rnnviz.learn.stopping import best
from rnnviz.learn.tasks import task_of
from rnnviz.learn.training import Trainer
from rnnviz.texts import _

DEVICE_NAMES = {"cpu": "CPU", "cuda": _("CUDA GPU"), "mps": _("Apple GPU")}
_MEMORY = ("out of memory", "can't allocate memory", "not enough memory")
LEFT_AFTER = 120.0  # seconds that nobody watches
LOOK = 0.02  # seconds between two looks at the wish while paused: a batch in slow motion comes at once
RESTS = 5.0  # seconds of a pause, until the run gives its memory back
STOPPED = Ended("stopped", _("Stopped. What it learned until then can still be used."))
LEFT = Ended("left", _("Ended, because the page was closed."))


def available_devices() -> list[str]:
    """What there is, best first; the CPU always."""
    return [name for name, there in (("cuda", torch.cuda.is_available()), ("mps", mps_there())) if there] + ["cpu"]


def mps_there() -> bool:
    return torch.backends.mps.is_available()


def choose_device(wanted: str) -> torch.device:
    """The device called `wanted`, or the best for "auto". Raises InputError when it is not there."""
    there = available_devices()
    if wanted != "auto" and wanted not in there:
        raise InputError(
            _("There is no {device} here: choose {others}.").format(
                device=DEVICE_NAMES[wanted], others=_(" or ").join(DEVICE_NAMES[name] for name in there)
            )
        )
    return torch.device(there[0] if wanted == "auto" else wanted)


def describe_device(device: torch.device) -> str:
    if device.type == "cuda":
        return f"{DEVICE_NAMES['cuda']} ({torch.cuda.get_device_name(device)})"
    threads = torch.get_num_threads()
    return (
        counted(threads, "CPU, {n} thread", "CPU, {n} threads") if device.type == "cpu" else DEVICE_NAMES[device.type]
    )


def device_trouble(error: RuntimeError | MemoryError) -> str | None:
    """A sentence for a device that ran out of memory or was lost; none for an error that is none of these."""
    said = str(error).lower()
    if isinstance(error, MemoryError | torch.cuda.OutOfMemoryError) or any(words in said for words in _MEMORY):
        return _("The device ran out of memory: choose a smaller batch, a smaller hidden size or shorter sequences.")
    if "cuda error" in said or "cudnn" in said or "device-side" in said or "mps backend" in said:
        return _("The GPU stopped answering: start the run again, or choose the CPU.")
    return None


def use_threads(heavy: bool, at_once: int = 1) -> int:
    """Small nets are fastest on one thread; heavy ones share the cores among the runs at once. Says how many."""
    threads = max(1, (os.cpu_count() or 1) // max(1, at_once)) if heavy else 1
    torch.set_num_threads(threads)
    return threads


class Here(Protocol):
    """What a run knows of its learner, and what it says: a `RunFolder`, or what stands for it on another machine."""

    def plan(self) -> Plan: ...

    def wish(self) -> Wish: ...

    def unseen(self) -> float: ...

    def resume(self) -> bytes | None: ...

    def write(self, record: Record) -> None: ...

    def write_batch(self, record: BatchRecord) -> None: ...

    def keep(self, epoch: int, content: bytes, spare: int = 0) -> None: ...

    def keep_state(self, epoch: int, state: Callable[[], bytes]) -> None:
        """All of the run after an epoch; `state` makes it, where that is wanted."""


class Over(Exception):
    """The run is to end now, with this record."""

    def __init__(self, ended: Ended) -> None:
        super().__init__(ended.sentence)
        self.ended = ended


def run(folder: str, at_once: int = 1, left_after: float = LEFT_AFTER) -> str:
    """Trains what the folder's plan says; returns why it ended. What goes wrong ends as a sentence in the log.

    `at_once`: how many runs share the machine. Raises OSError when even the log cannot be written.
    """
    return run_in(RunFolder(Path(folder)), at_once, left_after)


def run_in(here: Here, at_once: int, left_after: float) -> str:
    """See `run`."""
    try:
        ended = train(here, at_once, left_after)
    except Over as over:
        ended = over.ended
    except InputError as error:
        ended = Ended("failed", str(error))
    except (RuntimeError, MemoryError) as error:
        sentence = device_trouble(error)
        if sentence is None:
            raise
        ended = Ended("failed", sentence)
    here.write(ended)
    return ended.reason


def train(here: Here, at_once: int, left_after: float) -> Ended:
    plan = here.plan()
    task, device = task_of(plan), choose_device(plan.device)
    use_threads(task.heavy, at_once)
    told = LoadingProgress(here, left_after)
    end_if_wished(here, left_after)
    here.write(Working(LOADING, 0.0))
    trainer = Trainer(plan, task.load(plan, told.loading), device)
    for sentence in (
        *trainer.data.notes,
        _("Data: {origin}. Device: {device}.").format(origin=trainer.data.origin, device=describe_device(device)),
    ):
        here.write(Notice(sentence))
    if state := here.resume():
        resume(trainer, state)
    else:
        keep(here, trainer, 0)
    heed(here, trainer, left_after)
    for record in trainer.records():
        if isinstance(record, Ended):
            return record
        tell(here, trainer, record)
        heed(here, trainer, left_after, looking=isinstance(record, Working))
    raise AssertionError("the records end with Ended")


class LoadingProgress:
    """Passes on how far loading is, a few times a second, and stops it when that is wished."""

    def __init__(self, here: Here, left_after: float) -> None:
        self.here, self.left_after, self.told = here, left_after, 0.0

    def loading(self, share: float) -> None:
        if time.monotonic() - self.told > 0.25:
            self.told = time.monotonic()
            self.here.write(Working(LOADING, share))
            end_if_wished(self.here, self.left_after)


def tell(here: Here, trainer: Trainer, record: Record) -> None:
    """Writes a record, and with it the batch that was looked at and the net after an epoch."""
    if trainer.watched:
        here.write_batch(trainer.watched)
        trainer.watched = None
    here.write(record)
    if isinstance(record, Evaluation):
        keep(here, trainer, record.epoch)
        here.keep_state(record.epoch, lambda: state_of(trainer))


def heed(here: Here, trainer: Trainer, left_after: float, looking: bool = False) -> None:
    """Waits while paused; takes a new learning rate. Raises Over when the run is to end.

    `looking`: the validation part is looked at. Slow motion waits only after it, and so a last batch of an
    epoch is seen together with what the epoch came to.
    """
    looks = 0
    while waits(wish := end_if_wished(here, left_after), trainer, looking):
        if not looks:
            here.write(Working("paused", trainer.step / sum(trainer.batches)))
        looks += 1
        if looks == round(RESTS / LOOK):
            give_back_freed()
        time.sleep(LOOK)
    trainer.stop_at = wish.until if wish.what == "pause" else None
    rate = wish.learning_rate
    if rate is not None and rate != trainer.learning_rate:
        trainer.learning_rate = rate
        here.write(Rate(trainer.step, rate))


def waits(wish: Wish, trainer: Trainer, looking: bool) -> bool:
    if wish.what != "pause" or trainer.step < wish.until:
        return False
    slow = wish.until > 0
    return not slow or not (looking or trainer.ends_an_epoch or trainer.epoch == trainer.plan.epochs)


def end_if_wished(here: Here, left_after: float) -> Wish:
    wish = here.wish()
    if wish.what == "stop":
        raise Over(STOPPED)
    if here.unseen() > left_after:
        raise Over(LEFT)
    return wish


def keep(here: Here, trainer: Trainer, epoch: int) -> None:
    """A full disk costs the look back, not the run."""
    try:
        spare = best(trainer.over).epoch if trainer.plan.patience and trainer.over else 0
        here.keep(epoch, trainer.trained().to_bytes(), spare)
    except OSError as error:
        sentence: Record = Notice(
            _("Epoch {epoch} cannot be kept for looking back ({strerror}): free some disk.").format(
                epoch=epoch, strerror=error.strerror
            )
        )
        here.write(sentence)
