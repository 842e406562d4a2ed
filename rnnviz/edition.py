"""The edition of the files under ``assets/``: a name for what is in them, which stands in the addresses of all of them.

Another content has another address, so a browser keeps what it has and asks for nothing again: a page has eighty
scripts, and to ask whether each is still right keeps the server busy while it should make the page.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from functools import lru_cache
from pathlib import Path

from rnnviz import texts

ASSETS = Path(__file__).resolve().parents[1] / "assets"
SENT = (".js", ".mjs", ".css", ".woff2", ".svg")
MARK = "~"
"""Begins the part of a path that names an edition: ``assets/~0123456789abcdef/app.css``."""


TOLD: deque[str] = deque(maxlen=1)
"""What the last page was told: to look at all files for each of the eighty that it asks for would take too long."""


def edition() -> str:
    """The name of the files as they are now, so that one that has been edited is seen at the next visit."""
    TOLD.append(_named(tuple(sorted(_stamps(str(ASSETS))))))
    return TOLD[0]


def is_present(name: str) -> bool:
    """Whether this is the name of the present edition: another server of the same app may have told it to a page."""
    return bool(name) and (name in TOLD or name == edition())


def folder() -> str:
    """Where the assets of this edition are, below the app's own address."""
    return f"assets/{MARK}{edition()}/"


def split(path: str) -> tuple[str, str]:
    """A path below ``assets/``, as the edition that it names, or "", and the file's own path."""
    first, _, rest = path.partition("/")
    return (first.removeprefix(MARK), rest) if first.startswith(MARK) else ("", path)


def _stamps(at: str) -> list[tuple[str, int, int]]:
    """The files below a folder: name, time of the last change, size."""
    found = []
    for entry in os.scandir(at):
        if entry.is_dir():
            found += _stamps(entry.path)
        elif entry.name.endswith(SENT):
            known = entry.stat()
            found.append((entry.path, known.st_mtime_ns, known.st_size))
    return found


@lru_cache(maxsize=1)
def _named(stamps: tuple[tuple[str, int, int], ...]) -> str:
    """Of the contents, and not of the times: replicas with the same files have the same edition."""
    digest = hashlib.sha256()
    for path, _, _ in stamps:
        digest.update(os.path.relpath(path, ASSETS).encode() + b"\0" + Path(path).read_bytes() + b"\0")
    digest.update(texts.script().encode())  # nothing in English; in another language it is the answer for one of them
    return digest.hexdigest()[:16]
