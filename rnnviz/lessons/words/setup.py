"""What is looked at on the words page, as one immutable value, and everything that follows from it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from rnnviz.core import Array
from rnnviz.core.cells import overlaid
from rnnviz.core.letters import LETTERS, plain, tokenize
from rnnviz.core.text import ORDERS, Vocabulary, counted_tokens, padded, vocabulary
from rnnviz.core.typed import InputError, counted, shortened
from rnnviz.state.fields import Among, Typed, Whole, declared
from rnnviz.texts import _, forms

MAX_LINES = 4
MAX_TOKENS = 24
MAX_TYPED = 400
MAX_CORPUS = 8000
MAX_ROWS = 300
MAX_SPECIALS = 8
MAX_SIZE = 8
LONGEST = 0
UNITS: dict[str, tuple[str, tuple[str, str]]] = {
    "words": (_("word"), forms("{n} word", "{n} words")),
    "letters": (_("letter"), forms("{n} letter", "{n} letters")),
}
MIN_FREQ, ROWS, LENGTH, SIZE = Whole(1, 20), Whole(1, MAX_ROWS), Whole(LONGEST, MAX_TOKENS), Whole(1, MAX_SIZE)
SEED, NET = Whole(0, 9999), Whole(1, 1024)


@dataclass(frozen=True)
class WordsState:
    """One or more sentences, a line each, the text that the vocabulary is counted in, and a table.

    preset: the key of the preset that it began as; unit: of what a token is. max_size counts the specials. length: of
    every line, LONGEST for that of the longest; size: D; seed: of the table, 0 for the preset's own rows. at, column:
    the token and the entry of its vector that are pointed at, from 1. one, other: the ids of two words to compare;
    added: a word to add to the vocabulary of a net of so many units.
    """

    preset: str = "slides"
    unit: str = "words"
    text: str = declared(Typed(MAX_TYPED), "We are learning AI")
    corpus: str = declared(Typed(MAX_CORPUS), "We are learning AI\nAI is a CS topic")
    min_freq: int = declared(MIN_FREQ, 1)
    max_size: int = declared(ROWS, 8)
    specials: str = declared(Typed(200, empty=True), "[UNK], [pad]")
    order: str = declared(Among(ORDERS), "frequency")
    length: int = declared(LENGTH, 5)
    size: int = declared(SIZE, 4)
    seed: int = declared(SEED, 0)
    at: int = declared(Whole(1, MAX_LINES * MAX_TOKENS), 1)
    column: int = declared(SIZE, 1)
    one: int = declared(Whole(0, MAX_ROWS), 4)
    other: int = declared(Whole(0, MAX_ROWS), 7)
    added: str = declared(Typed(40, empty=True), "piano")
    units: int = declared(NET, 8)


@dataclass(frozen=True)
class TokenLine:
    """tokens: as typed, without what was cut and with the padding; ids: of each; unknown: the places of [UNK]."""

    tokens: tuple[str, ...]
    ids: tuple[int, ...]
    unknown: frozenset[int]
    padding: frozenset[int]
    cut: int = 0


@dataclass(frozen=True, eq=False)
class Encoded:
    """The lines, the vocabulary, how many different tokens it was chosen from, and the table (V, D)."""

    lines: tuple[TokenLine, ...]
    vocabulary: Vocabulary
    distinct: int
    table: Array

    @property
    def tokens(self) -> int:
        """Of all lines together."""
        return sum(len(line.ids) for line in self.lines)


def encode(setup: WordsState, rows: Array) -> Encoded:
    """Tokens, ids and table. rows: those that the table has at seed 0, as far as they go. Raises InputError."""
    words, distinct = words_of(setup)
    sentences = sentences_of(setup)
    length = setup.length or max(map(len, sentences))
    lines = tuple(line_of(sentence, words, length) for sentence in sentences)
    return Encoded(lines, words, distinct, table_of(setup, len(words), rows))


def line_of(sentence: list[str], words: Vocabulary, length: int) -> TokenLine:
    ids = words.ids(sentence)
    full = padded(ids, length, words.pad)
    fill = frozenset(range(len(ids), length))
    tokens = (*sentence[:length], *(words.tokens[full[at]] for at in sorted(fill)))
    unknown = frozenset(at for at, token in enumerate(sentence[:length]) if token not in words.place)
    return TokenLine(tokens, tuple(full), unknown, fill, max(0, len(ids) - length))


def sentences_of(setup: WordsState) -> list[list[str]]:
    """The tokens of each line that has any. Raises InputError."""
    if len(setup.text) > MAX_TYPED:
        raise InputError(
            _("The text is {n_text} characters long: type at most {max_typed}.").format(
                n_text=len(setup.text), max_typed=MAX_TYPED
            )
        )
    cut = (list(plain(line)) if setup.unit == "letters" else tokenize(line) for line in setup.text.splitlines())
    found = [tokens for tokens in cut if tokens]
    unit, many = UNITS[setup.unit]
    if not found:
        example = "Mar" if setup.unit == "letters" else "We are learning AI"
        raise InputError(
            _("There is no {unit} here yet: type some, for example {example}.").format(unit=unit, example=example)
        )
    if len(found) > MAX_LINES:
        raise InputError(
            _("There are {n_found} lines: type at most {max_lines}.").format(n_found=len(found), max_lines=MAX_LINES)
        )
    if (most := max(map(len, found))) > MAX_TOKENS:
        raise InputError(
            _("A line has {most}: type at most {max_tokens}.").format(most=counted(most, *many), max_tokens=MAX_TOKENS)
        )
    return found


def words_of(setup: WordsState) -> tuple[Vocabulary, int]:
    """The vocabulary, and how many different tokens there were to choose from. Raises InputError."""
    if setup.unit == "letters":
        return Vocabulary(tuple(LETTERS)), len(LETTERS)
    if len(setup.corpus) > MAX_CORPUS:
        raise InputError(
            _("The text is {n_corpus} characters long: paste at most {max_corpus}.").format(
                n_corpus=len(setup.corpus), max_corpus=MAX_CORPUS
            )
        )
    counts = counted_tokens(map(tokenize, setup.corpus.splitlines()))
    if not counts:
        raise InputError(_("There is no word here yet: type or paste the text that the vocabulary is counted in."))
    specials = specials_of(setup.specials)
    if len(specials) > setup.max_size:
        raise InputError(
            _("There are {n_specials} special tokens: choose a vocabulary of {n_specials} or more.").format(
                n_specials=len(specials)
            )
        )
    found = vocabulary(counts, setup.max_size, setup.min_freq, specials, setup.order)
    if not found.tokens:
        raise InputError(
            _("No word comes {min_freq} times: choose a smaller number, or paste a longer text.").format(
                min_freq=setup.min_freq
            )
        )
    return found, len(set(counts) - set(specials))


def specials_of(text: str) -> tuple[str, ...]:
    """The special tokens, each once, with commas or spaces between. Raises InputError."""
    found = tuple(dict.fromkeys(re.findall(r"[^\s,]+", text)))
    if len(found) > MAX_SPECIALS:
        raise InputError(
            _("There are {n_found} special tokens: type at most {max_specials}.").format(
                n_found=len(found), max_specials=MAX_SPECIALS
            )
        )
    for token in found:
        if len(token) > 12:
            raise InputError(
                _("{token} is too long for a special token: type at most 12 characters.").format(token=shortened(token))
            )
    return found


def table_of(setup: WordsState, words: int, rows: Array) -> Array:
    """(V, D), drawn like torch's nn.Embedding from N(0, 1); at seed 0 with the preset's own rows over it."""
    drawn = np.random.default_rng(setup.seed).standard_normal((words, setup.size))
    return overlaid(drawn, rows) if setup.seed == 0 and rows.size else drawn


def changed(setup: WordsState, **values: Any) -> WordsState:
    """The setup with other values; what is pointed at goes back to the first where the tokens are others."""
    new = replace(setup, **values)
    return new if {"at", "column"} & set(values) or new.text == setup.text else replace(new, at=1)
