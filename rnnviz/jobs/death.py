"""What a process that died leaves to tell: the last line of its log."""

from __future__ import annotations

from typing import IO

TAIL = 2000  # bytes of a log that are read
LINE = 200  # letters of its last line that are told


def last_words(log: IO[bytes], code: int) -> str:
    """The last line of the log that is not blank, or the exit code where there is none."""
    log.seek(0)
    lines = log.read()[-TAIL:].decode("utf-8", "replace").splitlines()
    return next((line for line in reversed(lines) if line.strip()), f"code {code}")[:LINE]
