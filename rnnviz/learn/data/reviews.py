"""Film reviews and their sentiment: torchtext's tokenizer and vocabulary (S0), over IMDB or over reviews of our own.

torchtext is imported where it is first used: only a run on reviews, or a net that reads one, waits for it (0.06 s).
"""

from __future__ import annotations

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
from rnnviz.learn.data.archives import texts
from rnnviz.learn.data.examples import Dataset, Examples, pad
from rnnviz.learn.data.made_reviews import made
from rnnviz.learn.data.sources import Progress, fetch, find

VOCABULARY = 20_000
MIN_FREQ = 3
SPECIALS = ("<pad>", "<s>", "<unk>")
LONGEST = 500
CLASSES = ("negative", "positive")
EACH_SIDE = 25_000
Reviews = list[tuple[str, int]]


@dataclass(frozen=True)
class Sides:
    """Reviews with 1 for positive and 0 for negative."""

    train: Reviews
    held_out: Reviews


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
    """Reviews made by a grammar, their labels known, split at random."""
    rows = made(seed)
    order = np.random.default_rng(seed).permutation(len(rows))
    at = int(share * len(rows))
    return Sides([rows[i] for i in order[:at]], [rows[i] for i in order[at:]])


def real(tell: Progress = lambda share: None) -> Sides:
    """The 25 000 + 25 000 reviews of IMDB, ordered by name. Raises DataError."""
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
        raise DataError(f"{archive.name} does not hold the IMDB reviews: fetch it again.")
    train, test = ([(text, label) for _, text, label in sorted(rows)] for rows in sides.values())
    return Sides(train, test)


def decode(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(f"{name} is not UTF-8 text: use the original archive.") from error


def dataset(
    sides: Sides,
    origin: str,
    longest: int = LONGEST,
    min_freq: int = MIN_FREQ,
    limit: int = 0,
    tell: Progress = lambda share: None,
) -> Dataset:
    """Ids cut after `longest` tokens. `limit`: so many reviews a side, half of them positive (0: all)."""
    train, held_out = (halves(rows, limit) for rows in (sides.train, sides.held_out))
    total = len(train) + len(held_out)
    train_tokens = tokenized(train, lambda done: tell(done / total))
    held_out_tokens = tokenized(held_out, lambda done: tell((len(train) + done) / total))
    tokens = vocabulary(train_tokens, min_freq=min_freq)
    place = {token: number for number, token in enumerate(tokens)}
    parts = (
        side(words, [label for _, label in rows], place, longest)
        for words, rows in ((train_tokens, train), (held_out_tokens, held_out))
    )
    first, second = parts
    return Dataset(first, second, len(tokens), len(CLASSES), origin, CLASSES, tokens)


def tokenized(rows: Reviews, tell: Callable[[int], None]) -> list[list[str]]:
    made: list[list[str]] = []
    for done, (text, _) in enumerate(rows):
        made.append(tokenize(text))
        if done % 250 == 0:
            tell(done)
    return made


def halves(rows: Reviews, limit: int) -> Reviews:
    if not limit:
        return rows
    by_label = ([row for row in rows if row[1] == label][: limit // 2] for label in (0, 1))
    return [row for part in by_label for row in part]


def side(words: list[list[str]], labels: list[int], place: dict[str, int], longest: int) -> Examples:
    unknown = place["<unk>"]
    x, lengths = pad([[place.get(token, unknown) for token in line[:longest]] for line in words], longest)
    return Examples(x, torch.tensor(labels), lengths)
