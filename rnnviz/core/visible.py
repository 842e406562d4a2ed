"""Characters that nobody sees, made visible: controls, half letters, and the signs that turn a line around."""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_JOINERS = "\u200c\u200d"  # letters of Persian and Hindi and many emoji are written with them
_BLANK = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]")


def visible(text: str) -> str:
    """`text` in one line: what breaks a line is a blank, and any other unseen character is its sign or its number.

    ␀ is U+0000, ‹U+202E› the sign that turns the rest of a line around. A text without such characters stays as it is.
    """
    return "".join(map(_seen, _BLANK.sub(" ", text)))


def _seen(letter: str) -> str:
    if letter in _JOINERS or unicodedata.category(letter) not in _UNSEEN:
        return letter
    return chr(0x2400 + ord(letter)) if letter < " " else f"‹U+{ord(letter):04X}›"
