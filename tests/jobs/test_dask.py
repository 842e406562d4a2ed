"""A cluster of Dask's as the server has it: none, not installed, lost (what the log says), and over TLS."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.dask_cluster import DaskCluster, until
from rnnviz.jobs.cluster import BARE, EMPTY, MISSING, SILENT, VARIABLE, Cluster
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
TRAINS = """
import os
from benchmarks.dask_cluster import until
from rnnviz.learn.jobs import Runs
from rnnviz.learn.plan import Plan
runs = Runs()
until(lambda: runs.cluster.up)
key = runs.start(Plan("noise", hidden=2, epochs=1))
until(lambda: runs.view(key).over)
print(runs.view(key).state, runs.handle(key).trip.where, flush=True)
os._exit(0)
"""
"""A server that trains one run on its cluster."""
FAILS = """
import sys
from benchmarks.dask_cluster import until
from rnnviz.jobs.cluster import Cluster
it = Cluster(sys.argv[1])
until(lambda: it.logged)
it.close()
"""
"""A server that does not reach its cluster."""
CONFIG = ROOT / "deploy" / "dask-tls.yaml"


def test_a_scheduler_that_is_gone_is_one_line_in_the_servers_log(tmp_path: Path) -> None:
    with closing(DaskCluster(tmp_path)) as made:
        command, env = [sys.executable, "-c", LOSES, made.address], os.environ | {"PYTHONPATH": str(ROOT)}
        with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True) as server:
            assert server.stderr
            before = list(iter(server.stderr.readline, "there\n"))
            made.kill("scheduler")
            silent, *others = server.stderr.read().splitlines()
    assert before[-1:] == [f"{VARIABLE}={made.address}: {EMPTY}\n"]
    assert silent == f"{VARIABLE}={made.address}: {SILENT}"
    assert [it.rpartition(" - ")[2] for it in others] == ["another"]


def secured(folder: Path) -> str:
    """The shipped settings for TLS, with a new certificate in this folder, made as `deploy/README.md` says."""
    (command,) = [it for it in (CONFIG.parent / "README.md").read_text().splitlines() if it.startswith("openssl ")]
    folder.mkdir()
    subprocess.run(shlex.split(command), cwd=folder, check=True, capture_output=True)
    made = folder / CONFIG.name
    made.write_text(CONFIG.read_text().replace("/etc/rnnviz/tls", str(folder)))
    return str(made)


def said(script: str, *given: str, **env: str) -> subprocess.CompletedProcess[str]:
    """By a server of its own."""
    return subprocess.run(
        [sys.executable, "-c", script, *given], env=os.environ | {"PYTHONPATH": str(ROOT)} | env, capture_output=True,
        text=True, timeout=120, check=True,
    )  # fmt: skip


def test_scheduler_worker_and_server_speak_tls_and_hear_nobody_else(tmp_path: Path) -> None:
    config, other = secured(tmp_path / "theirs"), secured(tmp_path / "another")
    with closing(DaskCluster(tmp_path, "tls", DASK_CONFIG=config)) as made:
        made.add_worker("ann")
        run = said(TRAINS, RNNVIZ_DASK=made.address, DASK_CONFIG=config)
        assert run.stdout == "finished on the cluster, ann\n"
        plain = made.address.replace("tls:", "tcp:")
        for address, settings, why in ((made.address, other, SILENT), (plain, "", SILENT), (made.address, "", BARE)):
            assert said(FAILS, address, DASK_CONFIG=settings).stderr == f"{VARIABLE}={address}: {why}\n"


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
