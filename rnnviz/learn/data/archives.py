"""Text files out of a zip or tar.gz, read in memory: nothing is unpacked, so no member can land where it should not."""

from __future__ import annotations

import gzip
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from rnnviz.learn.data import DataError

MAX_MEMBER = 4 * 2**20
MAX_TOTAL = 512 * 2**20
MAX_MEMBERS = 200_000
_CUT_SHORT = (EOFError, zipfile.BadZipFile, tarfile.TarError, zlib.error, gzip.BadGzipFile)


def texts(path: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of every .txt member, in the archive's order.

    Raises DataError for an archive that is cut short or none, for a member that points outside of it, and for one that
    would unpack to more than a data set has (4 MB a file, 512 MB in all).
    """
    total = 0
    try:
        for number, (name, content) in enumerate(_zip(path) if zipfile.is_zipfile(path) else _tar(path)):
            total += len(content)
            if total > MAX_TOTAL or number >= MAX_MEMBERS:
                raise DataError(f"{path.name} unpacks to more than a data set should: use the original archive.")
            yield name, content
    except _CUT_SHORT as error:
        raise DataError(f"{path.name} is cut short or no archive: delete it and fetch it again.") from error


def _zip(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if _wanted(path, member.filename, member.file_size):
                yield member.filename, archive.read(member)


def _tar(path: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(path, "r|gz") as archive:
        for member in archive:
            if _wanted(path, member.name, member.size) and (content := archive.extractfile(member)):
                yield member.name, content.read()


def _wanted(path: Path, name: str, size: int) -> bool:
    inside = PurePosixPath(name.replace("\\", "/"))
    if inside.is_absolute() or ".." in inside.parts:
        raise DataError(f"{path.name} holds a file that points outside of it: use the original archive.")
    if size > MAX_MEMBER and name.endswith(".txt"):
        raise DataError(f"{path.name} holds a file of {size} bytes: use the original archive.")
    return name.endswith(".txt") and not inside.name.startswith(".")
