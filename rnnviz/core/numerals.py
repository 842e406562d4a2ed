"""How a number is written: one grammar for boxes, lists and tables. assets/shared/numeral.js is its twin."""

from __future__ import annotations

import re
from dataclasses import dataclass

BLANK = " \t\r\n\u00a0\u2009\u202f"  # around a number; within one, a space or an apostrophe groups thousands
_MINUS = str.maketrans(dict.fromkeys("\u2212\u2013\uff0d\ufe63", "-"))  # typeset and wide minus signs, an en dash
_POWER = r"([eE][+-]?\d{1,3})?"
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)" + _POWER, re.ASCII)
_COMMA = re.compile(r"[+-]?\d*,\d+" + _POWER, re.ASCII)
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)  # 1,234
_COMMAS_GROUP = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)  # 1,234.5
_POINTS_GROUP = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d+|[+-]?\d{1,3}(\.\d{3}){2,}", re.ASCII)  # 1.234,5
_SPACES_GROUP = re.compile(r"[+-]?\d{1,3}([ \u00a0\u2009\u202f'\u2019]\d{3})+([.,]\d+)?", re.ASCII)


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
