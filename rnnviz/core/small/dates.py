"""A date as one writes it, 7 Mar 2026, and as a file is named, 2026-03-07."""

from __future__ import annotations

import re
from datetime import date, timedelta

from rnnviz.core.typed import InputError, shortened
from rnnviz.texts import _

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
READS = (*sorted(set("".join(MONTHS))), " ", *"0123456789")
END = "·"
SAYS = (*"0123456789", "-", END)
FIRST, LAST = date(1970, 1, 1), date(2029, 12, 31)
EVERY = 10  # each tenth day is held out
_TYPED = re.compile(r"(\d{1,2})\.?\s+([a-z]+)\.?\s+(\d{4})")


def written(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def examples(held_out: bool) -> list[date]:
    """The days of sixty years: each tenth was not learned from."""
    days = (LAST - FIRST).days + 1
    return [FIRST + timedelta(k) for k in range(days) if (k % EVERY == 4) is held_out]


def read(text: str) -> date:
    """A typed date. Raises InputError."""
    found = _TYPED.fullmatch(text.strip().lower())
    if not found or found[2][:3] not in MONTHS:
        raise InputError(
            _("{text} is no date like 7 Mar 2026: type a day, a month and a year.").format(text=shortened(text))
        )
    try:
        day = date(int(found[3]), MONTHS.index(found[2][:3]) + 1, int(found[1]))
    except ValueError as error:
        raise InputError(
            _("There is no {text} in the calendar: type another day.").format(text=shortened(text))
        ) from error
    if not FIRST <= day <= LAST:
        raise InputError(
            _("The net learned {first} to {last}: type a year between them.").format(first=FIRST.year, last=LAST.year)
        )
    return day
