"""The loop against itself paused, against its own script, and against what cannot be learned."""

from __future__ import annotations

import contextlib
import io
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from rnnviz.core.typed import InputError
from rnnviz.learn.evaluating import scored
from rnnviz.learn.plan import Plan
from rnnviz.learn.records import Ended, Evaluation, Progress, Record, from_line, to_line
from rnnviz.learn.script import to_script
from rnnviz.learn.tasks import TASKS, task_of
from rnnviz.learn.training import Trainer
from tests.learn.trainers import last_evaluation, trainer_of

ROOT = Path(__file__).resolve().parents[2]
PRESETS = [(key, name) for key, task in TASKS.items() for name in task.presets]
SHORT = {"weather": 1, "names": 2, "sentiment": 1, "noise": 2, "characters": 2}


def all_of(trainer: Trainer) -> list[Record]:
    return list(trainer.records())


def short(key: str, name: str) -> Plan:
    plan = TASKS[key].presets[name]
    return plan.but(
        epochs=SHORT[key], longest=min(plan.longest, 40), hidden=min(plan.hidden, 24), lag=min(plan.lag, 16)
    )


def ran(script: str, path: Path) -> list[float]:
    """Loss, validation loss and metric that the script prints at its end; and of the test part, if it was asked for."""
    path.write_text(script, encoding="utf-8")
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        runpy.run_path(str(path), run_name="__main__")
    return last_line(said.getvalue())


def last_line(said: str) -> list[float]:
    *_, before, last = (line.split() for line in said.splitlines())
    tested = [float(last[i]) for i in (2, 4)] if last[0] == "test" else []
    return [float((before if tested else last)[i]) for i in (1, 4, 6)] + tested


@pytest.mark.parametrize(("key", "name"), PRESETS)
def test_the_copied_script_ends_with_the_same_numbers(key: str, name: str, tmp_path: Path) -> None:
    plan = short(key, name)
    trainer = trainer_of(plan)
    found = last_evaluation(all_of(trainer))
    tested = scored(trainer.trained().net, trainer.task, trainer.data.asked(), trainer.padded)
    said = ran(to_script(plan, trainer.net.shape, tested=True), tmp_path / "run.py")
    metric = TASKS[key].metric
    wanted = [found.loss, found.validation_loss, found.scores[metric], tested.loss, tested.scores[metric]]
    assert said == pytest.approx(wanted, abs=1e-6)


@pytest.mark.parametrize(
    "plan",
    [
        Plan("names", hidden=8, directions=2, layers=2, dropout=0.2, epochs=2),
        Plan("names", hidden=8, directions=2, ends="hidden[-1]", epochs=2),
        Plan("names", hidden=8, epochs=2, balanced=True),
        Plan("sentiment", cell="gru", hidden=8, embedding=6, directions=2, layers=3, dropout=0.2, longest=40, epochs=1),
        Plan("noise", cell="rnn", hidden=8, directions=2, epochs=2),
    ],
    ids=["names", "slip i", "balanced", "reviews", "noise"],
)
def test_the_script_of_a_two_way_net_reads_backwards_as_the_page_does(plan: Plan, tmp_path: Path) -> None:
    trainer = trainer_of(plan)
    found = last_evaluation(all_of(trainer))
    said = ran(to_script(plan, trainer.net.shape), tmp_path / "run.py")
    assert said == pytest.approx([found.loss, found.validation_loss, found.scores["accuracy"]], abs=1e-6)


def test_the_script_runs_as_a_file_with_the_rates_that_were_chosen_on_the_way(tmp_path: Path) -> None:
    plan, rates = Plan("noise", hidden=6, epochs=2, batch_size=50), {0: 0.02, 7: 0.1, 25: 0.003}
    trainer = trainer_of(plan)
    for index in trainer.order():
        trainer.learning_rate = rates.get(trainer.step, trainer.learning_rate)
        trainer.one_step(trainer.data.train.batch(index))
        trainer.at, trainer.step = trainer.at + 1, trainer.step + 1
    assert trainer.step < 25 < 2 * trainer.step
    list(trainer.look())
    for index in trainer.order():
        trainer.learning_rate = rates.get(trainer.step, trainer.learning_rate)
        trainer.one_step(trainer.data.train.batch(index))
        trainer.step += 1
    found = last_evaluation(list(trainer.look()))
    path = tmp_path / "run.py"
    path.write_text(to_script(plan, trainer.net.shape, rates), encoding="utf-8")
    command, there = [sys.executable, "-W", "error", str(path)], os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=there, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    wanted = [found.loss, found.validation_loss, found.scores["accuracy"]]
    assert last_line(done.stdout) == pytest.approx(wanted, abs=1e-6)


def states(trainer: Trainer) -> dict[str, torch.Tensor]:
    return trainer.net.state_dict()


def test_asking_slowly_changes_nothing() -> None:
    plan = Plan("noise", layers=2, dropout=0.3, hidden=8, epochs=2)
    one, other = trainer_of(plan), trainer_of(plan)
    first, second = one.records(), other.records()
    for record in first:  # two runs in turn in one process
        next(second, record)
        torch.rand(100)  # somebody else draws
    list(second)
    for name, value in states(one).items():
        assert torch.equal(value, states(other)[name])


