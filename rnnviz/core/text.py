"""Tokens to ids: torchtext's vocabulary without torch, padding, and what one-hot rows and an embedding cost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rnnviz.core.typed import InputError, shortened
from rnnviz.texts import _

ORDERS: dict[str, str] = {"frequency": _("by frequency, then by letter"), "appearance": _("as they come")}


def role(special: str) -> str:
    """What a special token is for: "unk" of [UNK], <unk> and UNK."""
    return re.sub(r"\W", "", special).lower()


@dataclass(frozen=True)
class Vocabulary:
    """tokens: the token of each id, specials first. specials: how many they are."""

    tokens: tuple[str, ...]
    specials: int = 0

    def __len__(self) -> int:
        return len(self.tokens)

    @cached_property
    def place(self) -> dict[str, int]:
        """The id of each token."""
        return {token: number for number, token in enumerate(self.tokens)}

    @cached_property
    def unknown(self) -> int | None:
        """The id of [UNK], <unk> or the like, if it is among the specials."""
        return self.special("unk")

    @cached_property
    def pad(self) -> int | None:
        """The id of [pad], <pad> or the like, if it is among the specials."""
        return self.special("pad")

    def special(self, wanted: str) -> int | None:
        return next((at for at, token in enumerate(self.tokens[: self.specials]) if role(token) == wanted), None)

    def ids(self, tokens: Iterable[str]) -> list[int]:
        """The id of each token, that of [UNK] where it has none. Raises InputError if there is no [UNK] then."""
        found = [self.place.get(token, self.unknown) for token in tokens]
        for token, number in zip(tokens, found, strict=True):
            if number is None:
                raise InputError(
                    _(
                        "{token} is not in the vocabulary, and none of the special tokens stands for what is "
                        "unknown: use other words, or a vocabulary with [UNK]."
                    ).format(token=shortened(token))
                )
        return [number for number in found if number is not None]


def counted_tokens(sentences: Iterable[Sequence[str]]) -> Counter[str]:
    """How often each token comes, in the order in which they first come."""
    return Counter(token for sentence in sentences for token in sentence)


def vocabulary(
    counts: Counter[str],
    max_size: int | None = None,
    min_freq: int = 1,
    specials: Sequence[str] = (),
    order: str = "frequency",
) -> Vocabulary:
    """Specials first, then the `max_size` − specials first words of the text, of those that come `min_freq` times.

    As the slides' build_vocab_from_iterator(max_tokens=…) does it (torchtext ≥ 0.11): a special that occurs in the text
    takes a word's place and is dropped afterwards. torchtext 0.6's Vocab gives the same where none occurs, with a
    max_size that does not count the specials. order: a key of ORDERS; torchtext's is "frequency": ties go by letter.
    """
    ranked = list(counts)
    if order == "frequency":
        ranked.sort(key=lambda token: (-counts[token], token))
    elif max_size is not None:
        ranked = [token for token in ranked if counts[token] >= min_freq]
    room = None if max_size is None else max(0, max_size - len(specials))
    kept = (token for token in ranked[:room] if counts[token] >= min_freq and token not in specials)
    return Vocabulary((*specials, *kept), len(specials))


def padded(ids: Sequence[int], length: int, pad: int | None) -> list[int]:
    """Exactly `length` ids: cut, or filled up on the right. Raises InputError if there is nothing to fill up with."""
    missing = length - len(ids)
    if missing <= 0:
        return list(ids[:length])
    if pad is None:
        raise InputError(
            _(
                "There are {n_ids} tokens and no special token to fill up with: choose the length {n_ids} or less, "
                "or a vocabulary with [pad]."
            ).format(n_ids=len(ids))
        )
    return [*ids, *[pad] * missing]


@dataclass(frozen=True)
class Cost:
    """How many numbers a sequence is: as one-hot rows, as embedding rows; and how many the table holds."""

    vocabulary: int
    one_hot: int
    embedded: int
    table: int


def cost(tokens: int, vocabulary: int, size: int) -> Cost:
    """Of T tokens, V words in the vocabulary and D numbers a word: T V, T D and V D."""
    return Cost(vocabulary, tokens * vocabulary, tokens * size, vocabulary * size)
