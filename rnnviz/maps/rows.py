"""The rows of a word-vector file, in writing or binary, and what its header said.

How many numbers a row has is what most of the first rows have: a word may hold blanks, and a header may be wrong.
"""

from __future__ import annotations

import codecs
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rnnviz.maps.points import MOST_DIMENSIONS, PointsError
from rnnviz.maps.unpacking import Unpacked
from rnnviz.texts import _

MOST_WORD = 1000  # bytes
PEEK = 256 * 2**10  # bytes that tell writing from binary, and how wide the rows are
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]")
DECIMAL = re.compile(r"^(\s*[-+]?\d*),(\d+(?:[eE][-+]?\d+)?\s*)$")
BLANKS = re.compile(rb"[ \t]+")
TINY, HUGE = 1e-15, 1e9  # between them are the numbers of vectors
Row = tuple[int, bytes, bytes]
"""Its number from 1, its word, its numbers as they stand in the file."""


@dataclass(frozen=True)
class Opened:
    """`kind`: what it was read as. `header`: words and numbers a word, as the file said. `words`: a row is a word."""

    rows: Iterator[Row]
    width: int
    kind: str
    header: tuple[int, int] | None = None
    words: bool = True
    note: str = ""

    @property
    def binary(self) -> bool:
        return self.kind == "word2vec binary"


def opened(file: Unpacked) -> Opened:
    """Raises PointsError for what is no word-vector file."""
    first = file.line().removeprefix(b"\xef\xbb\xbf")
    if first.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in first[:200]:
        raise PointsError(_("{name} is not UTF-8 text: save it as UTF-8 and load it again.").format(name=file.name))
    peek = file.piece(PEEK)
    widths = Counter(map(numbers_at_end, seen_lines(peek)))
    text = in_writing(peek, widths)
    header = header_of(first, widths, text)
    if header and not peek.strip():
        raise PointsError(
            _("{name} ends after its header “{first}”: it holds no words.").format(name=file.name, first=quoted(first))
        )
    if header and not text:
        return in_binary(file, peek, header)
    if not header:
        widths[numbers_at_end(first)] += 1
    width = commonest(widths)
    if not width:
        raise PointsError(
            _(
                "{name} does not begin with a word and its numbers (line 1: “{first}”): load GloVe, word2vec "
                "or fastText."
            ).format(name=file.name, first=quoted(first))
        )
    bounded(width, file.name)
    begun = peek + file.line() if header else first + peek + file.line()
    return Opened(text_rows(file, begun, width, 2 if header else 1), width, "text", header)


def in_binary(file: Unpacked, peek: bytes, header: tuple[int, int]) -> Opened:
    bounded(header[1], file.name)
    return Opened(binary_rows(file, peek, *header), header[1], "word2vec binary", header)


def bounded(width: int, name: str) -> None:
    if not 1 <= width <= MOST_DIMENSIONS:
        raise PointsError(
            _("{name} has {width} numbers a word: 1 to {most_dimensions} can be mapped.").format(
                name=name, width=width, most_dimensions=MOST_DIMENSIONS
            )
        )


def header_of(first: bytes, widths: Counter[int], text: bool) -> tuple[int, int] | None:
    """word2vec's first line, “words numbers”; where all rows are a word and one number, that is a row like them."""
    head = first.split()
    if len(head) != 2 or not all(it.isdigit() and len(it) < 16 for it in head):
        return None
    said = int(head[0]), int(head[1])
    return None if text and commonest(widths) == 1 and said[1] != 1 else said


def in_writing(peek: bytes, widths: Counter[int]) -> bool:
    """Whether most rows end in numbers and these are letters: UTF-8, or at least no control characters."""
    if not widths or sum(widths.values()) >= 2 * (sum(widths.values()) - widths[0]):
        return False
    return is_utf8(peek) or not CONTROLS.search(peek)


