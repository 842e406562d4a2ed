"""Runs in processes of their own: queued, stopped, killed, left alone; and a disk that is full."""

from __future__ import annotations

import errno
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from rnnviz.core.typed import InputError
from rnnviz.jobs.process import FORKS
from rnnviz.learn import jobs, running
from rnnviz.learn.jobs import Processes, Runs, View
from rnnviz.learn.plan import Plan

LONG = Plan("noise", hidden=32, epochs=500)
SHORT = Plan("noise", hidden=4, epochs=2)


@pytest.fixture
def runs() -> Iterator[Runs]:
    it = Runs(at_once=1)
    yield it
    close(it)


def close(it: Runs) -> None:
    for key in list(it.handles):
        it.forget(key)
    it.executor.shutdown(wait=True, cancel_futures=True)
    it.remove()


def wait(runs: Runs, key: str, wanted: Callable[[View], bool], seconds: float = 40) -> View:
    until = time.monotonic() + seconds
    while not wanted(view := runs.view(key)):
        assert time.monotonic() < until, view
        time.sleep(0.05)
    return view


def test_runs_from_start_to_stop(runs: Runs) -> None:
    """Queue with places, pause, a new rate, resume, stop within a second; the next is killed; the last ends."""
    key, second, third, fourth = (runs.start(plan) for plan in (LONG, LONG, SHORT, SHORT))
    wait(runs, key, lambda view: len(view.evaluations) >= 1)
    assert [runs.view(it).place for it in (second, third, fourth)] == [1, 2, 3]
    runs.pause(key)
    paused = wait(runs, key, lambda view: view.state == "paused")
    assert paused.working
    runs.set_learning_rate(key, 0.02)
    runs.resume(key)
    view = wait(runs, key, lambda view: bool(view.progress) and view.progress[-1].learning_rate == 0.02)
    assert [it.learning_rate for it in view.rates] == [0.02]
    steps = view.progress[-1].steps
    assert view.rates[0].step == round(paused.working.share * steps)  # none was made meanwhile
    assert paused.progress[-1].step <= view.rates[0].step < view.progress[-1].step
    assert runs.view(second).state == "queued"
    runs.stop(fourth)
    assert runs.view(fourth).state == "stopped"
    runs.stop(key)
    stopped = wait(runs, key, lambda view: view.over)
    assert stopped.state == "stopped"
    assert runs.folder(key).checkpoints.load(runs.folder(key).checkpoints.epochs()[1]).plan == LONG
    kill_in_mid_run(runs, second)
    assert wait(runs, third, lambda view: view.over).state == "finished"
    with pytest.raises(InputError, match="learning rate"):
        runs.set_learning_rate(key, -1)


