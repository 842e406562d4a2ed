"""A room's code: five signs that can be read from the last row, and told aloud."""

from __future__ import annotations

import secrets

from rnnviz.core.typed import InputError, shortened
from rnnviz.texts import _

SIGNS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # no 0 and O, no 1, I and L, no U beside V
LENGTH = 5
COUNT = len(SIGNS) ** LENGTH
"""How many codes there are: 24 million and some."""


def new_code() -> str:
    """A code that nobody can foresee."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def read_code(text: str) -> str:
    """The code as typed: small letters, blanks and dashes are fine. Raises InputError."""
    code = "".join(text.split()).replace("-", "").upper()
    if len(code) != LENGTH or not set(code) <= set(SIGNS):
        raise InputError(
            _("{text} is no code. A code has five signs, like K7XQ2, and no 0, O, 1, I, L, U.").format(
                text=shortened(text)
            )
        )
    return code
