"""A whole run in a worker: load, train, keep checkpoints, and heed the learner's wishes between two records."""

from __future__ import annotations

import time
from pathlib import Path

from rnnviz.core.typed import InputError
from rnnviz.learn import devices
from rnnviz.learn.folder import RunFolder
from rnnviz.learn.records import Ended, Evaluation, Notice, Rate, Record, Working
from rnnviz.learn.tasks import task_of
from rnnviz.learn.training import Trainer

LEFT_AFTER = 120.0  # seconds that nobody watches
LOOK = 0.1  # seconds between two looks at the wish while paused
STOPPED = Ended("stopped", "Stopped. What it learned until then can still be used.")
LEFT = Ended("left", "Ended, because nobody watched this run any more.")


class Over(Exception):
    """The run is to end now, with this record."""

    def __init__(self, ended: Ended) -> None:
        super().__init__(ended.sentence)
        self.ended = ended


def run(folder: str, at_once: int = 1, left_after: float = LEFT_AFTER) -> str:
    """Trains what the folder's plan says; returns why it ended. What goes wrong ends as a sentence in the log.

    `at_once`: how many runs share the machine. Raises OSError when even the log cannot be written.
    """
    here = RunFolder(Path(folder))
    try:
        ended = train(here, at_once, left_after)
    except Over as over:
        ended = over.ended
    except InputError as error:
        ended = Ended("failed", str(error))
    except (RuntimeError, MemoryError) as error:
        sentence = devices.trouble(error)
        if sentence is None:
            raise
        ended = Ended("failed", sentence)
    here.write(ended)
    return ended.reason


def train(here: RunFolder, at_once: int, left_after: float) -> Ended:
    plan = here.plan()
    task, device = task_of(plan), devices.choose(plan.device)
    devices.use_threads(task.heavy, at_once)
    told = Teller(here, left_after)
    end_if_wished(here, left_after)
    here.write(Working("loading the data", 0.0))
    trainer = Trainer(plan, task.load(plan, told.loading), device)
    for sentence in (*trainer.data.notes, f"Data: {trainer.data.origin}. Device: {devices.describe(device)}."):
        here.write(Notice(sentence))
    keep(here, trainer, 0)
    for record in trainer.records():
        if isinstance(record, Ended):
            return record
        here.write(record)
        if isinstance(record, Evaluation):
            keep(here, trainer, record.epoch)
        heed(here, trainer, left_after)
    raise AssertionError("the records end with Ended")


class Teller:
    """Passes on how far loading is, a few times a second, and stops it when that is wished."""

    def __init__(self, here: RunFolder, left_after: float) -> None:
        self.here, self.left_after, self.told = here, left_after, 0.0

    def loading(self, share: float) -> None:
        if time.monotonic() - self.told > 0.25:
            self.told = time.monotonic()
            self.here.write(Working("loading the data", share))
            end_if_wished(self.here, self.left_after)


def heed(here: RunFolder, trainer: Trainer, left_after: float) -> None:
    """Waits while paused; takes a new learning rate. Raises Over when the run is to end."""
    paused = False
    while end_if_wished(here, left_after) == "pause":
        if not paused:
            here.write(Working("paused", trainer.step / sum(trainer.batches)))
        paused = True
        time.sleep(LOOK)
    rate = here.wish().learning_rate
    if rate is not None and rate != trainer.learning_rate:
        trainer.learning_rate = rate
        here.write(Rate(trainer.step, rate))


def end_if_wished(here: RunFolder, left_after: float) -> str:
    wish = here.wish().what
    if wish == "stop":
        raise Over(STOPPED)
    if here.unseen() > left_after:
        raise Over(LEFT)
    return wish


def keep(here: RunFolder, trainer: Trainer, epoch: int) -> None:
    """A full disk costs the look back, not the run."""
    try:
        here.checkpoints.keep(epoch, trainer.trained())
    except OSError as error:
        sentence: Record = Notice(f"Epoch {epoch} cannot be kept for looking back ({error.strerror}): free some disk.")
        here.write(sentence)