def test_a_run_that_begins_while_it_is_looked_at_is_no_error(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two questions about its place the last run before it may have ended."""
    runs.start(LONG)
    key = runs.start(SHORT)
    assert runs.view(key).state == "queued"
    monkeypatch.setattr(runs.places, "waiting", list)
    assert (runs.view(key).state, runs.view(key).place) == ("starting", 0)


def kill_in_mid_run(runs: Runs, key: str) -> None:
    """As the system does when memory is short."""
    wait(runs, key, lambda view: view.state == "running")
    assert isinstance(runs.executor, Processes)
    (child,) = runs.executor.running.values()
    assert child
    os.kill(child.process.pid, signal.SIGKILL)
    view = wait(runs, key, lambda view: view.over)
    assert view.state == "failed"
    assert "process was killed" in view.sentence


class Deaf(Executor):
    """Its call runs, whatever is wished; `ended`: what it was told to end."""

    def __init__(self) -> None:
        self.future: Future[Any] = Future()
        self.future.set_running_or_notify_cancel()
        self.ended: list[Future[Any]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return self.future

    def end_soon(self, future: Future[Any]) -> None:
        self.ended.append(future)


def test_a_run_is_asked_to_stop_and_its_executor_to_end_it_soon() -> None:
    deaf = Deaf()
    it = Runs(deaf)
    key = it.start(SHORT)
    assert not deaf.ended
    it.stop(key)
    assert (it.folder(key).wish().what, deaf.ended) == ("stop", [deaf.future])
    it.remove()


def test_a_run_that_nobody_watches_ends_and_a_touch_keeps_it() -> None:
    parked = Runs(Parked())
    waits = parked.start(LONG)
    leave(parked, waits)
    assert parked.folder(waits).unseen() > parked.left_after
    parked.touch(waits)
    assert parked.folder(waits).unseen() < parked.left_after
    parked.remove()
    it = Runs(ThreadPoolExecutor(1))
    key = it.start(LONG)
    wait(it, key, lambda view: len(view.evaluations) >= 1)
    leave(it, key)
    assert it.handles[key].future.result(timeout=20) == "left"
    view = it.view(key)
    assert (view.state, view.sentence) == ("left", "Ended, because the page was closed.")
    it.touch("0" * 32)
    close(it)


def leave(it: Runs, key: str) -> None:
    """As if the tab had been closed long ago."""
    os.utime(it.folder(key).path / "seen", (0, 0))


def test_a_run_that_waits_does_not_start_when_its_tab_is_closed() -> None:
    it, free = Runs(ThreadPoolExecutor(1)), threading.Event()
    it.executor.submit(free.wait)
    closed, file, here = it.start(SHORT), it.start(Plan("weather"), b"Date,Temperature", "mine.csv"), it.start(SHORT)
    own = Path(it.folder(file).plan().file)
    leave(it, closed)
    leave(it, file)
    it.tidy()
    free.set()
    assert wait(it, here, lambda view: view.over).state == "finished"
    assert [it.view(key).state for key in (closed, file)] == ["left", "left"]
    assert it.folder(closed).read()[0] == [running.LEFT]
    assert not own.exists()
    close(it)


class Parked(Executor):
    """An executor that never starts anything."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return Future()


def test_ten_at_once_from_ten_sessions_are_all_kept_in_order() -> None:
    it = Runs(Parked())
    with ThreadPoolExecutor(10) as sessions:
        keys = list(sessions.map(lambda _: it.start(SHORT), range(10)))
        places = list(sessions.map(lambda key: it.view(key).place, keys))
    assert sorted(places) == list(range(1, 11))
    for key in keys[:3]:
        it.stop(key)
    assert [it.view(key).state for key in keys[:4]] == ["stopped"] * 3 + ["queued"]
    it.remove()


def test_the_queue_and_the_kept_runs_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MOST_WAITING", 3)
    monkeypatch.setattr(jobs, "MOST_KEPT", 4)
    it = Runs(Parked())
    keys = [it.start(SHORT) for _ in range(3)]
    with pytest.raises(InputError, match="3 runs are waiting"):
        it.start(SHORT)
    for _ in range(6):
        it.stop(keys[-1])
        keys.append(it.start(SHORT))
    assert len(it.handles) <= 4
    with pytest.raises(InputError, match="no longer kept"):
        it.view(keys[2])
    assert len(list(it.root.iterdir())) == len(it.handles)
    it.remove()


def test_an_upload_stays_in_the_runs_folder() -> None:
    it = Runs(Parked())
    key = it.start(Plan("weather"), b"Date,Temperature\n", "../../my hours.csv")
    plan = it.folder(key).plan()
    assert plan.source == "own file"
    assert Path(plan.file).parent == it.folder(key).path
    assert Path(plan.file).name == "my_hours.csv"
    it.forget(key)
    assert not Path(plan.file).exists()
    it.remove()


def test_the_files_of_all_runs_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MOST_DISK", 9_800)
    it = Runs(Parked())
    old, new = (it.start(Plan("weather"), bytes(4500), "mine.csv") for _ in range(2))
    with pytest.raises(InputError, match="filled this server's room"):
        it.start(SHORT)
    it.stop(old)
    third = it.start(SHORT)
    assert set(it.handles) == {new, third}
    assert len(list(it.root.iterdir())) == 2
    it.remove()


def test_a_full_disk_refuses_a_run_with_a_sentence_and_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    it = Runs(Parked())
    key = it.start(SHORT)
    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(InputError, match=r"cannot keep a run \(No space left"):
        it.start(SHORT)
    with pytest.raises(InputError, match="No space left"):
        it.pause(key)
    it.stop(key)
    assert it.view(key).state == "stopped"
    assert [path.name for path in it.root.iterdir()] == [key]
    it.remove()


def test_any_executor_will_do(tmp_path: Path) -> None:
    """As Dask's or Ray's would be: threads know nothing of processes."""
    it = Runs(ThreadPoolExecutor(1))
    assert wait(it, it.start(SHORT), lambda view: view.over).state == "finished"
    close(it)


@pytest.mark.skipif(not FORKS, reason="no fork server here")
def test_a_runs_process_has_torch_from_its_start_and_can_still_use_a_gpu(runs: Runs) -> None:
    assert runs.executor.submit(eval, "'rnnviz.learn.running' in __import__('sys').modules").result()
    assert runs.executor.submit(eval, "'torch.optim.adam' in __import__('sys').modules").result()
    assert not runs.executor.submit(eval, "__import__('torch').cuda._is_in_bad_fork()").result()
