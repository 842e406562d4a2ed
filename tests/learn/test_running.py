"""A run in its own process: what it says when it cannot go on, in the log that the page reads."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from rnnviz.learn import running
from rnnviz.learn.folder import Checkpoints, RunFolder
from rnnviz.learn.plan import Plan
from rnnviz.learn.records import Ended

SHORT = Plan("noise", hidden=4, epochs=2)


def test_a_run_that_begins_after_everybody_left_ends_before_it_loads_anything(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    folder.write_plan(SHORT)  # and never touched
    assert running.run(str(tmp_path)) == "left"
    assert folder.read()[0] == [running.LEFT]


def test_what_cannot_be_run_says_so_in_the_log(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    folder.touch()
    folder.write_plan(Plan("weather", source="own file", file="nowhere.csv"))
    assert running.run(str(tmp_path)) == "failed"
    assert folder.read()[0][-1] == Ended("failed", "There is no file yet: load one first.")


def test_a_full_disk_costs_the_look_back_not_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, content: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    folder = RunFolder(tmp_path)
    folder.touch()
    folder.write_plan(SHORT)
    assert running.run(str(tmp_path)) == "finished"
    said = [it.sentence for it in folder.read()[0] if hasattr(it, "sentence")]
    assert any("No space left on device" in it for it in said)
    assert Checkpoints(tmp_path / "checkpoints").epochs() == []


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (MemoryError(), "ran out of memory"),
        (RuntimeError("CUDA out of memory. Tried to allocate"), "ran out of memory"),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory"), "ran out of memory"),
        (RuntimeError("CUDA error: device lost"), "GPU stopped answering"),
    ],
)
def test_a_device_that_gives_up_gets_a_sentence(
    error: Exception, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def give_up(*_: object) -> None:
        raise error

    monkeypatch.setattr(running, "Trainer", give_up)
    folder = RunFolder(tmp_path)
    folder.touch()
    folder.write_plan(SHORT)
    assert running.run(str(tmp_path)) == "failed"
    assert said in str(folder.read()[0][-1])


def test_a_gpu_that_is_not_there_gets_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rnnviz.learn.running.available_devices", lambda: ["cpu"])
    folder = RunFolder(tmp_path)
    folder.touch()
    folder.write_plan(SHORT.but(device="cuda"))
    assert running.run(str(tmp_path)) == "failed"
    assert folder.read()[0][-1] == Ended("failed", "There is no CUDA GPU here: choose CPU.")
