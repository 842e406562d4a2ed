"""Unseen characters are seen; Unicode's own tables say which they are."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from rnnviz.core.typed import shortened
from rnnviz.core.visible import visible

BIDIRECTIONAL = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI", "BN", "B", "S"}
JOINERS = "\u200c\u200d"


def test_nothing_is_left_that_cannot_be_seen_or_that_turns_a_line() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    left = {letter for letter in visible(every) if unicodedata.bidirectional(letter) in BIDIRECTIONAL} - set(JOINERS)
    assert not left
    visible(every).encode()  # and no half of a letter


@pytest.mark.parametrize("text", ["", "a b", "Łukasz", "naïve 12 °C", "शक्ति", "👩\u200d🚀", "שלום", "<b>"])
def test_what_can_be_seen_stays(text: str) -> None:
    assert visible(text) == text


def test_what_is_seen_instead() -> None:
    assert visible("a\x00b\x1b\r\nc\u202ed\ud800") == "a␀b␛  c‹U+202E›d‹U+D800›"
    assert shortened("\u202eexe.fdp") == "“‹U+202E›exe.fdp”"
    assert visible(visible("\u2067x")) == visible("\u2067x")
