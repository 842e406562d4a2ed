"""Early stopping against brute force: which epoch counts, when a run ends; and its best net is never thinned away."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import torch

from rnnviz.jobs.serve import quiet
from rnnviz.learn import running
from rnnviz.learn.evaluating import scored
from rnnviz.learn.folder import Checkpoints, RunFolder
from rnnviz.learn.plan import Plan
from rnnviz.learn.records import Ended, Evaluation
from rnnviz.learn.script import to_script
from rnnviz.learn.stopping import best, counting, out_of_patience
from rnnviz.learn.tasks import task_of
from rnnviz.learn.testing import of_run
from rnnviz.learn.training import Trainer
from tests.learn.test_training import ran

NOISE = Plan("noise", hidden=24, epochs=12, learning_rate=0.02, seed=1, device="cpu")


def after(epoch: int, loss: float | None) -> Evaluation:
    return Evaluation(epoch, epoch, 1.0, loss, {}, {}, 0.0)


@pytest.mark.parametrize("seed", range(30))
def test_a_run_ends_at_the_first_epoch_that_is_so_far_from_the_lowest_loss(seed: int) -> None:
    """Ties, and losses that are no number, among them."""
    drawn = random.Random(seed)
    losses = [drawn.choice((0.1, 0.2, 0.3, 0.4, None, float("nan"))) for _ in range(15)]
    over = [after(n, loss) for n, loss in enumerate(losses, start=1)]
    for patience in (1, 2, 4):
        for count in range(1, 16):
            numbers = [9.0 if loss is None or loss != loss else loss for loss in losses[:count]]
            lowest = 1 + numbers.index(min(numbers))
            assert best(over[:count]).epoch == counting(over[:count], patience).epoch == lowest
            since = all(it >= min(numbers[:-patience]) for it in numbers[-patience:]) if count > patience else False
            assert out_of_patience(over[:count], patience) is since
    assert counting(over, 0) is over[-1]
    assert not out_of_patience(over, 0)


def test_a_run_with_patience_is_the_run_without_up_to_its_end_and_its_best_net_counts(tmp_path: Path) -> None:
    whole = Trainer(NOISE, task_of(NOISE).load(NOISE, lambda share: None))
    nets, over = {}, []
    for record in whole.records():
        if isinstance(record, Evaluation):
            over.append(record)
            nets[record.epoch] = whole.trained()
    losses = [it.validation_loss for it in over]
    plan = NOISE.but(patience=2)
    end = next(n for n in range(3, 13) if min(losses[:n]) < min(losses[n - 2 : n]))
    lowest = 1 + losses.index(min(losses[:end]))
    assert lowest < end < 12

    here = RunFolder(tmp_path)
    here.touch()
    here.write_plan(plan)
    assert running.run(str(tmp_path)) == "finished"
    told = [it for it in here.read()[0] if isinstance(it, Evaluation)]
    assert [it.validation_loss for it in told] == losses[:end]
    assert counting(told, plan.patience).epoch == lowest
    ended = here.read()[0][-1]
    assert isinstance(ended, Ended)
    assert ended.sentence == (
        f"Stopped early after epoch {end}: no lower validation loss in 2 epochs. "
        f"The validation loss was lowest after epoch {lowest}: the net of that epoch counts."
    )
    kept = here.checkpoints.load(lowest).net.state_dict()
    assert all(torch.equal(value, kept[name]) for name, value in nets[lowest].net.state_dict().items())

    found, tested = over[lowest - 1], of_run(quiet(), str(tmp_path), lowest)
    assert tested.loss == pytest.approx(scored(nets[lowest].net, whole.task, whole.data.asked(), False).loss, abs=1e-9)
    said = ran(to_script(plan, whole.net.shape, tested=True), tmp_path / "run.py")
    wanted = [found.loss, found.validation_loss, found.scores["accuracy"], tested.loss, tested.scores["accuracy"]]
    assert said == pytest.approx(wanted, abs=1e-6)


@pytest.mark.parametrize("seed", range(20))
def test_the_best_net_is_never_thinned_away(seed: int, tmp_path: Path) -> None:
    drawn = random.Random(seed)
    plan = Plan("noise", hidden=1)
    net = Trainer(plan, task_of(plan).load(plan, lambda share: None)).trained()
    files = Checkpoints(tmp_path, most=drawn.randint(1, 6))
    files.keep(0, net.to_bytes())
    losses: list[float] = []
    for epoch in range(1, 25):
        spare = 1 + losses.index(min(losses)) if losses else 0
        files.keep(epoch, net.to_bytes(), spare)
        losses.append(drawn.random())
        there = files.epochs()
        assert {0, epoch, 1 + losses.index(min(losses))} <= set(there)
        assert len(there) <= max(3, files.most)
