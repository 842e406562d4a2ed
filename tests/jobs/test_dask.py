"""A cluster of Dask's as the server has it: none, not installed, and what its loss leaves in the server's log."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.dask_cluster import DaskCluster, until
from rnnviz.jobs.cluster import EMPTY, MISSING, SILENT, VARIABLE, Cluster
from tests.conftest import ROOT

LOSES = """
import logging, sys
from benchmarks.dask_cluster import until
from rnnviz.jobs.cluster import EMPTY, SILENT, Cluster
it, closed = Cluster(sys.argv[1]), Cluster(sys.argv[1])
until(lambda: it.trouble == closed.trouble == EMPTY)
closed.close()
print("there", file=sys.stderr, flush=True)
until(lambda: it.trouble == SILENT)
it.close()
logging.getLogger("distributed.client").error("another")
"""
"""A server that loses its scheduler, and whose client has another trouble afterwards."""


def test_a_scheduler_that_is_gone_is_one_line_in_the_servers_log(tmp_path: Path) -> None:
    made = DaskCluster(tmp_path)
    command, env = [sys.executable, "-c", LOSES, made.address], os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr
        before = list(iter(server.stderr.readline, "there\n"))
        made.close()
        silent, *others = server.stderr.read().splitlines()
    assert before[-1:] == [f"{VARIABLE}={made.address}: {EMPTY}\n"]
    assert silent == f"{VARIABLE}={made.address}: {SILENT}"
    assert [it.rpartition(" - ")[2] for it in others] == ["another"]


def test_nothing_of_dask_is_imported_or_asked_without_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    script = (
        "import sys\nfrom rnnviz.learn.jobs import Runs\nfrom rnnviz.jobs.cluster import cluster\n"
        "it = Runs()\nassert cluster() is None and it.cluster is None\n"
        "assert not any(name.partition('.')[0] in ('dask', 'distributed') for name in sys.modules)\n"
    )
    env = {key: value for key, value in os.environ.items() if key != VARIABLE} | {"PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", script], env=env, check=True, timeout=60)


def test_where_dask_is_not_installed_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    it = Cluster("tcp://127.0.0.1:1")
    until(lambda: it.trouble == MISSING)
    it.close()
