"""A run's script with its data: it runs in an empty folder, without rnnviz, and ends with the run's numbers."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import torch

from rnnviz.learn.evaluating import scored
from rnnviz.learn.plan import Plan
from rnnviz.learn.portable import DATA, SCRIPT, to_zip
from rnnviz.learn.tasks import TASKS, usual
from tests.learn.own_plans import plans
from tests.learn.trainers import last_evaluation, trainer_of

PLANS = {
    **{task: usual(task).but(epochs=1, hidden=8) for task in TASKS},
    "balanced": Plan("names", hidden=8, epochs=1, balanced=True),
    "padded": Plan("names", hidden=8, epochs=1, read="last padded"),
    "two ways": Plan("sentiment", cell="gru", hidden=8, embedding=6, directions=2, longest=40, epochs=1),
}
OWN = ("weather", "names", "sentiment", "characters")


def unpacked(content: bytes, into: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as folder:
        assert sorted(folder.namelist()) == [DATA, SCRIPT]
        folder.extractall(into)


@pytest.mark.parametrize("name", [*PLANS, *(f"own {task}" for task in OWN)])
def test_the_script_runs_alone_and_ends_with_the_runs_numbers(name: str, tmp_path: Path) -> None:
    """-I: nothing of this folder is found, and no PYTHONPATH."""
    plan = PLANS[name] if name in PLANS else plans(tmp_path)[name.removeprefix("own ")]
    trainer = trainer_of(plan)
    found = last_evaluation(trainer.records())
    tested = scored(trainer.trained().net, trainer.task, trainer.data.asked(), trainer.padded)
    empty = tmp_path / "empty"
    unpacked(to_zip(plan, trainer.net.shape, {}, tested=True), empty)
    assert "rnnviz" not in (empty / SCRIPT).read_text(encoding="utf-8")
    torch.load(empty / DATA, weights_only=True)
    command = [sys.executable, "-I", SCRIPT, DATA]
    done = subprocess.run(command, cwd=empty, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    *_, before, last = (line.split() for line in done.stdout.splitlines())
    metric = trainer.task.metric
    wanted = [found.loss, found.validation_loss, found.scores[metric], tested.loss, tested.scores[metric]]
    said = [float(it) for it in (before[1], before[4], before[6], last[2], last[4])]
    assert said == pytest.approx(wanted, rel=1e-6, abs=1e-6)
