"""A process a call, forked or from a command: an answer, a death told, an end at once, an end with the server."""

from __future__ import annotations

import math
import os
import platform
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rnnviz.jobs import process
from rnnviz.jobs.queue import Queue
from rnnviz.jobs.serve import give_back_freed
from rnnviz.jobs.trip import WorkerDied
from tests.conftest import ROOT

ON_LINUX = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="reads /proc")
GLIBC = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
FORKING = pytest.mark.skipif(not process.FORKS, reason="no fork server here")
WORK = """
import os, pathlib, sys, threading, time

def imported(name):
    return name in sys.modules

def deaf(file):
    os.path.isdir(file) or open(file, "w").write(str(os.getpid()))
    time.sleep(60)

def environment(name):
    return os.environ.get(name)

def got_anew():
    # the share of its memory that a process gets from the system though it has freed as much before, in two threads
    import resource

    blocks, size = 3, 48 * 2**20

    def fill():
        for _ in range(blocks):
            [bytearray(size), bytearray(size)]  # more than a thread's own part of the memory ever holds

    def both():
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        fill()
        other = threading.Thread(target=fill)
        other.start()
        other.join()
        faults = resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
        return faults * resource.getpagesize() / (4 * blocks * size)

    both()
    return both()

def held_after(give_back):
    # MB that a process has more than at first: with freed blocks, and when those are given back
    def more():
        return int(pathlib.Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20 - first

    first = 0
    first = more()
    blocks = [bytearray(2**20) for _ in range(100)]
    last = bytearray(2**20)
    del blocks
    kept = more()
    give_back()
    return kept, more()

def held():
    kept = [str(fd.readlink()) for fd in pathlib.Path("/proc/self/fd").iterdir() if fd.is_symlink()]
    return kept, os.nice(0), os.getppid()
"""


@pytest.fixture
def work(tmp_path, monkeypatch):
    """The functions above, which a process can import too."""
    (tmp_path / "outside_work.py").write_text(WORK)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    import outside_work  # type: ignore[import-not-found]  # made here

    yield outside_work
    del sys.modules["outside_work"]


def processes(at_once: int, modules: tuple[str, ...] = (), forking: bool = process.FORKS) -> Queue:
    made = Queue("works", "calls", at_once=at_once, modules=modules, refused=WorkerDied, fresh=True, forking=forking)
    made.warm()
    return made


@pytest.fixture(scope="module", params=[pytest.param(True, marks=FORKING), False], ids=["forked", "by command"])
def pool(request) -> Iterator[Queue]:
    with processes(2, ("mailbox",), forking=request.param) as it:
        yield it


