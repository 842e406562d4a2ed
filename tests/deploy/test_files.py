"""What `deploy/` ships, as far as it can be tried without containers.

nginx reads its file, the compose file keeps to its schema and to the app, and the steps of the container file put an
app together that starts and writes nothing beside /tmp.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from benchmarks.dask_cluster import until
from rnnviz.jobs.cluster import VARIABLE as DASK
from rnnviz.room.bus import VARIABLE
from tests.conftest import ROOT, Served, free_port, wait_for
from tests.nginx_server import GAP, TEMPLATE, check, filled, settings

DEPLOY = ROOT / "deploy"
SCHEMA = Path(__file__).parent / "compose-spec.json"  # of the Compose Specification, Apache License 2.0
SERVERS = "server 127.0.0.1:8501 max_fails=1 fail_timeout=5s; server 127.0.0.1:8502 max_fails=1 fail_timeout=5s;"


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((DEPLOY / "compose.yaml").read_text()))


@pytest.mark.parametrize("path", ["/", "/rnnviz/", "/a/b/"])
def test_nginx_reads_its_file(tmp_path: Path, path: str) -> None:
    said = check(filled(tmp_path, **settings(RNNVIZ_PATH=path) | {"RNNVIZ_SERVERS": SERVERS}))
    assert said.returncode == 0, said.stderr


def test_nginx_would_say_what_it_cannot_read(tmp_path: Path) -> None:
    assert check(filled(tmp_path, **settings() | {"RNNVIZ_SERVERS": "server;"})).returncode != 0


def test_the_compose_file_keeps_to_its_schema(compose: dict[str, Any]) -> None:
    schema = json.loads(SCHEMA.read_text())
    check = jsonschema.Draft7Validator(schema)
    assert [error.message for error in check.iter_errors(compose)] == []
    wrong = compose | {"services": {"one": {"imagine": "rnnviz"}}}
    assert list(check.iter_errors(wrong))


def test_every_gap_of_nginxs_file_is_filled_by_the_compose_file(compose: dict[str, Any]) -> None:
    gaps = set(GAP.findall(TEMPLATE.read_text()))
    assert gaps == {name for name in compose["services"]["nginx"]["environment"] if name.startswith("RNNVIZ_")}


def test_nobody_in_a_container_is_root_or_writes_beside_tmp(compose: dict[str, Any]) -> None:
    for name, it in compose["services"].items():
        assert it["read_only"], name
        assert it["cap_drop"] == ["ALL"], name
        assert it["deploy"]["resources"]["limits"].keys() == {"cpus", "memory"}, name
        assert "unprivileged" in it["image"] or int(it["user"].split(":")[0]) > 0, name
    assert re.search(r"^USER [1-9]", (DEPLOY / "Containerfile").read_text(), re.M)


def test_replicas_share_the_redis_and_only_nginx_can_be_reached(compose: dict[str, Any]) -> None:
    named = re.findall(r"server (\w+):8501", compose["services"]["nginx"]["environment"]["RNNVIZ_SERVERS"])
    replicas = {name for name, it in compose["services"].items() if VARIABLE in it.get("environment", ())}
    assert replicas == set(named)
    assert {compose["services"][name]["environment"][VARIABLE] for name in replicas} == {"redis://redis:6379/0"}
    assert [name for name, it in compose["services"].items() if "ports" in it] == ["nginx"]
    assert [name for name, it in compose["networks"].items() if not it.get("internal")] == ["outside"]


def test_the_cluster_of_the_compose_file_starts_and_says_that_it_is_well(
    compose: dict[str, Any], tmp_path: Path
) -> None:
    """Its own command lines, on ports of this machine; and the health checks that it names."""
    services, ports = compose["services"], {"8786": str(free_port()), ":8787": ""}
    scheduler = f"tcp://127.0.0.1:{ports['8786']}"
    assert {services[name]["environment"][DASK] for name in ("one", "two", "three")} == {"tcp://scheduler:8786"}
    running = []
    try:
        for name in ("scheduler", "ann"):
            it, port = services[name], free_port()
            given = ports | {":8787": f"127.0.0.1:{port}", "tcp://scheduler:8786": scheduler, "/tmp": str(tmp_path)}
            python, *command = [given.get(part, part) for part in it["entrypoint"]]
            assert python == "/opt/rnnviz/venv/bin/python"
            env = os.environ | it.get("environment", {})
            with (tmp_path / name).open("wb") as log:
                process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=env, stdout=log, stderr=log)
            running.append(process)
            healthy = [part.replace("8787", str(port)) for part in it["healthcheck"]["test"][1:]]
            assert healthy[0] == "/opt/rnnviz/app/deploy/healthy"
            until(partial(is_well, healthy[1]))
        until(lambda: is_known(scheduler))
    finally:
        for process in reversed(running):
            process.terminate()
            process.wait(timeout=20)


def is_well(address: str) -> bool:
    return not subprocess.run([sys.executable, str(DEPLOY / "healthy"), address], capture_output=True).returncode


def is_known(scheduler: str) -> bool:
    """Whether the scheduler has a worker."""
    from distributed import Client

    with Client(scheduler, set_as_default=False) as client:
        return len(client.scheduler_info()["workers"]) == 1


def test_the_container_file_copies_what_is_there() -> None:
    steps = (DEPLOY / "Containerfile").read_text().splitlines()
    lines = [shlex.split(line) for line in steps if line.startswith("COPY")]
    assert lines
    assert all((ROOT / part).exists() for line in lines for part in line[1:-1])


def test_its_steps_make_an_app_that_starts_and_writes_nothing_beside_tmp(tmp_path: Path) -> None:
    folder = tmp_path / "opt"
    folder.mkdir()
    (folder / "venv").symlink_to(sys.prefix)  # its packages are those of these tests: nothing is fetched
    subprocess.run(["sh", str(DEPLOY / "install"), "app", str(folder), str(ROOT)], check=True)
    before = files(folder)
    home = tmp_path / "home"
    home.mkdir()
    served = Served(free_port(), tmp_path / "log")
    command = [str(folder / "venv/bin/python"), "app.py", "--headless", "--port", str(served.port)]
    env = os.environ | {"HOME": str(home), "TMPDIR": str(home), "NUMBA_CACHE_DIR": str(home)}
    with served.log.open("wb") as log:
        process = subprocess.Popen(command, cwd=folder / "app", env=env, stdout=log, stderr=log)
    try:
        wait_for(served, process)
        assert served.get("/lstm", {"Accept": "text/html"})[0] == 200
    finally:
        process.terminate()
        process.wait(timeout=10)
    assert files(folder) == before


def files(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in (folder / "app").rglob("*") if path.is_file()}
