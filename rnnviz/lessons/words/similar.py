"""How alike two words are as one-hot rows and as rows of the table, and what a new word costs (rows 19 and 34)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.letters import tokenize
from rnnviz.core.typed import InputError
from rnnviz.lessons.words.setup import Encoded
from rnnviz.texts import _


@dataclass(frozen=True)
class Likeness:
    """Two words' Euclidean distance and cosine; cosine None where a row is all 0."""

    distance: float
    cosine: float | None


@dataclass(frozen=True)
class TwoWords:
    """Two words of a vocabulary by their ids, as one-hot rows and as rows of the table."""

    one: int
    other: int
    one_hot: Likeness
    embedded: Likeness


@dataclass(frozen=True)
class GrownArray:
    """One array of a net before and after the vocabulary grew: its name, what it does, its two numbers of weights."""

    name: str
    before: int
    after: int

    @property
    def new(self) -> int:
        """The weights that no text has trained yet."""
        return self.after - self.before


@dataclass(frozen=True)
class Grown:
    """Words that the vocabulary did not hold, and the weights of a net of one-hot rows and of one with an embedding."""

    words: tuple[str, ...]
    one_hot: tuple[GrownArray, ...]
    embedded: tuple[GrownArray, ...]


def likeness(a: Array, b: Array) -> Likeness:
    lengths = float(np.linalg.norm(a) * np.linalg.norm(b))
    return Likeness(float(np.linalg.norm(a - b)), float(a @ b) / lengths if lengths else None)


def pair(found: Encoded, one: int, other: int) -> TwoWords:
    """The words with these ids, or the last ones there are."""
    last = len(found.vocabulary) - 1
    one, other = min(one, last), min(other, last)
    hot = np.eye(last + 1)[[one, other]]
    return TwoWords(one, other, likeness(*hot), likeness(found.table[one], found.table[other]))


def grown(found: Encoded, text: str, letters: bool, units: int) -> Grown:
    """What words in `text` that are new to the vocabulary cost a recurrent net of so many units.

    W_ih has a column for each number of x: V of them for one-hot rows, D for an embedding. W_y scores every word.
    Raises InputError where there is no word.
    """
    pieces = dict.fromkeys(text.replace(" ", "") if letters else tokenize(text))
    if not pieces:
        raise InputError(_("There is no new word here yet: type one, for example piano."))
    new = tuple(piece for piece in pieces if piece not in found.vocabulary.place)
    before, size = len(found.vocabulary), found.table.shape[1]
    after = before + len(new)
    scores = GrownArray(_("W_y and b_y: a score for every word"), before * (units + 1), after * (units + 1))
    one_hot = (GrownArray(_("W_ih: a column for every word"), units * before, units * after), scores)
    embedded = (
        GrownArray(_("the table: a row for every word"), before * size, after * size),
        GrownArray(_("W_ih: a column for every number of a row"), units * size, units * size),
        scores,
    )
    return Grown(new, one_hot, embedded)
