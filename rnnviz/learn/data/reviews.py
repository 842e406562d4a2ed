"""Film reviews and their sentiment: torchtext's tokenizer and vocabulary (S0), over IMDB or over reviews of our own.

Ours are made by a grammar, so that each label is known: the last judgement decides, and "not" turns it. torchtext is
imported where it is first used: only a run on reviews, or a net that reads one, waits for it (0.06 s).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import PurePosixPath

import numpy as np
import torch

from rnnviz.core.letters import one_sign
from rnnviz.learn.data import DataError
from rnnviz.learn.data.examples import Dataset, Examples, halves, pad, parted
from rnnviz.learn.data.labelled import Labelled, reading
from rnnviz.learn.data.sources import Progress, fetch, find, texts
from rnnviz.texts import _

COUNT = 1200
PRAISE = (
    "brilliant", "wonderful", "funny", "moving", "clever", "gripping", "charming", "superb", "warm", "great", "good",
    "lovely", "fresh", "honest", "thrilling",
)  # fmt: skip
BLAME = (
    "dull", "awful", "boring", "clumsy", "terrible", "weak", "tired", "silly", "bad", "cold", "stale", "shallow",
    "tedious", "noisy", "flat",
)  # fmt: skip
PARTS = (
    "story", "acting", "music", "ending", "script", "cast", "first half", "second half", "dialogue", "camera work",
    "lead", "humour", "pace", "film",
)  # fmt: skip
TURNS = ("but", "yet", "however")
SCENES = (
    "It is set in a small town by the sea.", "Two brothers meet again after many years.",
    "I saw it on a Sunday evening.", "The cinema was half full.", "It runs for about two hours.",
    "A teacher finds a letter in an old book.", "It was made by the team of a well known series.",
    "My sister came with me.", "The first scene shows a train at night.", "It is based on a novel that I have read.",
    "A detective follows a man through the rain.", "There is a dog in nearly every scene.",
    "Most of it happens in one house.", "The tickets were not cheap.", "They shot it in Norway in winter.",
)  # fmt: skip
AFTER = ("", "", "", "That is all.", "So much for this one.", "I went home by bus.")
VOCABULARY = 20_000
MIN_FREQ = 3
SPECIALS = ("<pad>", "<s>", "<unk>")
LONGEST = 500
CLASSES = ("negative", "positive")
EACH_SIDE = 25_000
Reviews = list[tuple[str, int]]


def draw_reviews(seed: int, count: int = COUNT, more: int = 0) -> list[tuple[str, int]]:
    """`count` different reviews, half of them positive (1), in a shuffled order; then `more`, different from all."""
    drawn, found = random.Random(seed), dict[str, int]()
    rows: Reviews = []
    for so_many in (count, count + more):
        while len(found) < so_many:
            label = len(found) % 2
            found.setdefault(review(drawn, label), label)
        fresh = list(found.items())[len(rows) :]
        drawn.shuffle(fresh)
        rows += fresh
    return rows


def read_alike(text: str) -> str:
    """The same for texts that differ in nothing but capitals and blanks, which a net does not see."""
    return " ".join(text.lower().split())


def review(drawn: random.Random, label: int) -> str:
    """No, some or many scenes; a judgement, the other way before a turn or the same way before "and"; an afterword."""
    scenes = drawn.sample(SCENES, drawn.choice((0, 0, 1, 1, 2, 3, 6)))
    last = judgement(drawn, label)
    kind = drawn.random()
    if kind < 0.5:
        last = f"{judgement(drawn, 1 - label)}, {drawn.choice(TURNS)} {last}"
    elif kind < 0.7:
        last = f"{judgement(drawn, label)} and {last}"
    return " ".join(filter(None, (*scenes, last[0].upper() + last[1:] + ".", drawn.choice(AFTER))))


def judgement(drawn: random.Random, label: int) -> str:
    negated = drawn.random() < 0.3
    word = drawn.choice(PRAISE if bool(label) != negated else BLAME)
    return f"the {drawn.choice(PARTS)} is {'not ' if negated else ''}{drawn.choice(('', 'very ', 'rather '))}{word}"


@dataclass(frozen=True)
class Sides:
    """Reviews with the number of their class: 1 for positive and 0 for negative, or a learner's own."""

    train: Reviews
    validation: Reviews
    test: Reviews


def vocabulary(tokens: Iterable[Sequence[str]], size: int = VOCABULARY, min_freq: int = MIN_FREQ) -> tuple[str, ...]:
    """The slides' recipe: specials first, then by frequency and by letter; `size` counts the specials, as there."""
    from torchtext.vocab import Vocab

    counts = Counter(chain.from_iterable(tokens))
    return tuple(Vocab(counts, max_size=size - len(SPECIALS), min_freq=min_freq, specials=SPECIALS).itos)


def tokenize(text: str) -> list[str]:
    """torchtext's "basic_english"; curly signs are read as straight ones first: don’t is don't."""
    return basic_english()(one_sign(text))