def test_too_long_steps_are_told_and_stop() -> None:
    plan = TASKS["weather"].presets["RNN"].but(learning_rate=10.0, epochs=3)
    records = all_of(trainer_of(plan))
    assert isinstance(records[-1], Ended)
    assert records[-1].reason == "diverged"
    assert "learning rate ten times smaller" in records[-1].sentence


@pytest.mark.parametrize("key", ["names", "noise", "characters", "sentiment"])
def test_a_learning_rate_of_10_ends_every_task(key: str) -> None:
    task = TASKS[key]
    plan = next(iter(task.presets.values())).but(learning_rate=10.0, epochs=20, longest=40)
    assert all_of(trainer_of(plan))[-1].reason == "diverged"


def test_noise_is_memorised_and_nothing_is_learned() -> None:
    """Slip m: S2's loss of 0.008 stands beside a validation accuracy of chance."""
    plan = TASKS["noise"].presets["the slides' settings"].but(epochs=33)
    found = last_evaluation(all_of(trainer_of(plan)))
    assert found.loss < 0.02
    assert found.trained["accuracy"] > 0.99
    assert found.scores["accuracy"] == pytest.approx(0.5, abs=0.06)
    assert found.validation_loss > 2


def test_a_forecast_beats_persistence_and_says_so() -> None:
    trainer = trainer_of(TASKS["weather"].presets["LSTM"].but(epochs=3))
    found = last_evaluation(all_of(trainer))
    assert found.scores["R²"] > trainer.data.persistence["R²"] > 0.9
    assert found.by_ahead is None


def test_a_learning_rate_changes_while_it_runs() -> None:
    trainer = trainer_of(Plan("noise", hidden=4, epochs=2))
    records = trainer.records()
    assert next(records).learning_rate == 0.001
    trainer.learning_rate = 0.05
    rates = {it.learning_rate for it in records if isinstance(it, Progress)}
    assert rates <= {0.05}
    assert trainer.optimiser.param_groups[0]["lr"] == 0.05
    with pytest.raises(InputError, match="learning rate is a number"):
        trainer.learning_rate = 0.0


def test_clipping_bounds_the_step_and_gradients_are_told_by_layer() -> None:
    trainer = trainer_of(Plan("noise", hidden=4, layers=2, directions=2, epochs=1, clip=0.01, optimiser="sgd"))
    before = {name: value.clone() for name, value in states(trainer).items()}
    told = next(trainer.records())
    assert isinstance(told, Progress)
    assert list(told.gradients) == ["layer 1", "layer 1 backward", "layer 2", "layer 2 backward", "head"]
    moved = torch.cat([(value - before[name]).flatten() for name, value in states(trainer).items()]).norm()
    assert float(moved) == pytest.approx(0.01 * 0.001, rel=0.02)
    assert sum(it**2 for it in told.gradients.values()) ** 0.5 == pytest.approx(0.01, rel=0.02)


def test_progress_is_told_although_epochs_are_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rnnviz.learn.training.EVERY", 0.05)
    trainer = trainer_of(Plan("noise", hidden=4, epochs=60, batch_size=512))
    told = [it for it in all_of(trainer) if isinstance(it, Progress)]
    assert len(told) > 4
    assert [it.step for it in told] == sorted({it.step for it in told})


def test_a_run_too_short_for_two_records_has_a_curve_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rnnviz.learn.training.EVERY", 1e6)
    told = [it for it in all_of(trainer_of(Plan("noise", hidden=4, epochs=4))) if isinstance(it, Progress)]
    assert len(told) > 3


def test_records_travel_as_lines() -> None:
    for record in all_of(trainer_of(Plan("noise", hidden=4, epochs=1))):
        assert from_line(to_line(record)) == record
    assert from_line(to_line(Progress(1, 2, 0.5, float("nan"), {}, 0.1, 1, 1, 1))).loss is None


@pytest.mark.parametrize(
    "changes",
    [{"hidden": 0}, {"layers": 4}, {"learning_rate": float("nan")}, {"cell": "gru", "carries": False}, {"epochs": 1.5}],
)
def test_a_plan_that_cannot_be_gets_a_sentence(changes: dict[str, float]) -> None:
    with pytest.raises(InputError):
        Plan("noise").but(**changes)


def test_an_unknown_task_gets_a_sentence() -> None:
    with pytest.raises(InputError, match="There is no task 'stocks': choose one of weather"):
        task_of(Plan("stocks"))
    with pytest.raises(InputError, match="Noise has no data 'real'"):
        task_of(Plan("noise", source="real"))


@pytest.mark.gpu
def test_a_run_learns_on_a_gpu() -> None:
    """The same run on both devices: the first losses agree (TF32), and the labels are learned."""
    if not torch.cuda.is_available():
        pytest.skip("there is no CUDA GPU here: a net was trained on the CPU alone")
    plan = Plan("names", hidden=32, epochs=12, learning_rate=0.005, batch_size=32)
    data = task_of(plan).load(plan, lambda share: None)
    found = {}
    for name in ("cpu", "cuda"):
        trainer = Trainer(plan, data, torch.device(name))
        assert next(trainer.net.parameters()).device.type == name
        found[name] = [record for record in trainer.records() if isinstance(record, Evaluation)]
        assert trainer.trained().net.head.weight.device.type == "cpu"
    assert found["cuda"][0].validation_loss == pytest.approx(found["cpu"][0].validation_loss, rel=1e-2)
    assert found["cuda"][-1].loss < 0.8 * found["cuda"][0].loss
