"""Runs and maps on a real cluster of Dask's: the same numbers as here; a stop, a rest, a death of each part of it."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch

from benchmarks.dask_cluster import DaskCluster, until
from rnnviz.jobs.cluster import EMPTY, SILENT, Cluster
from rnnviz.jobs.relay import TOPIC
from rnnviz.learn import running
from rnnviz.learn.duration import MeasureTrip
from rnnviz.learn.folder import RunFolder
from rnnviz.learn.jobs import Processes, Runs, View
from rnnviz.learn.plan import Plan
from rnnviz.learn.tasks import TASKS, usual
from rnnviz.maps import worker
from rnnviz.maps.points import Points
from rnnviz.maps.setting import Setting
from tests.learn import own_plans
from tests.learn.test_jobs import close, wait

LONG = Plan("noise", hidden=16, epochs=500, dropout=0.1, layers=2)
SMALL = {"hidden": 4, "epochs": 2, "device": "cpu"}
waited = partial(wait, seconds=60)  # a worker imports torch first
SENT = "on the cluster, "
KILL = """
import os, signal
from rnnviz.jobs import relay
for it in relay.RELAYS.values():
    os.kill(it.child.process.pid, signal.SIGKILL)
"""
"""On a worker: what the system does when memory is short."""


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """With two workers, of which one says that it has a GPU."""
    made = DaskCluster(tmp_path_factory.mktemp("dask"))
    made.add_worker("ann")
    made.add_worker("ben", "--resources", "GPU=1")
    yield made
    made.close()


@pytest.fixture(scope="module")
def there(dask: DaskCluster) -> Iterator[Cluster]:
    made = Cluster(dask.address)
    until(lambda: made.slots == 2)
    yield made
    made.close()


@pytest.fixture(scope="module")
def runs(there: Cluster) -> Iterator[Runs]:
    made = Runs(Processes(10, there=there))
    yield made
    close(made)


def over(runs: Runs, key: str) -> View:
    return waited(runs, key, lambda view: view.over)


def small_plans(folder: Path) -> dict[str, Plan]:
    """Of each task that can be on a file of one's own, which goes along; and on data that is there."""
    own = {f"own {task}": plan.but(device="cpu") for task, plan in own_plans.plans(folder).items()}
    there = {task: usual(task).but(**SMALL) for task in ("names", "noise")}
    return own | there | {"dropout": own["own sentiment"].but(dropout=0.3, layers=2)}


def test_a_run_of_each_task_and_file_comes_to_the_same_numbers_as_here(runs: Runs, tmp_path: Path) -> None:
    plans = small_plans(tmp_path)
    assert {plan.task for plan in plans.values()} == set(TASKS)
    keys = {
        name: runs.start(plan, *((file.read_bytes(), file.name) if (file := Path(plan.file)).is_file() else ()))
        for name, plan in plans.items()
    }
    for name, plan in plans.items():
        here = RunFolder(tmp_path / f"here {name}")
        here.path.mkdir()
        here.write_plan(plan)
        here.touch()
        assert running.run(str(here.path)) == "finished"
        expected = [it for it in here.read()[0] if isinstance(it, running.Evaluation)]
        view, sent = over(runs, keys[name]), runs.folder(keys[name])
        assert view.state == "finished", (name, view.sentence)
        for one, other in zip(view.evaluations, expected, strict=True):
            assert one.loss == pytest.approx(other.loss, abs=1e-6), name
            assert one.validation_loss == pytest.approx(other.validation_loss, abs=1e-6), name
            assert one.scores == pytest.approx(other.scores, abs=1e-6), name
        assert sent.checkpoints.epochs() == here.checkpoints.epochs()
        nets = [it.checkpoints.load(plan.epochs).net.state_dict() for it in (sent, here)]
        for key, value in nets[0].items():
            torch.testing.assert_close(value, nets[1][key], atol=1e-6, rtol=0)


@pytest.mark.parametrize(
    "setting", [Setting("tsne", perplexity=8.0), Setting("umap", n_neighbors=8, seed=3)], ids=lambda it: it.method
)
def test_a_map_is_the_same_and_says_where_it_is_made(
    there: Cluster, monkeypatch: pytest.MonkeyPatch, setting: Setting
) -> None:
    """To the last bit: these workers have this machine's processor, whose code numba compiles.

    On another one UMAP rounds otherwise, and each epoch makes more of it: a point may lie a whole spread elsewhere.
    """
    draw, places = np.random.default_rng(0), []
    points = Points("drawn", draw.normal(size=(60, 5)), tuple(map(str, range(60))))
    for named in (there, None):
        monkeypatch.setattr(worker, "cluster", lambda named=named: named)
        mapper = worker.Mapper(warm=False)
        job = mapper.submit(points, setting)
        places.append(job.result(240))  # umap is compiled first where numba has not kept it
        assert job.where.startswith(SENT) == (named is not None)
        assert len(job.parts) == 1
        mapper.close()
    np.testing.assert_array_equal(places[0].positions, places[1].positions)
    np.testing.assert_array_equal(places[0].lies, places[1].lies)
    assert places[0].trust == places[1].trust


