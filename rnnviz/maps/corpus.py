"""A text to learn words from: sentences drawn from patterns written for rnnviz, after its story and its reviews."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from rnnviz.maps.points import Rows

SENTENCES = 12_000
LEAST_SEEN = 8
OTHER = "other words"
_SLOT = re.compile(r"\{(\w+)(?:\.(\d)(?:\+(\d))?)?\}")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")


@dataclass(frozen=True)
class Patterns:
    """Lists of words by name, and sentences with {slots} for them (assets/data/sentences.txt says how)."""

    lists: dict[str, list[str]]
    sentences: list[str]


def patterns(text: str) -> Patterns:
    lists = {name: words for line in text.splitlines() if line[:1] == "@" for name, *words in [line[1:].split()]}
    return Patterns(lists, [line[2:] for line in text.splitlines() if line[:2] == "= "])


def drawn(made: Patterns, count: int, seed: int) -> list[list[str]]:
    """`count` sentences, every pattern about as often; the same for the same seed."""
    draw = np.random.default_rng(seed)
    return [fill(made, made.sentences[k % len(made.sentences)], draw) for k in draw.permutation(count)]


def fill(made: Patterns, pattern: str, draw: np.random.Generator) -> list[str]:
    """One sentence. Slots with the same number have the same place in their lists, {list.1+1} the place after."""
    ends: dict[str, int] = {}
    for name, number, ahead in _SLOT.findall(pattern):
        if number:
            ends[number] = min(ends.get(number, 10**6), len(made.lists[name]) - int(ahead or 0))
    places = {number: int(draw.integers(end)) for number, end in ends.items()}

    def word(slot: re.Match[str]) -> str:
        words = made.lists[slot[1]]
        return words[places[slot[2]] + int(slot[3] or 0)] if slot[2] else words[int(draw.integers(len(words)))]

    return _SLOT.sub(word, pattern).split()


def prose(text: str) -> list[list[str]]:
    """The sentences of a written text, in small letters; lines of comment are left out."""
    lines = " ".join(line.lstrip("+- ") for line in text.splitlines() if line[:1] != "#")
    return [found for piece in re.split(r"[.!?]", lines.lower()) if len(found := _WORD.findall(piece)) > 1]


def kinds(made: Patterns, words: tuple[str, ...]) -> tuple[str, ...]:
    """The first list that holds a word, for its colour."""
    first: dict[str, str] = {}
    for name, members in made.lists.items():
        for member in members:
            first.setdefault(member, name)
    return tuple(first.get(word, OTHER) for word in words)


def encoded(sentences: list[list[str]], least: int = LEAST_SEEN) -> tuple[tuple[str, ...], Rows, list[Rows]]:
    """Words seen at least so often, most frequent first; how often (V,); and each sentence as ids of these words."""
    all_words, counts = np.unique([word for line in sentences for word in line], return_counts=True)
    order = np.lexsort((all_words, -counts))
    order = order[counts[order] >= least]
    words = tuple(str(word) for word in all_words[order])
    place = {word: k for k, word in enumerate(words)}
    lines = [np.array([place[word] for word in line if word in place], dtype=np.int64) for line in sentences]
    return words, counts[order].astype(np.int64), lines
