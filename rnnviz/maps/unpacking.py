"""A loaded file as a stream of bytes, unpacked where it is a gzip or zip: in memory, bounded, nothing written."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import IO, BinaryIO

from rnnviz.maps.points import PointsError
from rnnviz.texts import _

MOST_BYTES = 4 * 2**30  # unpacked; read piece after piece
MOST_LINE = 256 * 2**10
SUSPECT, RATIO = 4 * 2**20, 60  # text of numbers packs to a third or a quarter, not to a sixtieth
READABLE = (".txt", ".vec", ".bin", ".tsv", ".csv")
_CUT_SHORT = (EOFError, zipfile.BadZipFile, zlib.error, gzip.BadGzipFile, NotImplementedError, RuntimeError)


class Unpacked:
    """Reads lines and pieces; raises PointsError when the file is cut short, or grows as no honest file does."""

    def __init__(self, data: bytes | BinaryIO, name: str) -> None:
        packed: BinaryIO = io.BytesIO(data) if isinstance(data, bytes | bytearray | memoryview) else data
        self.name, self.packed, self.note, self.done = name, packed, "", 0
        self.member_name = name.removesuffix(".gz")
        self.size = packed.seek(0, io.SEEK_END)
        packed.seek(0)
        magic = packed.read(4)
        packed.seek(0)
        self.plain: IO[bytes] = packed
        if magic[:2] == b"\x1f\x8b":
            self.plain = io.BufferedReader(gzip.GzipFile(fileobj=packed))
        elif magic == b"PK\x03\x04":
            self.plain = self.member(packed)

    def member(self, packed: BinaryIO) -> IO[bytes]:
        """The one readable file of a zip, or the smallest where there are several."""
        try:
            archive = zipfile.ZipFile(packed)
            found = [it for it in archive.infolist() if PurePosixPath(it.filename).suffix.lower() in READABLE]
            found = [it for it in found if not PurePosixPath(it.filename).name.startswith((".", "_"))]
            if not found:
                raise PointsError(
                    _("{name} holds no {readable} file: load the vectors themselves.").format(
                        name=self.name, readable=_(" or ").join(READABLE)
                    )
                )
            chosen = min(found, key=lambda it: it.file_size)
            if len(found) > 1:
                self.note = _("{name}, the smallest of the archive's {n_found} files.").format(
                    name=PurePosixPath(chosen.filename).name, n_found=len(found)
                )
            self.member_name = chosen.filename
            return archive.open(chosen)
        except _CUT_SHORT as error:
            raise PointsError(
                _("{name} is cut short or cannot be unpacked: load the original file.").format(name=self.name)
            ) from error

    @property
    def share(self) -> float:
        """How much of the file has been read, 0 to 1."""
        return min(1.0, self.packed.tell() / max(1, self.size))

    def line(self) -> bytes:
        """The next line with its end; nothing at the end of the file."""
        found = self.checked(self.plain.readline, MOST_LINE)
        if len(found) >= MOST_LINE:
            raise PointsError(
                _("{name} has a line of more than {most_line} bytes: these are no word vectors.").format(
                    name=self.name, most_line=MOST_LINE
                )
            )
        return found

    def piece(self, size: int) -> bytes:
        return self.checked(self.plain.read, size)

    def checked(self, read: object, size: int) -> bytes:
        try:
            found: bytes = read(size)  # type: ignore[operator]
        except _CUT_SHORT as error:
            raise PointsError(
                _("{name} is cut short or cannot be unpacked: load the original file.").format(name=self.name)
            ) from error
        self.done += len(found)
        if self.done > MOST_BYTES or (self.done > SUSPECT and self.done > RATIO * self.size):
            raise PointsError(
                _("{name} unpacks to far more than word vectors would: load the original file.").format(name=self.name)
            )
        return found