def until(true, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def alive(pid: int) -> bool:
    """Whether it runs: a zombie does not."""
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_processes_are_an_executor(pool):
    assert list(pool.map(abs, [-1, 2, -3])) == [1, 2, 3]
    failing = pool.submit(math.sqrt, -1)
    with pytest.raises(WorkerDied, match=r"could not be made \(ValueError: "):
        failing.result()
    with pytest.raises(WorkerDied, match="code 3"):
        pool.submit(os._exit, 3).result()
    with pytest.raises(WorkerDied, match="process that works was killed"):
        pool.submit(signal.raise_signal, signal.SIGKILL).result()
    assert pool.submit(abs, -4).result() == 4


def test_an_answer_may_be_large(pool):
    assert len(pool.submit(bytes, 2**21).result()) == 2**21


def test_one_is_ended_at_once_and_the_other_lives(pool, work, tmp_path):
    doomed = pool.submit(work.deaf, str(tmp_path / "pid"))
    until(lambda: (tmp_path / "pid").exists())
    other = pool.submit(abs, -1)
    pool.kill(doomed)
    with pytest.raises(WorkerDied, match="process that works was killed"):
        doomed.result(20)
    assert other.result() == 1


def test_what_does_not_end_by_itself_is_ended_within_a_second_and_what_does_is_not(pool, work, tmp_path, monkeypatch):
    doomed, waits = pool.submit(work.deaf, str(tmp_path / "pid")), []
    until(lambda: (tmp_path / "pid").exists())
    timer = threading.Timer
    monkeypatch.setattr(threading, "Timer", lambda seconds, *given: waits.append(seconds) or timer(0.01, *given))
    pool.end_soon(doomed)
    with pytest.raises(WorkerDied, match="process that works was killed"):
        doomed.result(20)
    assert [0.5 < it < 1 for it in waits] == [True]
    over = pool.submit(abs, -1)
    assert over.result() == 1
    pool.kill(over)
    assert over.result() == 1


def test_it_has_the_environment_of_now_and_its_own_main_module(pool, work, monkeypatch):
    monkeypatch.setenv("RNNVIZ_SAID_LATE", "here")
    monkeypatch.setitem(sys.modules, "__main__", type(sys)("__main__"))
    sys.modules["__main__"].__file__ = "/nowhere/a_page.py"  # as Streamlit leaves it
    assert pool.submit(work.environment, "RNNVIZ_SAID_LATE").result() == "here"


@FORKING
def test_a_fork_has_what_is_slow_behind_it_and_nothing_else(work):
    with processes(1, ("mailbox",)) as it:
        assert it.submit(work.imported, "mailbox").result()
        assert not it.submit(work.imported, "netrc").result()


@ON_LINUX
@FORKING
def test_a_fork_holds_no_socket_of_the_server_and_runs_below_the_pages(work):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listening, processes(1) as it:
        listening.set_inheritable(True)
        mine = str(Path(f"/proc/self/fd/{listening.fileno()}").readlink())
        kept, nice, parent = it.submit(work.held).result()
        assert (mine in kept, nice, parent == os.getpid()) == (False, 10, False)
        assert not any(it.startswith("socket:") for it in kept)
        assert it.submit(os.sched_getscheduler, 0).result() == os.SCHED_IDLE


@ON_LINUX
@FORKING
@GLIBC
def test_a_fork_that_rests_gives_back_what_it_keeps(work):
    with processes(1) as it:
        kept, then = it.submit(work.held_after, give_back_freed).result()
    assert kept > 90
    assert then < 20


OTHERWISE = {"MALLOC_ARENA_MAX": "8", "MALLOC_MMAP_MAX_": "65536", "MALLOC_TRIM_THRESHOLD_": "131072"}
"""As glibc has it by itself."""


@FORKING
@GLIBC
@pytest.mark.parametrize("name", [None, *OTHERWISE])
def test_a_fork_keeps_what_it_frees_unless_told_otherwise(work, monkeypatch, name):
    if name:
        monkeypatch.setenv(name, OTHERWISE[name])
    with processes(1, (f"nothing.{name}",)) as it:  # a fork server of its own, started now
        assert (it.submit(work.got_anew).result() < 0.1) == (name is None)
    assert {it: os.environ[it] for it in OTHERWISE if it in os.environ} == ({name: OTHERWISE[name]} if name else {})


@ON_LINUX
def test_what_a_person_waits_for_is_no_idle_work(work):
    for prompt, policy, nice in ((True, os.SCHED_OTHER, os.nice(0)), (False, os.SCHED_IDLE, 10)):
        it = Queue("works", "calls", prompt=prompt)
        assert (it.submit(os.sched_getscheduler, 0).result(), it.submit(os.nice, 0).result()) == (policy, nice)
        it.close()


@ON_LINUX
@FORKING
def test_a_fork_server_that_died_is_there_again(work):
    with processes(1) as it:
        first = it.submit(work.held).result()[2]
        os.kill(first, signal.SIGKILL)
        until(lambda: not alive(first))
        assert it.submit(work.held).result()[2] not in (first, os.getpid())


SERVER = """
import signal, sys, threading
from rnnviz.jobs.queue import Queue
import outside_work

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell starts in the background ignores it
    pool = Queue("works", "calls", modules=("mailbox",), fresh=True, forking=sys.argv[2] == "True")
    pool.submit(outside_work.deaf, sys.argv[1])
    threading.Event().wait()
"""


@ON_LINUX
@pytest.mark.parametrize("forks", [pytest.param(True, marks=FORKING), False])
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_all_of_it_ends_with_the_server_however_that_ends(tmp_path, work, end, forks):
    script, said = tmp_path / "server.py", tmp_path / "pid"
    script.write_text(textwrap.dedent(SERVER))
    there = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    with subprocess.Popen(
        [sys.executable, str(script), str(said), str(forks)], env=there, stderr=subprocess.DEVNULL
    ) as it:
        until(lambda: said.exists() and said.read_text())
        worker = int(said.read_text())
        family = {worker, int(Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()[1])} - {it.pid}
        it.send_signal(end)
        it.wait(10)
    until(lambda: not any(map(alive, family)))


def test_a_call_that_is_unwanted_before_it_has_a_process_never_gets_one(work, tmp_path):
    with processes(1, forking=False) as it:
        first = it.submit(work.deaf, str(tmp_path / "first"))
        second = it.submit(work.deaf, str(tmp_path / "second"))
        it.kill(second)
        with pytest.raises(WorkerDied, match="before it started"):
            second.result(0)
        until(lambda: (tmp_path / "first").exists())
        it.kill(first)
    assert not (tmp_path / "second").exists()
