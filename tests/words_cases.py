"""Random sentences with a table, of words and of letters."""

from __future__ import annotations

import random
from collections.abc import Iterator

from rnnviz.lessons.words import PRESETS, Encoded, edited, encoded

POOL = ["we", "are", "learning", "AI", "and", "a", "new", "day", "is", "happy", "sad", "good", "film", "12", "it"]


def sentences(count: int) -> Iterator[Encoded]:
    """Of 1 to 8 tokens, 1 to 8 numbers a row."""
    for seed in range(count):
        rng = random.Random(seed)
        start = PRESETS[rng.choice(["slides", "reviews", "letters"])].setup
        text = "Ab" if start.unit == "letters" else " ".join(rng.choices(POOL, k=rng.randrange(1, 9)))
        yield encoded(edited(start, text=text, size=rng.randrange(1, 9), seed=seed, length=0))