@cache
def basic_english() -> Callable[[str], list[str]]:
    from torchtext.data.utils import get_tokenizer

    found: Callable[[str], list[str]] = get_tokenizer("basic_english")
    return found


def built_in(seed: int = 0, share: float = 0.8) -> Sides:
    """Reviews made by a grammar, labels known, each class split at random; the grammar makes others for the test."""
    at = int(share * COUNT)
    every = draw_reviews(seed, more=COUNT - at)
    drawn = [every[i] for i in np.random.default_rng(seed).permutation(COUNT)]
    learned = set(as_many(drawn, at, len(CLASSES)))
    return Sides([row for row in drawn if row in learned], [row for row in drawn if row not in learned], every[COUNT:])


def real(tell: Progress = lambda share: None) -> Sides:
    """The 25 000 + 25 000 reviews of IMDB, ordered by name; its test reviews in halves. Raises DataError.

    A test review that is learned from as well is left out.
    """
    archive = find("aclImdb_v1.tar.gz") or fetch("reviews", tell)
    sides: dict[str, list[tuple[str, str, int]]] = {"train": [], "test": []}
    read = 0
    for name, content in texts(archive):
        parts = PurePosixPath(name).parts
        if len(parts) == 4 and parts[1] in sides and parts[2] in ("neg", "pos"):
            sides[parts[1]].append((name, decode(content, name), int(parts[2] == "pos")))
            read += 1
            if read % 500 == 0:
                tell(read / (2 * EACH_SIDE))
    if not sides["train"] or not sides["test"]:
        raise DataError(_("{name} does not hold the IMDB reviews: fetch it again.").format(name=archive.name))
    train, test = ([(text, label) for _, text, label in sorted(rows)] for rows in sides.values())
    learned = {read_alike(text) for text, _ in train}
    return Sides(train, *halves([row for row in test if read_alike(row[0]) not in learned], 0, read_alike))


def own(found: Labelled, seed: int, share: float = 0.8) -> Sides:
    """A learner's reviews, split with this seed so that no text is in two parts, and each class in all three."""
    place = {label: number for number, label in enumerate(found.classes)}
    return Sides(*parted([(row.text, place[row.label]) for row in found.rows], seed, share, read_alike))


def decode(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(_("{name} is not UTF-8 text: use the original archive.").format(name=name)) from error


def dataset(
    sides: Sides,
    origin: str,
    longest: int = LONGEST,
    min_freq: int = MIN_FREQ,
    limit: int = 0,
    tell: Progress = lambda share: None,
    classes: tuple[str, ...] = CLASSES,
) -> Dataset:
    """Ids cut after `longest` tokens. `limit`: so many reviews a part, of each class as many (0: all)."""
    parts = [as_many(rows, limit, len(classes)) for rows in (sides.train, sides.validation, sides.test)]
    total = sum(map(len, parts))
    words: list[list[list[str]]] = []
    for rows in parts:
        before = sum(map(len, words))
        words.append(tokenized(rows, lambda done, before=before: tell((before + done) / total)))  # type: ignore[misc]
    tokens = vocabulary(words[0], min_freq=min_freq)
    place = {token: number for number, token in enumerate(tokens)}
    train, validation, test = (
        side(cut, [label for _, label in rows], place, longest) for cut, rows in zip(words, parts, strict=True)
    )
    return Dataset(train, validation, len(tokens), len(classes), origin, classes, tokens, test=test)


@dataclass(frozen=True)
class FirstReview:
    """The first review that is learned from: its words and their ids; and how many different ids there are."""

    tokens: tuple[str, ...]
    ids: tuple[int, ...]
    words: int


def first_review(content: bytes, name: str, label: str, text: str, seed: int, limit: int = 0) -> FirstReview:
    """As `dataset` makes it of a learner's reviews. Raises DataError."""
    found = reading.read(content, name, "sentiment", label, text)
    rows = as_many(own(found, seed).train, limit, len(found.classes))
    made = [tokenize(text) for text, _ in rows]
    place = {token: number for number, token in enumerate(vocabulary(made, min_freq=1))}
    return FirstReview(tuple(made[0]), tuple(place.get(token, place["<unk>"]) for token in made[0]), len(place))


def tokenized(rows: Reviews, tell: Callable[[int], None]) -> list[list[str]]:
    made: list[list[str]] = []
    for done, (text, _label) in enumerate(rows):
        made.append(tokenize(text))
        if done % 250 == 0:
            tell(done)
    return made


def as_many(rows: Reviews, limit: int, classes: int) -> Reviews:
    if not limit:
        return rows
    by_label = ([row for row in rows if row[1] == label][: max(1, limit // classes)] for label in range(classes))
    return [row for part in by_label for row in part]


def side(words: list[list[str]], labels: list[int], place: dict[str, int], longest: int) -> Examples:
    unknown = place["<unk>"]
    x, lengths = pad([[place.get(token, unknown) for token in line[:longest]] for line in words], longest)
    return Examples(x, torch.tensor(labels), lengths)
