"""A word letter by letter, and the four languages that it may be of."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from rnnviz.core.typed import InputError, shortened
from rnnviz.texts import _

FILE = Path(__file__).resolve().parents[3] / "assets" / "data" / "words.txt"
LETTERS = "abcdefghijklmnopqrstuvwxyzßáäéíñóöü"
LONGEST = 16
EVERY = 6  # each sixth word is held out
LANGUAGES = ("English", "German", "Spanish", "Finnish")


@cache
def words() -> dict[str, tuple[str, ...]]:
    """The words of each language, as they were written down."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    pairs = (line.split(":", 1) for line in lines if line and not line.startswith("#"))
    return {language: tuple(word.strip() for word in found.split(",")) for language, found in pairs}


def examples(held_out: bool) -> list[tuple[str, str]]:
    """Words and their languages: those that the net learned from, or each sixth, which it did not."""
    rows = [(word, language) for language in LANGUAGES for word in words()[language]]
    return [row for place, row in enumerate(rows) if (place % EVERY == 3) is held_out]


def spelled(text: str) -> str:
    """The word in small letters. Raises InputError."""
    word = unicodedata.normalize("NFC", text.strip().lower())
    if not word:
        raise InputError(_("There is no word here yet: type one, for example freedom or Freiheit."))
    if len(word) > LONGEST:
        raise InputError(
            _("{word} has {n_word} letters: type a word of at most {longest}.").format(
                word=shortened(word), n_word=len(word), longest=LONGEST
            )
        )
    strange = [letter for letter in word if letter not in LETTERS]
    if strange:
        raise InputError(
            _("The net has no letter {strange}: type one word of {first} … {last}.").format(
                strange=shortened(strange[0]), first=LETTERS[:3], last=LETTERS[-1]
            )
        )
    return word
