"""What comes from a learner, typed, pasted or loaded: read, or refused in one sentence that says what to type."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.letters import tokenize
from rnnviz.texts import _, ngettext

_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_JOINERS = "\u200c\u200d"  # letters of Persian and Hindi and many emoji are written with them
_BLANK = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]")
BLANK = " \t\r\n\u00a0\u2009\u202f"  # around a number; within one, a space or an apostrophe groups thousands
_MINUS = str.maketrans(dict.fromkeys("\u2212\u2013\uff0d\ufe63", "-"))  # typeset and wide minus signs, an en dash
_POWER = r"([eE][+-]?\d{1,3})?"
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)" + _POWER, re.ASCII)
_COMMA = re.compile(r"[+-]?\d*,\d+" + _POWER, re.ASCII)
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)  # 1,234
_COMMAS_GROUP = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)  # 1,234.5
_POINTS_GROUP = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d+|[+-]?\d{1,3}(\.\d{3}){2,}", re.ASCII)  # 1.234,5
_SPACES_GROUP = re.compile(r"[+-]?\d{1,3}([ \u00a0\u2009\u202f'\u2019]\d{3})+([.,]\d+)?", re.ASCII)
MAX_STEPS = 64
MAX_INPUTS = 4
MAX_VALUE = 1e6
MAX_TEXT = 8000  # 64 steps of 4 numbers of 25 characters, and their separators, with room to spare
_BETWEEN = re.compile(r"\s*;\s*|\s*,\s+|\s+,\s*|\s+")
# Unicode's categories of pictures, modifiers and control characters
_NO_WORD = {"So", "Sk", "Cn", "Co", "Cs", "Cc", "Cf"}
BINARY: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n", _("a PNG picture")),
    (b"\xff\xd8\xff", _("a JPEG picture")),
    (b"GIF8", _("a GIF picture")),
    (b"%PDF-", _("a PDF")),
    (b"{\\rtf", _("an RTF document")),
    (b"PK\x03\x04", _("a ZIP archive or an Excel workbook")),
    (b"\xd0\xcf\x11\xe0", _("an old Excel or Word file")),
    (b"\x1f\x8b", _("a gzip file")),
    (b"PAR1", _("a Parquet file")),
    (b"\x89HDF", _("an HDF5 file")),
    (b"SQLite format 3", _("an SQLite database")),
    (b"\x93NUMPY", _("a NumPy array")),
    (b"\xba\x16\x4f\x2f", _("fastText's binary model")),
)
_PICKLE = re.compile(rb"\x80[\x02-\x05]")
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<html|<\?xml)", re.IGNORECASE)
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{\s*[\"}]|\[\s*[\[{\"]|\[-?\d)")


def visible(text: str) -> str:
    """`text` in one line: what breaks a line is a blank, and any other unseen character is its sign or its number.

    ␀ is U+0000, ‹U+202E› the sign that turns the rest of a line around. A text without such characters stays as it is.
    """
    return "".join(map(_seen, _BLANK.sub(" ", text)))


def _seen(letter: str) -> str:
    if letter in _JOINERS or unicodedata.category(letter) not in _UNSEEN:
        return letter
    return chr(0x2400 + ord(letter)) if letter < " " else f"‹U+{ord(letter):04X}›"


@dataclass(frozen=True)
class Numeral:
    """A number, and its other reading where the text has two: 1,234 is 1.234 or 1234."""

    value: float
    other: float | None = None


def numeral(text: str) -> Numeral | None:
    """The number that a text is, or None. A comma with no point beside it is a decimal comma."""
    written = text.strip(BLANK).translate(_MINUS)
    if _EITHER.fullmatch(written):
        return Numeral(float(written.replace(",", ".")), float(written.replace(",", "")))
    if _PLAIN.fullmatch(written):
        return Numeral(float(written))
    if _COMMA.fullmatch(written):
        return Numeral(float(written.replace(",", ".")))
    if _COMMAS_GROUP.fullmatch(written):
        return Numeral(float(written.replace(",", "")))
    if _POINTS_GROUP.fullmatch(written):
        return Numeral(float(written.replace(".", "").replace(",", ".")))
    if _SPACES_GROUP.fullmatch(written):
        return Numeral(float(re.sub(r"[^\d+.,-]", "", written).replace(",", ".")))
    return None


class InputError(ValueError):
    """What was typed, chosen or linked cannot be shown; the text is one sentence for the learner."""


def shortened(piece: str) -> str:
    """A piece of typed text in quotes, at most 20 characters of it, all of them to be seen."""
    return f"“{visible(piece[:20])}…”" if len(piece) > 20 else f"“{visible(piece)}”"


def counted(count: int, one: str, many: str, **holes: object) -> str:
    """ "1 number", "2 numbers", of "{n} number" and "{n} numbers", in the language of the screen."""
    return ngettext(one, many, count).format(n=grouped(count), **holes)


def grouped(number: int) -> str:
    """A whole number as the app writes it: 9677, and from five digits on in threes, 96\u202f389."""
    return f"{number:,}".replace(",", "\u202f") if abs(number) >= 10_000 else str(number)


def clock(seconds: float) -> str:
    """2 min 5 s. Its numbers and their units do not part at the end of a line."""
    whole = round(seconds)
    said = (
        _("{minutes} min {seconds} s").format(minutes=whole // 60, seconds=whole % 60)
        if whole >= 60
        else _("{whole} s").format(whole=whole)
    )
    return said.replace(" ", "\u00a0")


def parse_number(piece: str) -> float:
    """One number of size at most 1e6, as `numerals` reads it: "0.5", "0,5", "-3", "1e-3". Raises InputError."""
    found = numeral(piece)
    if found is None:
        raise InputError(
            _("{piece} is not a number: type numbers like 0.5 or -3, with commas or spaces between.").format(
                piece=shortened(piece)
            )
        )
    if found.other is not None:
        raise InputError(
            _("{piece} can be {value:g} or {other:g}: type one of these.").format(
                piece=shortened(piece), value=found.value, other=found.other
            )
        )
    if abs(found.value) > MAX_VALUE:
        raise InputError(
            _("{piece} is too big: type numbers between -1000000 and 1000000.").format(piece=shortened(piece))
        )
    return found.value


def parse_rows(text: str) -> list[list[float]]:
    """The numbers of each line that holds any. Between them: commas, spaces, semicolons or tabs. Raises InputError.

    A comma between two digits may be a decimal comma. It separates where the text has a piece that can be nothing but
    a list (1,2,3 or 0.5,1), it is decimal where semicolons separate, and else the learner is asked.
    """
    lines = [line.strip(" \t\r") for line in text.splitlines() if line.strip(" \t,;")]
    pieces = [_BETWEEN.split(re.sub(r"\s*[,;]$", "", line)) for line in lines]
    separates = any(_only_a_list(piece) for row in pieces for piece in row)
    return [
        [number for piece in row for number in _numbers(piece, line, separates)]
        for row, line in zip(pieces, lines, strict=True)
    ]


def _only_a_list(piece: str) -> bool:
    return numeral(piece) is None and "," in piece and all(numeral(part) for part in piece.split(","))


def _numbers(piece: str, line: str, separates: bool) -> list[float]:
    parts = piece.split(",")
    if len(parts) == 1 or ";" in line:
        parts = [piece]
    if "" in parts:
        raise InputError(
            _("A number is missing in {line}: type one between every two commas.").format(line=shortened(line))
        )
    if len(parts) > 1 and not separates and (one := numeral(piece)) and all(map(numeral, parts)):
        raise InputError(
            _("{piece} can be one number or {n_parts}: type {value:g} or {parts}.").format(
                piece=shortened(piece), n_parts=len(parts), value=one.value, parts=" ".join(parts)[:20]
            )
        )
    return [parse_number(part) for part in parts]


def parse_numbers(text: str) -> Array:
    """Typed numbers as x (T, I): one line is T steps of one input, several lines are T steps of I inputs each.

    T is 1 to 64, I is 1 to 4, |x| <= 1e6; see `parse_rows`. Raises InputError.
    """
    rows = parse_rows(_readable(text))
    if not rows:
        raise InputError(_("There is no number here yet: type some, for example 1, 0, 0.5."))
    if len(rows) == 1:
        rows = [[value] for value in rows[0]]
    if len(rows) > MAX_STEPS:
        raise InputError(
            _("There are more than {max_steps} steps: type at most {max_steps}.").format(max_steps=MAX_STEPS)
        )
    _check_widths(rows)
    return np.array(rows, dtype=np.float64)


def parse_words(text: str) -> tuple[Array, tuple[str, ...]]:
    """A typed sentence as one-hot rows (T, I), and its T words; I distinct words are numbered as they come.

    Lower-cased and split as `tokenize` does, most punctuation marks being words of their own.
    T is 1 to 64, I at most 4. Raises InputError.
    """
    words = tuple(tokenize(unicodedata.normalize("NFC", _readable(text))))
    if not words:
        raise InputError(_("There is no word here yet: type a short sentence, for example I am happy."))
    if len(words) > MAX_STEPS:
        raise InputError(
            _("There are {n_words} words: type at most {max_steps}.").format(n_words=len(words), max_steps=MAX_STEPS)
        )
    vocabulary = list(dict.fromkeys(words))
    for word in vocabulary:
        _check_word(word)
    if len(vocabulary) > MAX_INPUTS:
        raise InputError(
            _(
                "{vocabulary} is one word too many: use at most {max_inputs} different words (a full stop counts as "
                "one), as often as you like."
            ).format(vocabulary=shortened(vocabulary[MAX_INPUTS]), max_inputs=MAX_INPUTS)
        )
    return np.eye(len(vocabulary))[[vocabulary.index(word) for word in words]], words


def _readable(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise InputError(
            _("{text} is {n_text} characters long: type at most {max_steps} steps.").format(
                text=shortened(text), n_text=len(text), max_steps=MAX_STEPS
            )
        )
    return text


def _check_widths(rows: list[list[float]]) -> None:
    width = len(rows[0])
    for number, row in enumerate(rows, start=1):
        if len(row) != width:
            raise InputError(
                _("Line {number} has {n_row} and line 1 has {width}: type as many in every line.").format(
                    number=number, n_row=counted(len(row), "{n} number", "{n} numbers"), width=width
                )
            )
    if width > MAX_INPUTS:
        raise InputError(
            _("Every line has {width} numbers: type at most {max_inputs}, one for each input.").format(
                width=width, max_inputs=MAX_INPUTS
            )
        )


def _check_word(word: str) -> None:
    if any(unicodedata.category(letter) in _NO_WORD for letter in word):
        raise InputError(
            _("{word} is not a word: type words made of letters, for example I am happy.").format(word=shortened(word))
        )


def typed_words(text: str, known: Sequence[str], least: int, most: int, too_few: str) -> tuple[str, ...]:
    """Its words, small, without commas and stops. Raises InputError; `too_few`: the sentence for fewer than `least`."""
    words = tuple(text.lower().replace(",", " ").replace(".", " ").split())
    if len(words) < least:
        raise InputError(too_few)
    if len(words) > most:
        raise InputError(_("There are {n_words} words: type at most {most}.").format(n_words=len(words), most=most))
    strange = [word for word in words if word not in known]
    if strange:
        raise InputError(
            _("The nets here never learned {strange}: use {known}.").format(
                strange=shortened(strange[0]), known=", ".join(known)
            )
        )
    return words


def binary_kind(content: bytes) -> str:
    """What a file that is no plain text is, or "" where its first bytes tell nothing. It reads a few bytes."""
    found = next((kind for mark, kind in BINARY if content.startswith(mark)), "")
    return found or (_("a Python pickle (.pkl, .pt)") if _PICKLE.match(content) else "")


def kind(content: bytes) -> str:
    """The same, and what is text but no table: JSON, a page of the web."""
    if found := binary_kind(content):
        return found
    head = content[:200]
    return _("a page of the web or XML") if _MARKUP.match(head) else "JSON" if _JSON.match(head) else ""
