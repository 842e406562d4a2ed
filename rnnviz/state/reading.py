"""JSON that comes from outside (a browser, a link), read with suspicion: every type, length and range is checked.

Sizes are compared before anything is copied or allocated. Everything raises SettingsError, with a sentence.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

import numpy as np

from rnnviz.core import Array
from rnnviz.core.typed import InputError, counted, shortened
from rnnviz.texts import _

Span = tuple[int, int]  # the least and the most that a length may be


class SettingsError(InputError):
    """The settings cannot be used; the text is one sentence for the learner."""


def part(obj: object, name: str) -> object:
    """obj[name] of a JSON object."""
    if not isinstance(obj, Mapping) or name not in obj:
        raise SettingsError(_("The settings are incomplete: {name} is missing.").format(name=name))
    return obj[name]


def choice(value: object, name: str, choices: Collection[str]) -> str:
    """One of the choices."""
    if not isinstance(value, str) or value not in choices:
        raise SettingsError(
            _("{name} is {value}: it must be one of {choices}.").format(
                name=name, value=in_short(value), choices=", ".join(choices)
            )
        )
    return value


def flag(value: object, name: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise SettingsError(_("{name} is {value}: it must be true or false.").format(name=name, value=in_short(value)))
    return value


def text(value: object, name: str, most: int) -> str:
    """A text of at most `most` characters."""
    if not isinstance(value, str) or len(value) > most:
        raise SettingsError(
            _("{name} is {value}: it must be a text of at most {most} characters.").format(
                name=name, value=in_short(value), most=most
            )
        )
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise SettingsError(
            _("{name} holds half a letter, {value}: no text does.").format(name=name, value=in_short(value))
        )
    return value


def whole(value: object, name: str, low: int, high: int) -> int:
    """A whole number from low to high."""
    # JavaScript has one kind of number: 3.0 is 3
    integral = isinstance(value, float) and math.isfinite(value) and value == int(value)
    if isinstance(value, bool) or not (isinstance(value, int) or integral) or not low <= value <= high:  # type: ignore[operator]
        raise SettingsError(
            _("{name} is {value}: it must be a whole number from {low} to {high}.").format(
                name=name, value=in_short(value), low=low, high=high
            )
        )
    return int(value)  # type: ignore[call-overload, no-any-return]


def number(value: object, name: str, low: float, high: float) -> float:
    """A number from low to high, so never NaN or infinite."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise SettingsError(
            _("{name} has {value}: it must be a number from {low:.10g} to {high:.10g}.").format(
                name=name, value=in_short(value), low=low, high=high
            )
        )
    return float(value)


def items(value: object, name: str, length: Span) -> list[object]:
    """A list whose length lies in the span."""
    low, high = length
    if not isinstance(value, list | tuple):
        raise SettingsError(_("{name} is {value}: it must be a list.").format(name=name, value=in_short(value)))
    if not low <= len(value) <= high:
        wanted = str(low) if low == high else _("{low} to {high}").format(low=low, high=high)
        raise SettingsError(
            _("{name} has {n_value} and needs {wanted}: it may have been cut off.").format(
                name=name, n_value=counted(len(value), "{n} value", "{n} values"), wanted=wanted
            )
        )
    return list(value)


def vector(value: object, name: str, length: Span, limit: float) -> Array:
    """A list of numbers from -limit to limit."""
    entries = items(value, name, length)
    return np.array([number(entry, name, -limit, limit) for entry in entries], dtype=np.float64)


def matrix(value: object, name: str, rows: Span, columns: Span, limit: float) -> Array:
    """A list of rows, all of one length."""
    entries = items(value, name, rows)
    first = items(entries[0], _("the first row of {name}").format(name=name), columns)
    width = (len(first), len(first))
    return np.array(
        [vector(row, _("a row of {name}").format(name=name), width, limit) for row in entries], dtype=np.float64
    )


def in_short(value: object) -> str:
    """What was found, short enough for a sentence, whatever it is."""
    if isinstance(value, str):
        return shortened(value)
    if value is None or isinstance(value, bool | float):
        return str(value).lower()
    if isinstance(value, int):
        return str(value) if abs(value) < 10**18 else _("a very long number")
    return _("a {name}").format(name=type(value).__name__)