def test_it_says_where_it_is_heeds_wishes_rests_and_stops_within_a_second(runs: Runs, there: Cluster) -> None:
    keys = [runs.start(LONG, slow=True) for _ in range(2)]
    views = [wait(runs, key, lambda view: view.state == "paused") for key in keys]
    assert {view.where for view in views} == {f"{SENT}ann", f"{SENT}ben"}
    assert [it.step for it in (runs.folder(key).batch() for key in keys) if it] == [1, 1], "the batch is looked at"
    third = runs.start(LONG)  # those that rest have given their places up
    waited(runs, third, lambda view: len(view.evaluations) >= 1)
    runs.set_learning_rate(keys[0], 0.02)
    runs.resume(keys[0])
    waited(runs, keys[0], lambda view: bool(view.rates) and view.rates[-1].learning_rate == 0.02)
    for key in (*keys, third):
        began = time.monotonic()
        runs.stop(key)
        assert over(runs, key).state == "stopped"
        assert time.monotonic() - began < 1.0


def test_a_run_that_asks_for_cuda_is_given_to_a_worker_with_a_gpu_and_another_has_none(runs: Runs) -> None:
    key = runs.start(LONG.but(device="cuda"))
    seen = set()
    view = waited(runs, key, lambda view: bool(seen.add(view.where)) or view.over)
    assert seen - {"", f"{SENT}ben"} <= {"waiting for a worker of the cluster"}
    assert view.sentence == "There is no CUDA GPU here: choose CPU.", "this one only says that it has one"
    assert over(runs, runs.start(Plan("noise", hidden=2, epochs=1))).state == "finished"


def begun(there: Cluster) -> list[str]:
    """The workers on which work has begun, in turn."""
    assert there.client
    return [said["name"] for _, said in there.client.get_events(TOPIC)]


def measured(runs: Runs, plan: Plan) -> bool:
    return runs.durations.of(plan) is not None


def test_how_long_a_run_takes_is_measured_where_it_will_run_beside_those_that_train(runs: Runs, there: Cluster) -> None:
    plan, keys = Plan("noise", hidden=8, epochs=20), [runs.start(LONG) for _ in range(2)]
    for key in keys:
        waited(runs, key, lambda view: view.where.startswith(SENT))
    before = begun(there)
    for it, where in ((plan, {"ann", "ben"}), (plan.but(device="cuda"), {"ben"})):
        until(partial(measured, runs, it))
        assert begun(there)[len(before)] in where
        before = begun(there)
    assert runs.durations.of(plan) == runs.durations.known_of(plan.but(seed=3))
    assert math.isnan(runs.durations.of(plan.but(device="cuda")) or 0.0), "this one only says that it has a GPU"
    assert begun(there) == before, "once for everybody"
    assert {runs.view(key).state for key in keys} == {"running"}
    for key in keys:
        runs.stop(key)
        over(runs, key)


def test_a_worker_that_dies_costs_a_run_its_last_epoch_at_most(
    runs: Runs, dask: DaskCluster, there: Cluster, tmp_path: Path
) -> None:
    plan = LONG.but(epochs=12, hidden=16)
    key = runs.start(plan)
    view = waited(runs, key, lambda view: len(view.evaluations) >= 3)
    killed = view.where.removeprefix(SENT)
    dask.kill(killed)
    said = waited(runs, key, lambda view: any("is gone" in it for it in view.notices)).notices
    assert any(it.startswith(f"The cluster's worker {killed} is gone. The run goes on after epoch ") for it in said)
    view = over(runs, key)
    assert view.state == "finished"
    assert sum(it.startswith("Data: ") for it in view.notices) == 1
    assert [it.epoch for it in view.evaluations] == list(range(1, 13)), "none is missing, none stands twice"
    here = RunFolder(tmp_path)
    here.write_plan(plan)
    here.touch()
    running.run(str(tmp_path))
    expected = [it.validation_loss for it in here.read()[0] if isinstance(it, running.Evaluation)]
    assert [it.validation_loss for it in view.evaluations] == pytest.approx(expected, abs=1e-6)
    dask.add_worker(killed, *(["--resources", "GPU=1"] if killed == "ben" else []))
    until(lambda: there.slots == 2)


def test_a_run_whose_own_process_is_killed_says_so_and_is_not_begun_again(runs: Runs, there: Cluster) -> None:
    key = runs.start(LONG)
    waited(runs, key, lambda view: len(view.evaluations) >= 1)
    client = there.client
    assert client
    client.run(exec, KILL)
    view = over(runs, key)
    assert (view.state, "process was killed" in view.sentence) == ("failed", True)


def test_a_scheduler_that_is_gone_costs_no_run_and_is_found_again(
    runs: Runs, dask: DaskCluster, there: Cluster
) -> None:
    key = runs.start(LONG)
    before = len(waited(runs, key, lambda view: len(view.evaluations) >= 2).evaluations)
    dask.kill("scheduler")
    until(lambda: there.trouble == SILENT)
    view = waited(runs, key, lambda view: len(view.evaluations) > before)
    assert view.where == "on this machine"
    assert any(it.startswith(SILENT) for it in view.notices)
    runs.stop(key)
    for name in ("ann", "ben"):
        dask.kill(name)
    dask.start_scheduler()
    until(lambda: there.trouble == EMPTY)
    plan = Plan("noise", hidden=6, epochs=20)
    until(partial(measured, runs, plan))
    assert runs.durations.known_of(plan), "measured here"
    assert over(runs, runs.start(Plan("noise", hidden=2, epochs=1))).state == "finished", "here"
    dask.add_worker("cem")
    until(lambda: there.up)
    key = runs.start(Plan("noise", hidden=32, epochs=20))
    waited(runs, key, lambda view: view.where == f"{SENT}cem")
    assert runs.durations.known_of(plan) is None, "what was measured here is not said of a worker"
    runs.stop(key)
    brief = MeasureTrip(plan, None)
    done = runs.executor.submit(brief)
    until(lambda: brief.where == f"{SENT}cem")
    dask.kill("cem")
    assert done.result(60) > 0
    assert brief.where == "", "done anew, here"
