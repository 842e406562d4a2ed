"""One kept process for all sessions: what does not listen is ended, what dies is told, what two want is made once."""

from __future__ import annotations

import threading
import time

import pytest

from rnnviz.core.typed import InputError
from rnnviz.jobs import in_turn
from rnnviz.jobs.in_turn import InTurn
from rnnviz.jobs.kept import Kept
from rnnviz.jobs.telling import Teller

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
    import slow_work

    made = InTurn("counts sheep", "sheep")
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
    monkeypatch.setattr(in_turn, "MOST_WAITING", 1)
    with pytest.raises(InputError, match="1 sheep are waiting already"):
        turns.ask("", slow.pid)
    ahead.cancel()
    assert two.result(PATIENCE) == turns.child.process.pid
    assert turns.ask("same", slow.deaf).result(0) == turns.child.process.pid  # kept: nothing is run


def test_the_time_left_is_told_from_the_pace(monkeypatch):
    now, said = [100.0], []
    monkeypatch.setattr("rnnviz.jobs.telling.time.monotonic", lambda: now[0])
    tell = Teller(lambda *it: said.append(it))
    for second, share in enumerate((0.1, 0.15, 0.3, 0.55)):
        now[0] = 100.0 + second
        tell(share)
    assert [it[1] for it in said] == [0.1, 0.15, 0.3, 0.55]
    assert said[0][2] is None
    assert [it[2] for it in said[1:]] == pytest.approx([0.85 / 0.05, 0.7 / 0.1, 0.45 / 0.15])


def test_what_is_kept_is_bounded():
    kept = Kept(10_000)
    for k in range(5):
        kept.keep(f"key {k}", bytes(2400))
        kept.get("key 0")
    assert list(kept.found) == ["key 2", "key 3", "key 0", "key 4"] or kept.get("key 0") is not None
    assert len(kept.found) == 4
    assert kept.bytes <= 10_000
    assert kept.get("key 1") is None
    kept.keep("large", bytes(2600))
    assert kept.get("large") is None
