"""The letters of a text: S4's 57 (after the PyTorch tutorial), signs with several codes; and torchtext's tokenizer."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

LETTERS = string.ascii_letters + " .,;'"
APOSTROPHES = "‘’‛ʹʻʼʽˈ′＇`´ʾʿ"
QUOTES = "“”„‟″＂"
INVISIBLE = "\ufeff\u200b\u2060\u00ad"
LINE_ENDS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
SPELLED = {
    "ß": "ss", "ẞ": "Ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "Th", "ð": "d", "Ð": "D",
    "ŋ": "ng", "Ŋ": "NG", "ı": "i", "ȷ": "j", "ĸ": "k", "ɩ": "i", "Ɩ": "I",
    "Ɛ": "E", "ɛ": "e", "Ɔ": "O", "ɔ": "o", "Ɖ": "D",
}  # fmt: skip
"""What has no base letter, spelled as Unidecode spells it."""
_CROSSED = re.compile(r"LATIN (SMALL|CAPITAL) LETTER ([A-Z]) WITH (?!SMALL)")
_ONE_SIGN = str.maketrans(dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(QUOTES, '"') | dict.fromkeys(INVISIBLE))
_ENDS = re.compile(f"[{LINE_ENDS}\ufeff]")
_LINE_ENDS = str.maketrans(dict.fromkeys(LINE_ENDS, "\n"))
_QUOTES = str.maketrans({"'": " ' ", '"': "", ".": " . "})
_MARKS = str.maketrans({mark: f" {mark} " for mark in ",()!?"} | {";": " ", ":": " "})


def one_sign(text: str) -> str:
    """Curly, modifier and straight apostrophes as ', such quotes as ", and no marks that cannot be seen."""
    return text.translate(_ONE_SIGN)


def one_line_end(text: str) -> str:
    r"""Lines that end in \r\n, \r or U+2028 end in \n alone; a byte order mark is gone."""
    if not _ENDS.search(text):  # in a hundredth of the time that it takes to go letter by letter
        return text
    return text.replace("\r\n", "\n").translate(_LINE_ENDS).replace("\ufeff", "")


@dataclass(frozen=True)
class Spelled:
    """A name in the 57 letters, and the characters of it that have no place among them, each once."""

    letters: str
    lost: tuple[str, ...]


def spelled(name: str) -> Spelled:
    """Ślusàrski → Slusarski, Łukasz → Lukasz, O’Neill → O'Neill. A mark over a letter is no loss; 王 is one."""
    made, lost = "", []
    for character in one_sign(unicodedata.normalize("NFC", name)).strip():
        found = _spelled(character)
        made += found
        if not found and not unicodedata.combining(character):
            lost.append(character)
    return Spelled(made.strip(), tuple(dict.fromkeys(lost)))


def _spelled(character: str) -> str:
    """What the tutorial's unicodeToAscii makes of it; where that is nothing, its ligature's letters or its spelling."""
    if character.isspace():
        return " "
    for form in ("NFD", "NFKD"):
        parts = one_sign(unicodedata.normalize(form, character))
        if found := "".join(part for part in map(_base, parts) if part and set(part) <= set(LETTERS)):
            return found
    return ""


def _base(part: str) -> str:
    if part in LETTERS or part in SPELLED:
        return SPELLED.get(part, part)
    crossed = _CROSSED.match(unicodedata.name(part, ""))  # ł, ø, đ, ħ, ŧ, ƙ …: Unicode takes none of them apart
    return (crossed[2].lower() if crossed[1] == "SMALL" else crossed[2]) if crossed else ""


def spelled_in(name: str, letters: Sequence[str]) -> Spelled:
    """The same in other letters than the 57: those of a learner's own names, as they are written there."""
    if tuple(letters) == tuple(LETTERS):
        return spelled(name)
    text = " ".join(unicodedata.normalize("NFC", one_line_end(name)).split())
    alike = {one_sign(letter): letter for letter in letters} | dict(zip(letters, letters, strict=True))
    made = [alike.get(letter, alike.get(one_sign(letter), "")) for letter in text]
    lost = [letter for letter, found in zip(text, made, strict=True) if not found]
    return Spelled("".join(made).strip(), tuple(dict.fromkeys(lost)))


def plain(name: str) -> str:
    """The name's letters; what has no place among the 57 is left out."""
    return spelled(name).letters


def tokenize(text: str) -> list[str]:
    """Lower-cased words; . , ( ) ! ? ' are tokens of their own, and double quotes, ; : and <br /> go.

    Source: torchtext 0.6, get_tokenizer("basic_english"). Its order of replacements matters: the quote in <br "/> has
    gone when the tag is looked for. Curly signs are read as straight ones first: don’t is don't.
    """
    return one_sign(text).lower().translate(_QUOTES).replace("<br />", " ").translate(_MARKS).split()
