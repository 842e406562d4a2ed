"""A text cut into stretches of letters, each with the letter that follows it as its target (row 28)."""

from __future__ import annotations

import torch

from rnnviz.core.letters import one_line_end
from rnnviz.core.typed import grouped
from rnnviz.learn.data import DataError
from rnnviz.learn.data.examples import Dataset, Examples
from rnnviz.learn.data.sources import ASSETS
from rnnviz.texts import _

STRETCH = 64
MAX_TEXT = 2_000_000
MAX_LETTERS = 256


def built_in() -> str:
    return (ASSETS / "text.txt").read_text(encoding="utf-8")


def dataset(text: str, origin: str, stretch: int = STRETCH, share: float = 0.9) -> Dataset:
    """The first 90 % of the text to learn from, half of the rest for validation, its end for the test.

    Stretches start every half of a stretch. Raises DataError.
    """
    text = one_line_end(text)
    letters = alphabet(text, stretch)
    place = {letter: number for number, letter in enumerate(letters)}
    ids = torch.tensor([place[letter] for letter in text])
    at = min(int(len(ids) * share), len(ids) - 2 * (stretch + 1))  # a short text, too, has a whole stretch for each
    end = (at + len(ids)) // 2
    train, validation, test = (side(part, stretch) for part in (ids[:at], ids[at:end], ids[end:]))
    return Dataset(train, validation, len(letters), len(letters), origin, letters, letters, test=test)


def alphabet(text: str, stretch: int = STRETCH) -> tuple[str, ...]:
    """The different letters of a text that can be learned from, its ends of lines being one. Raises DataError."""
    text = one_line_end(text)
    letters = tuple(sorted(set(text)))
    if not 8 * stretch <= len(text) <= MAX_TEXT:
        raise DataError(
            _("The text has {n_text} letters: give {stretch} to {max_text}.").format(
                n_text=grouped(len(text)), stretch=8 * stretch, max_text=grouped(MAX_TEXT)
            )
        )
    if len(letters) < 2:
        raise DataError(_("The text has one letter alone, again and again: give one with two or more."))
    if len(letters) > MAX_LETTERS:
        raise DataError(
            _("The text has {n_letters} different letters: give one with at most {max_letters}.").format(
                n_letters=len(letters), max_letters=MAX_LETTERS
            )
        )
    return letters


def side(ids: torch.Tensor, stretch: int) -> Examples:
    x = ids[:-1].unfold(0, stretch, stretch // 2)
    y = ids[1:].unfold(0, stretch, stretch // 2)
    return Examples(x, y, torch.full((len(x),), stretch))
