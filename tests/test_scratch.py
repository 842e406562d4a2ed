"""The server's own files go with it: when it ends in order, by SIGTERM, or at the start of the next one."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from rnnviz import scratch
from tests.conftest import ROOT, free_port

STARTS = {
    "python": ["app.py", "--headless", "--port", "{port}"],
    "uvicorn": ["-m", "uvicorn", "app:app", "--port", "{port}"],
}
UPLOAD = "from rnnviz import scratch; (scratch.folder('runs') / 'upload').write_text('x')"


@pytest.mark.parametrize("how", STARTS)
def test_a_server_that_is_ended_leaves_nothing(tmp_path, how):
    (tmp_path / "sitecustomize.py").write_text(UPLOAD)
    command = [sys.executable, *(part.format(port=free_port()) for part in STARTS[how])]
    there = os.environ | {"TMPDIR": str(tmp_path), "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    with subprocess.Popen(command, cwd=ROOT, env=there, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if b"rnnviz is at" in line or b"Uvicorn running" in line:
                break
        assert list(tmp_path.glob(f"{scratch.PREFIX}{process.pid}-*/runs-*/upload"))
        process.terminate()
        process.wait(timeout=20)
    assert not list(tmp_path.glob(f"{scratch.PREFIX}{process.pid}-*"))


def test_what_a_killed_server_left_goes_and_what_a_live_one_has_stays(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    left, live = (tmp_path / f"{scratch.PREFIX}{number}-x" for number in (gone.pid, os.getpid()))
    other = Path(tmp_path / "rnnviz-server-notes")
    for folder in (left, live, other):
        folder.mkdir()
        (folder / "upload").write_text("x")
    scratch.sweep()
    assert not left.exists()
    assert (live / "upload").exists()
    assert (other / "upload").exists()
