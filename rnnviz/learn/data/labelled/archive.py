"""A learner's zip of texts, read in memory and within bounds: what it claims is checked first, then what it gives."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from rnnviz.core.typed import binary_kind, counted, grouped, shortened
from rnnviz.learn.data import DataError
from rnnviz.texts import _

MAX_MEMBERS = 50_000
MAX_DIRECTORY = 8 * 2**20  # bytes of the list of its files, which is read whole
MAX_MEMBER = 8 * 2**20
MAX_TOTAL = 64 * 2**20
SUSPECT, RATIO = 2**20, 100  # text packs to a third, not to a hundredth
MAX_DEPTH = 8  # folders
END, END_64 = b"PK\x05\x06", b"PK\x06\x07"
TAIL = 2**16 + 22  # bytes in which the end of a zip stands
TEXTS, TABLES = (".txt", ".text"), (".csv", ".tsv")
BROKEN = (EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError)
OFFICE = {
    "[Content_Types].xml": _("an Excel workbook or a Word document"),
    "mimetype": _("an OpenDocument file or an e-book"),
    "META-INF/MANIFEST.MF": _("a Java archive"),
}


@dataclass(frozen=True)
class Member:
    """A file of the archive: its path, by folders, and what it holds."""

    path: PurePosixPath
    content: bytes


def is_zip(content: bytes) -> bool:
    return content[:4] in (b"PK\x03\x04", END)


def members(content: bytes, name: str) -> tuple[list[Member], list[str]]:
    """Its texts and tables by path, and sentences on what was left out. Raises DataError with every reason."""
    try:
        check_directory(content, name)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = [it for it in archive.infolist() if not it.is_dir()]
            refuse(what_it_is(listed, name) or claims(listed, name))
            wanted = [it for it in listed if is_wanted(it.filename)]
            return unpacked(archive, wanted, name), left_out(listed, wanted)
    except BROKEN as error:
        if isinstance(error, DataError):
            raise
        raise DataError(
            _("{name} is a zip file that is cut short or damaged: pack it again.").format(name=name)
        ) from error


def check_directory(content: bytes, name: str) -> None:
    """The list of files is as long as its end says, wherever that is looked for. Raises DataError."""
    tail = content[-TAIL:]
    at = tail.find(END)
    if at < 0:
        raise DataError(_("{name} is a zip file that is cut short: pack it again.").format(name=name))
    while at >= 0:
        size = int.from_bytes(tail[at + 12 : at + 16], "little")
        count = int.from_bytes(tail[at + 10 : at + 12], "little")
        if count > MAX_MEMBERS or size > MAX_DIRECTORY or END_64 in tail:
            raise DataError(
                _("{name} lists more than {max_members} files: pack fewer.").format(
                    name=name, max_members=grouped(MAX_MEMBERS)
                )
            )
        at = tail.find(END, at + 1)


def what_it_is(listed: list[zipfile.ZipInfo], name: str) -> list[str]:
    """One sentence where it is no archive of texts at all."""
    names = {it.filename for it in listed}
    if found := next((what for mark, what in OFFICE.items() if mark in names), ""):
        return [
            _("{name} is {found}, not a table as text: save the table as CSV in UTF-8 and load that.").format(
                name=name, found=found
            )
        ]
    if pickles := [it for it in names if it.endswith((".pkl", ".pickle"))]:
        return [
            _("{name} holds {pickles}, a Python pickle: nothing of it is opened. Pack texts.").format(
                name=name, pickles=shortened(sorted(pickles)[0])
            )
        ]
    return []


def claims(listed: list[zipfile.ZipInfo], name: str) -> list[str]:
    """A sentence on each thing that the list of its files says and no honest archive of texts would."""
    said = []
    if len(listed) > MAX_MEMBERS:
        said.append(
            _("{name} holds {n_listed} files: pack at most {max_members}.").format(
                name=name, n_listed=grouped(len(listed)), max_members=grouped(MAX_MEMBERS)
            )
        )
    outside = [it for it in listed if points_outside(it.filename)]
    tells = {
        _("points outside of the archive"): outside,
        _("is encrypted"): [it for it in listed if it.flag_bits & 1],
        _("is a link"): [it for it in listed if stat.S_ISLNK(it.external_attr >> 16)],
        _("lies more than {most} folders deep").format(most=MAX_DEPTH): [
            it for it in listed if len([part for part in it.filename.split("/") if part]) > MAX_DEPTH + 1
        ],
        _("unpacks to more than {most} MB").format(most=MAX_MEMBER // 2**20): [
            it for it in listed if it.file_size > MAX_MEMBER
        ],
        _("unpacks to more than {most} times its size").format(most=RATIO): [
            it for it in listed if it.file_size > max(SUSPECT, RATIO * it.compress_size)
        ],
    }
    for what, found in tells.items():
        if found:
            many = _(", and {n_found} more").format(n_found=len(found) - 1) if len(found) > 1 else ""
            said.append(
                _("{filename} in {name} {what}{many}.").format(
                    filename=shortened(found[0].filename), name=name, what=what, many=many
                )
            )
    if (total := sum(it.file_size for it in listed)) > MAX_TOTAL:
        size = grouped(total // 2**20)
        said.append(
            _("{name} unpacks to {size} MB: pack at most {max_total} MB.").format(
                name=name, size=size, max_total=MAX_TOTAL // 2**20
            )
        )
    return said


def points_outside(path: str) -> bool:
    """Whether a path is absolute, on a drive, or goes up."""
    parts = path.replace("\\", "/").split("/")
    return not parts[0] or parts[0][1:2] == ":" or ".." in parts


def refuse(reasons: list[str]) -> None:
    if reasons:
        raise DataError(" ".join(reasons))


def is_wanted(path: str) -> bool:
    return not is_system(path) and path.lower().endswith(TEXTS + TABLES)


def is_system(path: str) -> bool:
    """What a computer adds by itself: __MACOSX, .DS_Store, ._x, Thumbs.db."""
    parts = PurePosixPath(path).parts
    return "__MACOSX" in parts or parts[-1].startswith(".") or parts[-1] in ("Thumbs.db", "desktop.ini")


def unpacked(archive: zipfile.ZipFile, wanted: list[zipfile.ZipInfo], name: str) -> list[Member]:
    """What they really hold, whatever was claimed. Raises DataError."""
    found, total = [], 0
    for it in sorted(wanted, key=lambda it: it.filename):
        with archive.open(it) as file:
            content = file.read(MAX_MEMBER + 1)
        total += len(content)
        if len(content) > MAX_MEMBER or total > MAX_TOTAL:
            raise DataError(
                _("{filename} in {name} unpacks to more than it says: pack the texts again.").format(
                    filename=shortened(it.filename), name=name
                )
            )
        if kind := binary_kind(content):
            raise DataError(
                _("{filename} in {name} is {kind}, not plain text: pack texts alone.").format(
                    filename=shortened(it.filename), name=name, kind=kind
                )
            )
        found.append(Member(PurePosixPath(it.filename), content))
    return found


def left_out(listed: list[zipfile.ZipInfo], wanted: list[zipfile.ZipInfo]) -> list[str]:
    kept = {it.filename for it in wanted}
    others = [it.filename for it in listed if it.filename not in kept and not is_system(it.filename)]
    if not others:
        return []
    return [
        _("{n_others} left out, not .txt (first: {others}).").format(
            n_others=counted(len(others), "{n} file", "{n} files"), others=shortened(others[0])
        )
    ]
