"""One kept process for all sessions: what does not listen is ended, what dies is told, what two want is made once."""

from __future__ import annotations

import threading
import time

import pytest

from rnnviz.core.typed import InputError
from rnnviz.jobs import queue
from rnnviz.jobs.queue import Queue
from rnnviz.jobs.serve import Reporter

PATIENCE = 60.0  # seconds
SLOW = """
import os, signal, time
def deaf(tell):
    tell.doing("sleeping")
    time.sleep(60)
def patient(tell):
    for k in range(600):
        tell(k / 600)
        time.sleep(0.01)
def dying(tell):
    os.kill(os.getpid(), signal.SIGKILL)
def broken(tell):
    raise KeyError("no such thing")
def heavy(tell, size):
    return bytes(size)
def pid(tell, *given):
    return os.getpid()
"""


def until(true, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture
def cold(tmp_path, monkeypatch):
    """Work in turn, and the functions above, which its process can import."""
    (tmp_path / "slow_work.py").write_text(SLOW)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    import slow_work  # type: ignore[import-not-found]  # made here

    made = Queue("counts sheep", "sheep")
    yield made, slow_work
    made.close()


def test_work_that_does_not_listen_is_killed_within_a_second_and_the_others_live(cold, monkeypatch):
    turns, slow = cold
    timer, waited = threading.Timer, []

    def soon(seconds, *given):
        waited.append(seconds)
        return timer(0.01, *given)

    deaf, after = turns.ask("", slow.deaf), turns.ask("", slow.pid)
    until(lambda: deaf.doing == "sleeping")
    first = turns.child.process.pid
    monkeypatch.setattr(threading, "Timer", soon)
    deaf.cancel()
    assert after.result(PATIENCE) == turns.child.process.pid != first
    assert [0.5 < it < 1 for it in waited] == [True]


def test_a_process_that_dies_says_why_and_starts_anew(cold):
    turns, slow = cold
    jobs = [turns.ask("", it) for it in (slow.dying, slow.broken, slow.pid)]
    with pytest.raises(InputError, match="process that counts sheep was killed, most often for want of memory"):
        jobs[0].result(PATIENCE)
    with pytest.raises(InputError, match="KeyError: 'no such thing'"):
        jobs[1].result(PATIENCE)
    assert jobs[2].result(PATIENCE) == turns.child.process.pid


def test_two_sessions_may_want_the_same_and_one_may_leave(cold, monkeypatch):
    turns, slow = cold
    ahead = turns.ask("", slow.patient)
    until(lambda: not ahead.place)
    one, two, three = (turns.ask(key, slow.pid, key) for key in ("same", "same", "other"))
    assert len(turns.queue) == 2
    one.cancel()
    three.cancel()
    assert (one.error, three.error, two.done, len(turns.queue)) == ("Stopped.", "Stopped.", False, 1)
    monkeypatch.setattr(queue, "MOST_WAITING", 1)
    with pytest.raises(InputError, match="1 sheep are waiting already"):
        turns.ask("", slow.pid)
    ahead.cancel()
    assert two.result(PATIENCE) == turns.child.process.pid
    assert turns.ask("same", slow.deaf).result(0) == turns.child.process.pid  # kept: nothing is run


def test_the_time_left_is_told_from_the_pace(monkeypatch):
    now, said = [100.0], []
    monkeypatch.setattr("rnnviz.jobs.serve.time.monotonic", lambda: now[0])
    tell = Reporter(lambda *it: said.append(it))
    for second, share in enumerate((0.1, 0.15, 0.3, 0.55)):
        now[0] = 100.0 + second
        tell(share)
    assert [it[1] for it in said] == [0.1, 0.15, 0.3, 0.55]
    assert said[0][2] is None
    assert [it[2] for it in said[1:]] == pytest.approx([0.85 / 0.05, 0.7 / 0.1, 0.45 / 0.15])


def test_results_are_kept_within_a_bound_the_last_used_ones(cold, monkeypatch):
    turns, slow = cold
    monkeypatch.setattr(queue, "MOST_BYTES", 10_000)
    turns = Queue("counts sheep", "sheep")
    answers = {}
    for k in range(5):
        answers[k] = turns.ask(f"key {k}", slow.heavy, 2400).result(PATIENCE)
        assert turns.ask("key 0", slow.heavy, 2400).result(PATIENCE) is answers[0]
    until(lambda: set(turns.results) == {"key 0", "key 2", "key 3", "key 4"})
    large = turns.ask("large", slow.heavy, 2600).result(PATIENCE)
    until(lambda: "large" not in turns.results)
    assert turns.ask("large", slow.heavy, 2600).result(PATIENCE) is not large
    turns.close()
