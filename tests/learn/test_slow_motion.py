"""Slow motion against the run at full speed, to the bit; and what it says of a batch against other arithmetic."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from scipy.special import log_softmax

from rnnviz.learn import running
from rnnviz.learn.folder import RunFolder, Wish
from rnnviz.learn.plan import Plan
from rnnviz.learn.slow_motion import BatchRecord, from_json
from rnnviz.learn.tasks import TASKS, usual
from rnnviz.learn.training import Trainer
from tests.learn.trainers import trainer_of

SMALL = {"hidden": 8, "epochs": 2, "longest": 40, "lag": 8}
PLANS = {task: usual(task).but(**SMALL) for task in TASKS} | {
    "dropout": Plan("names", hidden=8, layers=2, directions=2, dropout=0.4, epochs=2),
    "drawn evenly": Plan("names", hidden=8, balanced=True, epochs=2),
    "the end of the padding": Plan("sentiment", hidden=8, embedding=4, read="last padded", longest=20, dropout=0.2),
    "tags": Plan("tags", hidden=4, embedding=4, epochs=2),
}
BATCHES = 12


def slowly(trainer: Trainer, batches: int) -> list[BatchRecord]:
    """So many batches, each looked at."""
    trainer.stop_at, found = 1, []
    for _ in trainer.records():
        if trainer.watched:
            found.append(trainer.watched)
            trainer.watched, trainer.stop_at = None, trainer.step + 1
        if len(found) == batches:
            return found
    raise AssertionError("the run ended before")


def at_full_speed(trainer: Trainer, batches: int) -> Trainer:
    trainer.stop_at = None
    while trainer.step < batches:
        for index in trainer.order():
            if trainer.step < batches:
                trainer.one_step(trainer.data.train.batch(index, trainer.padded))
                trainer.at, trainer.step = trainer.at + 1, trainer.step + 1
        if trainer.step < batches:
            list(trainer.look())
    return trainer


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_slow_motion_equals_full_speed_to_the_bit(plan: Plan) -> None:
    slow = trainer_of(plan)
    found = slowly(slow, BATCHES)
    fast = at_full_speed(trainer_of(plan), BATCHES)
    assert [it.step for it in found] == list(range(1, BATCHES + 1))
    for name, value in slow.net.state_dict().items():
        assert torch.equal(value, fast.net.state_dict()[name]), name
    assert from_json(found[-1].to_json()) == found[-1]


def test_a_runs_process_waits_where_it_is_told_and_ends_with_the_same_net(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One batch, ten, the end of the epoch, and at full speed to the end; at each stop that batch is there."""
    plan = Plan("names", hidden=8, epochs=3, device="cpu")
    each = len(trainer_of(plan).order(0))
    wished, seen = iter([11, each, each + 1, None]), []

    def learner(_: float) -> None:
        batch, epochs = here.batch(), here.checkpoints.epochs()
        seen.append((batch and batch.step, max(epochs)))
        until = next(wished)
        here.write_wish(Wish("pause", until=until) if until else Wish("go"))

    monkeypatch.setattr(running.time, "sleep", learner)
    here, other = RunFolder(tmp_path / "slow"), RunFolder(tmp_path / "fast")
    for folder in (here, other):
        folder.path.mkdir()
        folder.write_plan(plan)
        folder.touch()
    here.write_wish(Wish("pause", until=1))
    assert running.run(str(here.path)) == running.run(str(other.path)) == "finished"
    assert seen == [(1, 0), (11, 0), (each, 1), (each + 1, 1)]
    for epoch in range(4):
        one, two = (it.checkpoints.load(epoch).net.state_dict() for it in (here, other))
        assert all(torch.equal(value, two[name]) for name, value in one.items())


