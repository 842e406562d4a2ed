"""Where the real files are, if they are; and archives made in memory."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

Real = Callable[[str], Path]
Pack = Callable[[dict[str, bytes]], bytes]


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch) -> Real:
    """`real("names")`: that file or folder, in RNNVIZ_DATA or shared/data beside the repository; else it skips."""
    named = os.environ.get("RNNVIZ_DATA")
    folder = Path(named) if named else Path(__file__).resolve().parents[3] / "shared" / "data"

    def find(name: str) -> Path:
        if not (folder / name).exists():
            pytest.skip(f"the real {name} is not here: name its folder in RNNVIZ_DATA")
        monkeypatch.setenv("RNNVIZ_DATA", str(folder))
        return folder / name

    return find


def zipped(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def tarred(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return made.getvalue()


PACKS: dict[str, Pack] = {"zip": zipped, "tar": tarred}


@pytest.fixture
def packs() -> dict[str, Pack]:
    """Archives of each kind, from names and contents."""
    return PACKS
