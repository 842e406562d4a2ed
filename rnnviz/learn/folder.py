"""A run's folder, through which a page and a worker talk: any executor that shares a disk can stand between them.

plan.json and wish.json are the page's, records.jsonl and the checkpoints the worker's; `seen` is touched by whoever
watches, and a run that nobody watches ends by itself.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path

from rnnviz.core.typed import InputError
from rnnviz.learn.checkpoints import Checkpoints
from rnnviz.learn.plan import Plan, from_json
from rnnviz.learn.records import Progress, Record, from_line, to_line

WISHES = ("go", "pause", "stop")
MAX_LOG = 16 * 2**20


@dataclass(frozen=True)
class Wish:
    """What the learner wants of a run now."""

    what: str = "go"
    learning_rate: float | None = None


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
            half.write_text(json.dumps([wish.what, wish.learning_rate]), encoding="utf-8")
            half.replace(self.path / "wish.json")
        except OSError as error:
            raise InputError(f"The server cannot tell the run ({error.strerror}): free some of its disk.") from error

    def wish(self) -> Wish:
        try:
            return Wish(*json.loads((self.path / "wish.json").read_text(encoding="utf-8")))
        except FileNotFoundError:
            return Wish()

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
