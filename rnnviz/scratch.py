"""The server's own files of a moment, uploads among them: in one folder that goes with the server, however it ends.

A server that ends in order removes its folder; what one left that was killed, the next one removes when it starts.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

PREFIX = "rnnviz-server-"


@cache
def root() -> Path:
    """This process's folder, whose name says the process."""
    sweep()
    atexit.register(remove)
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))


def folder(name: str) -> Path:
    """A new folder in it."""
    root().mkdir(exist_ok=True)
    return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=root()))


def remove() -> None:
    """All of it, when the server ends."""
    if root.cache_info().currsize:
        shutil.rmtree(root(), ignore_errors=True)


def sweep() -> None:
    """The folders of servers that are no more."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        number = left.name.removeprefix(PREFIX).partition("-")[0]
        if number.isdigit() and not alive(int(number)):
            shutil.rmtree(left, ignore_errors=True)


def alive(process: int) -> bool:
    """Whether there is such a process; where that cannot be told (Windows), all are."""
    if os.name == "nt":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