def test_a_run_that_rests_gives_its_memory_back_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not one that waits for the next batch: it would get it anew each time."""
    here, given, slept = RunFolder(tmp_path / "it"), list[float](), list[float]()

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if sum(slept) > 2 * running.RESTS:
            here.write_wish(Wish("go"))

    monkeypatch.setattr(running.time, "sleep", sleep)
    monkeypatch.setattr(running, "give_back_freed", lambda: given.append(sum(slept)))
    here.path.mkdir()
    here.write_plan(Plan("names", hidden=8, epochs=1, device="cpu"))
    here.touch()
    here.write_wish(Wish("pause", until=1))
    assert running.run(str(here.path)) == "finished"
    assert given == pytest.approx([running.RESTS], rel=0.01)


def test_losses_gradients_and_moves_are_those_of_another_arithmetic() -> None:
    """Cross entropy in float64 by scipy; the gradient by finite differences; SGD's step is rate × gradient."""
    plan = Plan("names", hidden=6, epochs=1, optimiser="sgd", learning_rate=0.5, clip=0.05)
    trainer = trainer_of(plan)
    batch = trainer.data.train.batch(trainer.order()[0])
    net = trainer.trained().net.double()
    with torch.no_grad():
        answers = net(batch.x, batch.lengths).numpy()
    each = -log_softmax(answers, axis=1)[np.arange(len(batch.y)), batch.y.numpy()]
    (found,) = slowly(trainer, 1)
    assert found.losses == pytest.approx(each, rel=1e-5)
    assert found.loss == pytest.approx(each.mean(), rel=1e-5)
    assert [it.loss for it in found.examples] == found.losses
    assert [it.p for it in found.examples] == pytest.approx(np.exp(-each), rel=1e-5)
    head = next(it for it in found.parameters if it.name == "head.bias")
    slopes = []
    for k in range(head.shape[0]):
        sides = []
        for sign in (1, -1):
            moved = answers.copy()
            moved[:, k] += sign * 1e-5
            sides.append(-log_softmax(moved, axis=1)[np.arange(len(batch.y)), batch.y.numpy()].mean())
        slopes.append((sides[0] - sides[1]) / 2e-5)
    assert head.gradient == pytest.approx(np.linalg.norm(slopes), rel=1e-4)
    assert found.gradient == pytest.approx(np.linalg.norm([it.gradient for it in found.parameters]), rel=1e-5)
    assert found.gradient > 0.05
    assert found.clipped == pytest.approx(0.05, rel=1e-4)
    assert head.change == pytest.approx(0.5 * head.clipped, rel=1e-3)
    assert head.largest == pytest.approx(0.5 * np.abs(slopes).max() * 0.05 / found.gradient, rel=1e-3)
    with torch.no_grad():
        after = trainer.trained().net.double()(batch.x, batch.lengths).numpy()
    again = -log_softmax(after, axis=1)[np.arange(len(batch.y)), batch.y.numpy()].mean()
    assert found.again == pytest.approx(again, rel=1e-5)
    assert found.again < found.loss


def test_a_batch_shows_what_the_net_reads() -> None:
    """Names by their letters, windows in the data's unit, words, and the letters that follow."""
    plan = PLANS["weather"]
    trainer = trainer_of(plan)
    order = trainer.order()[0]
    (found,) = slowly(trainer, 1)
    hours = TASKS["weather"].load(plan, lambda share: None).train.batch(order)
    mean, spread = trainer.data.scale
    assert found.examples[0].values == pytest.approx(hours.x[0, :, 0].numpy() * spread + mean, abs=1e-4)
    assert found.examples[0].after == pytest.approx(hours.y[0].numpy() * spread + mean, abs=1e-4)
    error = (found.examples[0].forecast[0] - found.examples[0].after[0]) / spread
    assert found.examples[0].loss == pytest.approx(error**2, rel=1e-3)
    letters = slowly(trainer_of(PLANS["characters"]), 1)[0].examples[0]
    assert letters.given[1:] == letters.truth[:-1]
    names = slowly(trainer_of(PLANS["names"]), 1)[0].examples
    assert all(it.given.isascii() and it.truth in trainer_of(PLANS["names"]).data.classes for it in names)
    review = slowly(trainer_of(PLANS["sentiment"]), 1)[0].examples[0]
    assert " " in review.given
    assert "<pad>" not in review.given


def test_dropout_leaves_out_the_same_when_the_batch_is_read_again() -> None:
    """At a rate that moves nothing in single precision, the loss again is the loss."""
    plan = Plan("noise", hidden=8, layers=2, dropout=0.5, optimiser="sgd", learning_rate=1e-6, clip=1e-6)
    assert all(it.again == pytest.approx(it.loss, abs=1e-6) for it in slowly(trainer_of(plan), 3))
