"""The text of a file, line by line: unpacked within bounds, in whatever encoding it is."""

from __future__ import annotations

import codecs
import io
import zlib
from collections.abc import Iterator
from gzip import GzipFile
from itertools import chain, takewhile

from rnnviz.core.typed import binary_kind, kind
from rnnviz.learn.data import DataError
from rnnviz.texts import _

MAX_BYTES = 256 * 2**20
MAX_LINE = 2**17  # characters
CHUNK = 2**20
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
TOO_LONG = _(
    "Line {{line}} of {{name}} has more than {max_line} characters: give a table with a row in each line."
).format(max_line=MAX_LINE)
A_TABLE = _("a table as text: save the table as CSV in UTF-8 and load that")
A_TEXT = _("plain text: save it as .txt in UTF-8 and load that")


def unpacked(content: bytes, name: str) -> bytes:
    """The bytes of the text. Raises DataError for what is too large, and for what a broken gzip file leaves."""
    if content[:2] == b"\x1f\x8b":
        try:
            with GzipFile(fileobj=io.BytesIO(content)) as file:
                content = file.read(MAX_BYTES + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise DataError(
                _("{name} is a gzip file that ends too early or is damaged: pack it again.").format(name=name)
            ) from error
    if len(content) > MAX_BYTES:
        raise DataError(
            _("{name} is larger than {max_bytes} MB: cut it to some years of hours.").format(
                name=name, max_bytes=MAX_BYTES // 2**20
            )
        )
    return content


def encoding_of(content: bytes, name: str, wanted: str = A_TABLE) -> str:
    """UTF-8, UTF-16, or else Windows' Latin letters. Raises DataError for what is not `wanted`, with what it is."""
    if found := kind(content) if wanted == A_TABLE else binary_kind(content):
        raise DataError(_("{name} is {found}, not {wanted}.").format(name=name, found=found, wanted=wanted))
    named = [encoding for mark, encoding in BOMS if content.startswith(mark)]
    head = content[:4096]
    if not named and b"\0" in head:
        even, odd = head[::2].count(0), head[1::2].count(0)
        named = ["utf-16-be"] if even > len(head) / 4 > odd else ["utf-16-le"] if odd > len(head) / 4 > even else []
        encoding = next((it for it in named if decodes(content, it)), None)
    else:
        encoding = next((it for it in named or ["utf-8", "cp1252"] if decodes(content, it)), None)
    if encoding is None:
        raise DataError(
            _("{name} is not text in a known encoding. It must be {wanted}.").format(name=name, wanted=wanted)
        )
    return encoding


def decodes(content: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for at in range(0, len(content), CHUNK):
            decoder.decode(content[at : at + CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def decode(content: bytes, name: str) -> str:
    """A whole text. Raises DataError."""
    return content.decode(encoding_of(content, name, A_TEXT))


def lines(content: bytes, encoding: str, name: str) -> Iterator[str]:
    """The lines without their ends. Raises DataError for one that no table has."""
    return chain.from_iterable(piece.split("\n") for piece in pieces(content, encoding, name))


def pieces(content: bytes, encoding: str, name: str) -> Iterator[str]:
    """The text in whole lines with "\n" between them, many at a time. Raises as `lines` does."""
    number, begun = 1, ""
    with io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline=None) as text:
        while read := text.read(CHUNK):
            *whole, begun = (begun + read.replace("\0", "")).split("\n")
            if max(map(len, (*whole, begun))) > MAX_LINE:
                whole = list(takewhile(lambda line: len(line) <= MAX_LINE, whole))
                if whole:
                    yield "\n".join(whole)
                raise DataError(TOO_LONG.format(line=number + len(whole), name=name))
            if whole:
                yield "\n".join(whole)
            number += len(whole)
    if begun:
        yield begun
