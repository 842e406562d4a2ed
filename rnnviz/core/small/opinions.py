"""Sentences that say good or bad by the order of their words alone: a bag of them cannot tell."""

from __future__ import annotations

from itertools import product

from rnnviz.core.typed import typed_words

PRAISE = ("good", "funny", "kind", "great")
BLAME = ("bad", "dull", "rude", "awful")
SUBJECTS = ("it is", "the film is", "the food is", "he is")
SHAPES = (
    "{s} {a} not {b}",
    "{s} not {b} but {a}",
    "{s} {a} and never {b}",
    "{s} never {b} but {a}",
    "not {b} but {a} {s}",
)
WORDS = tuple(dict.fromkeys(" ".join((*SUBJECTS, *PRAISE, *BLAME, "not but and never")).split()))
CLASSES = ("negative", "positive")
EVERY = 5
LONGEST = 10


def examples(held_out: bool) -> list[tuple[tuple[str, ...], int]]:
    """Sentences and 1 for praise, 0 for blame. Each stands beside its twin: the same words, and the other opinion.

    Held out is each fifth pair of words, so that no twin of a held-out sentence was learned from.
    """
    found = []
    for place, (good, bad) in enumerate(product(PRAISE, BLAME)):
        if (place % EVERY == 2) is held_out:
            for shape, subject in product(SHAPES, SUBJECTS):
                found.append((tuple(shape.format(s=subject, a=good, b=bad).split()), 1))
                found.append((tuple(shape.format(s=subject, a=bad, b=good).split()), 0))
    return found


def read(text: str) -> tuple[str, ...]:
    """The words of a typed sentence. Raises InputError."""
    few = "One needs two words or more to put in another order: type it is good not bad."
    return typed_words(text, WORDS, 2, LONGEST, few)
