"""Sentences with a tag for every word: "book", "can" and "play" are nouns or verbs by what stands before them."""

from __future__ import annotations

import numpy as np

from rnnviz.core.typed import typed_words
from rnnviz.texts import _

TAGS = ("article", "noun", "verb", "adjective", "preposition", "pronoun", "auxiliary")
MEANT = {
    "article": ("the", "a", "my", "this"),
    "noun": ("dog", "bird", "man", "house", "river", "fish", "book", "walk", "play", "can", "will"),
    "verb": ("see", "like", "take", "hear", "want", "fish", "book", "walk", "play"),
    "adjective": ("old", "small", "red", "quiet"),
    "preposition": ("in", "near", "with"),
    "pronoun": ("i", "you", "we", "they"),
    "auxiliary": ("can", "will"),
}
WORDS = tuple(dict.fromkeys(word for group in MEANT.values() for word in group))
LONGEST = 14
Tagged = tuple[tuple[str, str], ...]


def sentence(rng: np.random.Generator) -> Tagged:
    """One made by the grammar: somebody, perhaps an auxiliary, a verb, perhaps a thing and a place."""
    tags = [*somebody(rng), *(["auxiliary"] if rng.random() < 0.4 else []), "verb"]
    tags += somebody(rng) if rng.random() < 0.7 else []
    tags += ["preposition", *thing(rng)] if rng.random() < 0.4 else []
    return tuple((MEANT[tag][int(rng.integers(len(MEANT[tag])))], tag) for tag in tags)


def somebody(rng: np.random.Generator) -> list[str]:
    return ["pronoun"] if rng.random() < 0.4 else thing(rng)


def thing(rng: np.random.Generator) -> list[str]:
    return ["article", *(["adjective"] if rng.random() < 0.4 else []), "noun"]


def examples(held_out: bool, count: int = 600) -> list[Tagged]:
    """Different sentences, the held-out ones none of those that were learned from."""
    rng = np.random.default_rng(6)
    found = list(dict.fromkeys(sentence(rng) for _ in range(4 * count)))
    return found[-count // 2 :] if held_out else found[: 2 * count]


def read(text: str) -> tuple[str, ...]:
    """The words of a typed sentence. Raises InputError."""
    few = _("There is no sentence here yet: type one, for example I can book a play.")
    return typed_words(text, WORDS, 1, LONGEST, few)
