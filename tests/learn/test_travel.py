"""What a run on a cluster needs, asked of no cluster: its state, a bound of deaths, a disk that is full here."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from rnnviz.jobs.job import Call
from rnnviz.jobs.serve import without_report
from rnnviz.jobs.shared import MOST_LOST
from rnnviz.jobs.trip import WorkerDied
from rnnviz.learn import running
from rnnviz.learn.folder import RunFolder
from rnnviz.learn.jobs import Runs
from rnnviz.learn.places import MANY
from rnnviz.learn.plan import Plan
from rnnviz.learn.records import Notice, Progress
from rnnviz.learn.resuming import resume, state_of
from rnnviz.learn.tasks import task_of
from rnnviz.learn.training import Trainer
from rnnviz.learn.travel import RunTrip
from tests.learn.test_jobs import Parked

LONG = Plan("noise", hidden=16, epochs=500, dropout=0.1, layers=2)


def test_a_trainer_goes_on_from_its_state_as_if_nothing_had_been() -> None:
    plan = LONG.but(epochs=6, hidden=6, optimiser="adam", patience=3)
    data = task_of(plan).load(plan, lambda share: None)
    whole = Trainer(plan, data)
    state = b""
    for record in whole.records():
        if isinstance(record, running.Evaluation) and record.epoch == 2:
            state = state_of(whole)
    again = Trainer(plan, data)
    resume(again, state)
    assert again.epoch == 2
    first = next(it for it in again.records() if isinstance(it, Progress))
    assert first.loss == pytest.approx(0.69, abs=0.1), "the mean of its own steps alone"
    list(again.records())
    assert [it.validation_loss for it in again.over] == [it.validation_loss for it in whole.over]
    for one, other in zip(again.net.parameters(), whole.net.parameters(), strict=True):
        torch.testing.assert_close(one, other, atol=0, rtol=0)


def test_a_run_that_takes_worker_after_worker_with_it_is_not_begun_for_ever() -> None:
    it = Runs(Parked())
    handle = it.handle(it.start(Plan("noise", hidden=2, epochs=1)))
    for _ in range(MOST_LOST):
        it.places.again(handle, "The cluster's worker ann is gone.")
        assert it.view(handle.turn.key).notices[-1].endswith("is gone. The run begins again.")
        handle.begun = None
    it.places.again(handle, "The cluster's worker ann is gone.")
    view = it.view(handle.turn.key)
    assert (view.state, view.sentence) == ("failed", f"The cluster's worker ann is gone. {MANY}")
    it.remove()


def test_a_disk_that_is_full_here_ends_a_run_there_with_a_sentence(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.path.mkdir()
    folder.write_plan(LONG)
    call = Call(1, "", without_report, (RunTrip(folder, 1, 60.0), (), {}), WorkerDied)
    call.hear("part", ("record", Notice("all is well")))
    assert [it.sentence for it in folder.read()[0] if isinstance(it, Notice)] == ["all is well"]
    folder.log.unlink()
    folder.log.symlink_to("/dev/full")
    call.hear("part", ("record", Notice("it is full")))
    with pytest.raises(
        WorkerDied, match=r"cannot keep what is made \(No space left on device\): free some of its disk"
    ):
        call.future.result(0)
