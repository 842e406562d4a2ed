"""A run's folder, through which a page and a worker talk, its nets after each epoch, and how much of it is kept.

plan.json and wish.json are the page's, records.jsonl and the checkpoints the worker's; `seen` is touched by whoever
watches, and a run that nobody watches ends by itself. Any executor that shares a disk can stand between them.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from rnnviz.core.typed import InputError
from rnnviz.learn.plan import Plan, from_json
from rnnviz.learn.records import Evaluation, Notice, Progress, Record, from_line, to_line
from rnnviz.learn.slow_motion import BatchRecord
from rnnviz.learn.slow_motion import from_json as batch_from_json
from rnnviz.learn.trained import Trained, load
from rnnviz.texts import _

MOST = 40
MOST_BYTES = 128 * 2**20
WISHES = ("go", "pause", "stop")
MAX_LOG = 16 * 2**20
MOST_PROGRESS = 1500
MOST_DISK = 2 * 2**30


@dataclass
class Checkpoints:
    """Files `epoch-0001.safetensors` … in a folder. Too many: every other one goes, never first, last or best."""

    folder: Path
    most: int = MOST
    most_bytes: int = MOST_BYTES

    def epochs(self) -> list[int]:
        """The epochs that can be looked back at."""
        return sorted(int(path.stem.split("-")[1]) for path in self.folder.glob("epoch-*.safetensors"))

    def path(self, epoch: int) -> Path:
        return self.folder / f"epoch-{epoch:04d}.safetensors"

    def keep(self, epoch: int, content: bytes, spare: int = 0) -> None:
        """Writes `Trained.to_bytes` and thins the others, but for epoch `spare`.

        Raises OSError for a full disk, with no half file.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        half = self.path(epoch).with_suffix(".half")
        try:
            half.write_bytes(content)
            half.replace(self.path(epoch))
        except OSError:
            half.unlink(missing_ok=True)
            raise
        room = max(3 if spare else 2, min(self.most, self.most_bytes // max(1, len(content))))
        while len(kept := self.epochs()) > room:
            for number in [it for it in kept[1:-1] if it != spare][::2]:
                self.path(number).unlink(missing_ok=True)

    def load(self, epoch: int) -> Trained:
        """The net after `epoch` epochs. Raises InputError when it is not kept."""
        try:
            return load(self.path(epoch).read_bytes())
        except OSError as error:
            raise InputError(
                _("The net after epoch {epoch} is not kept: choose another epoch.").format(epoch=epoch)
            ) from error


@dataclass(frozen=True)
class Wish:
    """What the learner wants of a run now. `until`: a run that is to pause makes so many steps in all first."""

    what: str = "go"
    learning_rate: float | None = None
    until: int = 0


@dataclass(frozen=True)
class RunFolder:
    path: Path

    @property
    def checkpoints(self) -> Checkpoints:
        return Checkpoints(self.path / "checkpoints")

    @property
    def log(self) -> Path:
        return self.path / "records.jsonl"

    def write_plan(self, plan: Plan) -> None:
        (self.path / "plan.json").write_text(plan.to_json(), encoding="utf-8")

    def plan(self) -> Plan:
        return from_json((self.path / "plan.json").read_text(encoding="utf-8"))

    def write_wish(self, wish: Wish) -> None:
        """Raises InputError when the disk is full."""
        half = self.path / "wish.half"
        try:
            half.write_text(json.dumps([wish.what, wish.learning_rate, wish.until]), encoding="utf-8")
            half.replace(self.path / "wish.json")
        except OSError as error:
            raise InputError(
                _("The server cannot tell the run ({strerror}): free some of its disk.").format(strerror=error.strerror)
            ) from error

    def wish(self) -> Wish:
        try:
            return Wish(*json.loads((self.path / "wish.json").read_text(encoding="utf-8")))
        except FileNotFoundError:
            return Wish()

    def write_batch(self, record: BatchRecord) -> None:
        """In place of the one before. A full disk costs the look at it, not the run."""
        half = self.path / "batch.half"
        with suppress(OSError):
            half.write_text(record.to_json(), encoding="utf-8")
            half.replace(self.path / "batch.json")

    def batch(self) -> BatchRecord | None:
        """The last batch that was looked at."""
        try:
            return batch_from_json((self.path / "batch.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None

    def keep(self, epoch: int, content: bytes, spare: int = 0) -> None:
        """The net after an epoch; see `Checkpoints.keep`."""
        self.checkpoints.keep(epoch, content, spare)

    def keep_state(self, epoch: int, state: bytes | Callable[[], bytes]) -> None:
        """All of a run on a worker that may die, in place of the one before; a run here is not done anew."""
        if not isinstance(state, bytes):
            return
        half = self.path / "state.half"
        with suppress(OSError):  # it costs the way back, not the run
            half.write_bytes(state)
            half.replace(self.path / f"state-{epoch:04d}.pt")
            for older in self.states()[:-1]:
                older.unlink()

    def states(self) -> list[Path]:
        return sorted(self.path.glob("state-*.pt"))

    def resume(self) -> bytes | None:
        """All of the run, where it was kept; see `resuming`."""
        return self.states()[-1].read_bytes() if self.states() else None

    def rewind(self) -> int:
        """Takes out of the log what came after the last kept state; says after which epoch that is. Raises OSError."""
        there = self.states()
        epoch, said = int(there[-1].stem.split("-")[1]) if there else 0, self.read()[0]
        at = [k for k, it in enumerate(said) if isinstance(it, Evaluation) and it.epoch == epoch]
        notices = [it for it in said if isinstance(it, Notice)] if not at else []
        half = self.path / "records.half"
        half.write_text("".join(to_line(it) + "\n" for it in notices + said[: at[-1] + 1 if at else 0]), "utf-8")
        half.replace(self.log)
        return epoch if at else 0

    def write_final(self, text: str) -> None:
        """Keeps the score of the test part, once there is one. Raises OSError."""
        half = self.path / "final.half"
        half.write_text(text, encoding="utf-8")
        half.replace(self.path / "final.json")

    def final(self) -> str | None:
        """The score of the test part, if it was looked at."""
        try:
            return (self.path / "final.json").read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def touch(self) -> None:
        (self.path / "seen").touch()

    def unseen(self) -> float:
        """Seconds since somebody last watched."""
        try:
            return time.time() - (self.path / "seen").stat().st_mtime
        except FileNotFoundError:
            return float("inf")

    def write(self, record: Record) -> None:
        """Appends to the log; a log that has grown to 16 MB takes no more progress."""
        if isinstance(record, Progress) and self.log.exists() and self.log.stat().st_size > MAX_LOG:
            return
        with self.log.open("a", encoding="utf-8") as file:
            file.write(to_line(record) + "\n")

    def read(self, offset: int = 0) -> tuple[list[Record], int]:
        """The whole lines after `offset` bytes, and the offset after them."""
        if not self.log.exists():
            return [], offset
        with self.log.open("rb") as file:
            file.seek(offset)
            content = file.read()
        whole = content[: content.rfind(b"\n") + 1]
        return [from_line(line) for line in whole.decode("utf-8").splitlines()], offset + len(whole)


def bounded(records: list[Record], kept: Callable[[], list[int]]) -> list[Record]:
    """The records, thinned, and without the confusion matrices that nobody can look back at.

    `kept`: the epochs whose nets are kept; asked only when there are more evaluations than nets can be.
    """
    full = [it for it in records if isinstance(it, Evaluation) and it.confusion]
    if len(full) <= 2 * MOST:
        return thinned(records)
    there = {*kept(), full[-1].epoch}
    return thinned(
        [without_confusion(it) if isinstance(it, Evaluation) and it.epoch not in there else it for it in records]
    )


def without_confusion(it: Evaluation) -> Evaluation:
    return replace(it, confusion=None)


def thinned(records: list[Record], most: int = MOST_PROGRESS) -> list[Record]:
    """Every other progress goes when there are too many; the last record stays."""
    while sum(isinstance(it, Progress) for it in records) > most:
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


def furnish(folder: RunFolder, plan: Plan, upload: bytes | None, name: str) -> Plan:
    """A folder with the plan and the learner's own file, which the plan then names. Raises OSError."""
    folder.path.mkdir()
    if upload is not None:
        own = folder.path / (re.sub(r"[^\w.-]", "_", Path(name).name)[-80:] or "upload")
        own.write_bytes(upload)
        plan = plan.but(source="own file", file=str(own))
    folder.write_plan(plan)
    folder.touch()
    return plan
