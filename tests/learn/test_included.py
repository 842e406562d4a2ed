"""The runs that come with rnnviz: made by their script, small, true to their records, and left as they are."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch

from rnnviz.learn.evaluating import scored
from rnnviz.learn.folder import RunFolder, disk
from rnnviz.learn.included.keys import ROOT, is_included, key_of, names
from rnnviz.learn.included.making import make
from rnnviz.learn.included.runs import included_folder, included_plans
from rnnviz.learn.jobs import Runs
from rnnviz.learn.records import Ended, Evaluation
from rnnviz.learn.tasks import task_of

HALF = 2.0**-11  # of a number that is kept in two bytes
OTHER_ORDER = 0.02  # another machine adds up in another order, and six epochs of Adam make more of it


def evaluations(folder: RunFolder) -> list[Evaluation]:
    return [it for it in folder.read()[0] if isinstance(it, Evaluation)]


def test_every_plan_has_its_run_and_all_together_are_at_most_4_mb() -> None:
    assert names() == included_plans().keys()
    assert disk(ROOT) <= 4 * 2**20
    for name, plan in included_plans().items():
        folder = included_folder(name)
        assert folder.plan() == plan
        assert folder.checkpoints.epochs()[-1] == plan.epochs == len(evaluations(folder))
        assert folder.checkpoints.epochs()[0] == 0
        last = folder.read()[0][-1]
        assert isinstance(last, Ended)
        assert last.reason == "finished"


@pytest.mark.parametrize("name", ["tags-two-ways", "sentiment"])
def test_the_script_makes_the_same_run_anew(name: str, tmp_path: Path) -> None:
    """The seed fixes the order and the first weights; what differs between machines is the order of a sum's terms."""
    made = make(included_plans()[name], tmp_path)
    kept = included_folder(name)
    assert made.checkpoints.epochs() == kept.checkpoints.epochs()
    for new, old in zip(evaluations(made), evaluations(kept), strict=True):
        assert new.loss == pytest.approx(old.loss, rel=OTHER_ORDER)
        assert new.scores["accuracy"] == pytest.approx(old.scores["accuracy"], abs=OTHER_ORDER)
    first, also = (it.checkpoints.load(0).net.state_dict() for it in (made, kept))
    assert all(torch.allclose(first[part], also[part], rtol=2 * HALF, atol=1e-6) for part in first)


@pytest.mark.parametrize("name", sorted(included_plans()))
def test_its_last_net_has_the_scores_that_its_record_tells(name: str) -> None:
    """Numbers in two bytes may tip over an example or two that lay on the edge: of 352 letters one did."""
    folder, plan = included_folder(name), included_plans()[name]
    task = task_of(plan)
    data = task.load(plan, lambda share: None)
    found = scored(folder.checkpoints.load(plan.epochs).net, task, data, plan.read == "last padded")
    told = evaluations(folder)[-1]
    assert found.loss == pytest.approx(told.validation_loss, rel=4 * HALF)
    for score, value in told.scores.items():
        assert found.scores[score] == pytest.approx(value, abs=0.006), score


def test_it_is_seen_as_a_finished_run_and_nobody_can_change_it() -> None:
    before = {path: path.read_bytes() for path in sorted(ROOT.rglob("*")) if path.is_file()}
    executor = ThreadPoolExecutor(1)
    runs = Runs(executor)
    key = key_of("names")
    assert is_included(key)
    assert not is_included(key_of("chess"))
    assert (runs.view(key).state, runs.view(key).included) == ("finished", True)
    runs.stop(key)
    runs.forget(key)
    runs.tidy()
    assert runs.view(key).state == "finished"
    assert runs.view(key).evaluations == tuple(evaluations(included_folder("names")))
    assert runs.folder(key).path != included_folder("names").path
    executor.shutdown()
    runs.remove()
    assert {path: path.read_bytes() for path in sorted(ROOT.rglob("*")) if path.is_file()} == before
