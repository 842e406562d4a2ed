"""The 57 letters in which surnames are spelled (S4, after the PyTorch tutorial)."""

from __future__ import annotations

import string
import unicodedata

LETTERS = string.ascii_letters + " .,;'"


def plain(name: str) -> str:
    """Unicode to the 57 letters: Ślusàrski → Slusarski. What has no such letter is left out."""
    return "".join(letter for letter in unicodedata.normalize("NFD", name.strip()) if letter in LETTERS)
