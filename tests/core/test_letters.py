"""Letters against the tutorial's own function and against Unidecode; signs that have several codes."""

from __future__ import annotations

import unicodedata

import pytest
from unidecode import unidecode

from rnnviz.core.letters import LETTERS, SPELLED, one_line_end, plain, spelled, tokenize


def tutorial(name: str) -> str:
    """unicodeToAscii, as the tutorial prints it."""
    parts = unicodedata.normalize("NFD", name)
    return "".join(c for c in parts if unicodedata.category(c) != "Mn" and c in LETTERS)


def test_what_the_tutorial_maps_is_mapped_alike() -> None:
    for code in (*range(0xD800), *range(0xE000, 0x30000)):
        if (theirs := tutorial(chr(code))).strip():
            assert plain(chr(code)) == theirs, hex(code)


@pytest.mark.parametrize("letter", [*SPELLED, *"łŁøØđĐħĦŧŦƙɓɗƴÅẽṩǿǼﬁǅĳŉ"])
def test_letters_without_a_base_are_spelled_as_unidecode_spells_them(letter: str) -> None:
    assert plain(letter).casefold() == unidecode(letter).casefold()


def test_latin_letters_of_europe_and_vietnam_all_have_a_place() -> None:
    for code in (*range(0xC0, 0x180), *range(0x1E00, 0x1EFA)):
        if unicodedata.category(chr(code))[0] == "L":
            assert plain(chr(code)).casefold() == unidecode(chr(code)).casefold(), chr(code)


@pytest.mark.parametrize(
    ("name", "letters", "lost"),
    [
        ("Łukasz", "Lukasz", ()), ("Strauß", "Strauss", ()), ("Søren", "Soren", ()), ("Yıldırım", "Yildirim", ()),
        ("Đặng", "Dang", ()), ("Þórðr", "Thordr", ()), ("Ægir", "AEgir", ()), ("Œuvré", "OEuvre", ()),
        ("e\u0301", "e", ()), ("\ufeffNa\u00adm", "Nam", ()), ("De\u00a0Vries", "De Vries", ()),
        ("王 Wang", "Wang", ("王",)), ("Jean-Luc", "JeanLuc", ("-",)), ("Əliyev", "liyev", ("Ə",)), ("😀", "", ("😀",)),
    ],
)  # fmt: skip
def test_what_has_no_place_is_named(name: str, letters: str, lost: tuple[str, ...]) -> None:
    assert (spelled(name).letters, spelled(name).lost) == (letters, lost)


@pytest.mark.parametrize("sign", ["'", "’", "‘", "ʼ", "′", "`", "´", "＇"])
def test_all_apostrophes_are_one(sign: str) -> None:
    assert plain(f"O{sign}Neill") == "O'Neill"
    assert tokenize(f"I don{sign}t") == ["i", "don", "'", "t"]


@pytest.mark.parametrize("sign", ['"', "“", "”", "„", "″"])
def test_all_double_quotes_go(sign: str) -> None:
    assert tokenize(f"{sign}Great{sign}") == ["great"]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\u2028", "\u2029", "\x85"])
def test_a_line_has_one_end(end: str) -> None:
    assert one_line_end(f"\ufeffa{end}{end}b") == "a\n\nb"
