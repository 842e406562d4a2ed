"""Where a real file is: in the folder RNNVIZ_DATA, in the cache, or at its public address, fetched once and checked.

An archive is read in memory: nothing is unpacked, so no member can land where it should not.
"""

from __future__ import annotations

import gzip
import os
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pooch
import requests

from rnnviz.learn.data import DataError
from rnnviz.texts import _

Progress = Callable[[float], None]
"""Called with the share that has arrived, 0 to 1."""
ASSETS = Path(__file__).resolve().parents[3] / "assets" / "data"
TIMEOUT = 20  # seconds without a byte
MAX_MEMBER = 4 * 2**20
MAX_TOTAL = 512 * 2**20
MAX_MEMBERS = 200_000
_CUT_SHORT = (EOFError, zipfile.BadZipFile, tarfile.TarError, zlib.error, gzip.BadGzipFile)


@dataclass(frozen=True)
class Remote:
    """A public file: its name here, where it is, and what its content must hash to (none: anything will do)."""

    file: str
    address: str
    checksum: str | None


REMOTES: dict[str, Remote] = {
    "names": Remote(  # the checksum that the tutorials' own repository names
        "names.zip",
        "https://download.pytorch.org/tutorial/data.zip",
        "sha256:fb317e80248faeb62dc25ef3390ae24ca34b94e276bbc5141fd8862c2200bff5",
    ),
    "reviews": Remote(  # the checksum that Dive into Deep Learning names
        "aclImdb_v1.tar.gz",
        "https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz",
        "sha1:01ada507287d82875905620988597833ad4e0903",
    ),
}


class Bar:
    """What pooch's downloader tells of its progress, passed on as a share."""

    def __init__(self, tell: Progress) -> None:
        self.tell, self.total, self.done = tell, 0, 0

    def update(self, size: int) -> None:
        self.done += size
        self.tell(min(1.0, self.done / self.total) if self.total else 0.0)

    def reset(self) -> None:
        self.done = 0

    def close(self) -> None:
        self.tell(1.0)


def data_folder() -> Path | None:
    """The folder that RNNVIZ_DATA names, or none."""
    named = os.environ.get("RNNVIZ_DATA")
    return Path(named) if named else None


def cache_folder() -> Path:
    """Where fetched files are kept: RNNVIZ_CACHE, or this system's place for caches."""
    return Path(os.environ.get("RNNVIZ_CACHE") or pooch.os_cache("rnnviz"))


def find(*names: str) -> Path | None:
    """The first of these files or folders that RNNVIZ_DATA or the cache holds."""
    folders = [folder for folder in (data_folder(), cache_folder()) if folder]
    return next((folder / name for folder in folders for name in names if (folder / name).exists()), None)


def fetch(key: str, tell: Progress = lambda share: None) -> Path:
    """The real file of REMOTES[key], from the cache or the net. Raises DataError, with what to do instead."""
    remote = REMOTES[key]
    downloader = pooch.HTTPDownloader(progressbar=Bar(tell), timeout=TIMEOUT)
    try:
        found = pooch.retrieve(remote.address, remote.checksum, remote.file, cache_folder(), downloader=downloader)
    except ValueError as error:
        raise DataError(
            _(
                "{address} sent a file with another checksum: fetch it again, or put the original into RNNVIZ_DATA."
            ).format(address=remote.address)
        ) from error
    except (requests.RequestException, OSError) as error:
        raise DataError(
            _(
                "{address} cannot be fetched now: put the file into a folder and name it in RNNVIZ_DATA, "
                "or train on the built-in data."
            ).format(address=remote.address)
        ) from error
    return Path(found)


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
                raise DataError(
                    _("{name} unpacks to more than a data set should: use the original archive.").format(name=path.name)
                )
            yield name, content
    except _CUT_SHORT as error:
        raise DataError(
            _("{name} is cut short or no archive: delete it and fetch it again.").format(name=path.name)
        ) from error


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
        raise DataError(
            _("{name} holds a file that points outside of it: use the original archive.").format(name=path.name)
        )
    if size > MAX_MEMBER and name.endswith(".txt"):
        raise DataError(
            _("{name} holds a file of {size} bytes: use the original archive.").format(name=path.name, size=size)
        )
    return name.endswith(".txt") and not inside.name.startswith(".")
