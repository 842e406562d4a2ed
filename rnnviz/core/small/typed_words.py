"""A sentence that a learner types for a net with a small vocabulary."""

from __future__ import annotations

from collections.abc import Sequence

from rnnviz.core.typed import InputError, shortened


def typed_words(text: str, known: Sequence[str], least: int, most: int, too_few: str) -> tuple[str, ...]:
    """Its words, small, without commas and stops. Raises InputError; `too_few`: the sentence for fewer than `least`."""
    words = tuple(text.lower().replace(",", " ").replace(".", " ").split())
    if len(words) < least:
        raise InputError(too_few)
    if len(words) > most:
        raise InputError(f"There are {len(words)} words: type at most {most}.")
    strange = [word for word in words if word not in known]
    if strange:
        raise InputError(f"The nets here never learned {shortened(strange[0])}: use {', '.join(known)}.")
    return words