def is_utf8(peek: bytes) -> bool:
    """As far as it goes: it may end within a letter."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(peek)
    except UnicodeDecodeError:
        return False
    return b"\0" not in peek


def seen_lines(peek: bytes) -> list[bytes]:
    """The whole lines of a peek; of one that ends within its only line, the whole fields."""
    lines = peek.split(b"\n")
    if len(peek) == PEEK:
        lines = lines[:-1] if len(lines) > 1 else [peek.rpartition(b" ")[0]]
    return [line for line in lines if line.strip(b" \t\r")]


def numbers_at_end(line: bytes) -> int:
    """How many fields at the end are numbers; the first is a word whatever it is."""
    count = 0
    for field in reversed(BLANKS.split(line.strip(b" \t\r\n"))[1:]):
        if not is_number(field):
            return count
        count += 1
    return count


def commonest(widths: Counter[int]) -> int:
    """Of equally frequent ones the smaller, since blanks in words add to it; 0 where there is none."""
    real = {width: count for width, count in widths.items() if width}
    return min(real, key=lambda width: (-real[width], width)) if real else 0


def is_number(field: bytes) -> bool:
    try:
        float(field)
    except ValueError:
        return False
    return True


def pointed(field: str) -> str:
    """A number with a decimal comma, where no comma separates; any other field as it is."""
    return DECIMAL.sub(r"\1.\2", field)


def quoted(text: bytes) -> str:
    """What stands there, for a sentence."""
    plain = "".join(it if it.isprintable() else "·" for it in text[:120].decode("utf-8", "replace").strip())
    return f"{plain[:40]}…" if len(plain) > 40 else plain


def lines(file: Unpacked, first: bytes) -> Iterator[bytes]:
    """What has been read already, line by line, and then the rest of the file."""
    yield from io.BytesIO(first)
    while line := file.line():
        yield line


def text_rows(file: Unpacked, first: bytes, width: int, begin: int) -> Iterator[Row]:
    """The last `width` fields are the numbers; what stands before them is the word, blanks and all."""
    for number, line in enumerate(lines(file, first), begin):
        line = line.strip(b" \t\r\n")
        if not line:
            continue
        fields = BLANKS.split(line)
        if len(fields) <= width:
            raise PointsError(
                _("Line {number} of {name} has {n_fields} numbers, the others {width}: fix that line.").format(
                    number=number, name=file.name, n_fields=len(fields) - 1, width=width
                )
            )
        yield number, b" ".join(fields[:-width]), b" ".join(fields[-width:])


def binary_rows(file: Unpacked, first: bytes, total: int, width: int) -> Iterator[Row]:
    """word2vec's binary: a word, a blank, `width` float32; some writers end each with a newline."""
    held, size = first, 4 * width
    for number in range(1, total + 1):
        if len(held) < size + MOST_WORD:
            held += file.piece(max(2**20, 4 * size))
        blank = end_of_word(held, size)
        if blank < 0 and len(held) >= MOST_WORD:
            raise PointsError(
                _("Word {number} of {name} has no end: this is no word2vec file.").format(number=number, name=file.name)
            )
        if blank < 0 or len(held) < blank + 1 + size:
            raise PointsError(
                _("{name} is cut short: it promises {total} words and ends in word {number}.").format(
                    name=file.name, total=total, number=number
                )
            )
        yield number, held[:blank].lstrip(b"\n"), held[blank + 1 : blank + 1 + size]
        held = held[blank + 1 + size :]


def end_of_word(held: bytes, size: int) -> int:
    """The first blank with likely numbers behind it, since a word may hold blanks; else the first; −1 where none is."""
    first = blank = held.find(b" ", 0, MOST_WORD)
    while blank >= 0 and not CONTROLS.search(held[:blank].lstrip(b"\n")):
        if likely(held[blank + 1 : blank + 1 + size]):
            return blank
        blank = held.find(b" ", blank + 1, MOST_WORD)
    return first


def likely(numbers: bytes) -> bool:
    """Whether these are numbers as vectors have: the letters of a word and its blank are a float32 of 1e-19 at most."""
    found = np.abs(np.frombuffer(numbers[: len(numbers) // 4 * 4], "<f4"))
    return bool(((found == 0) | ((found > TINY) & (found < HUGE))).all())
