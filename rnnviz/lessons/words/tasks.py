"""The truths and the checks of the lead, each of the tokens and the table on the screen."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl

import numpy as np

from rnnviz.core import Array
from rnnviz.core.cells import CELLS
from rnnviz.core.text import cost
from rnnviz.lead.answers import Answer
from rnnviz.lead.tasks import Check, Measured, Tasks
from rnnviz.lessons.words import CODEC, PRESETS, Encoded, WordsState, encoded

SENTENCE = PRESETS["slides"].setup.text


def read(link: str) -> tuple[WordsState, int]:
    return CODEC.read(dict(parse_qsl(link))), 0


def id_of(state: WordsState, t: int, word: str) -> Answer:
    """What becomes of a word of the sentence."""
    vocabulary = encoded(state).vocabulary
    given = vocabulary.ids([word])[0]
    return Answer("unknown" if given == vocabulary.unknown else "last" if given == len(vocabulary) - 1 else "own")


def all_fit(state: WordsState, t: int) -> Answer:
    found = encoded(state)
    return Answer("yes" if found.distinct <= len(found.vocabulary) - found.vocabulary.specials else "no")


def one_hot(state: WordsState, t: int) -> Answer:
    """How many numbers the one-hot rows of all tokens are."""
    found = encoded(state)
    size = cost(found.tokens, len(found.vocabulary), found.table.shape[1])
    others = {"embedded": size.embedded, "table": size.table, "sum": found.tokens + size.vocabulary}
    return Answer(
        float(size.one_hot), {name: float(value) for name, value in (others | {"ones": found.tokens}).items()}
    )


def by_size(state: WordsState, t: int) -> Answer:
    """The one-hot rows of the tokens, their rows of the table, and the whole table: the fewest numbers first."""
    found = encoded(state)
    size = cost(found.tokens, len(found.vocabulary), found.table.shape[1])
    count = {"embedded": size.embedded, "table": size.table, "one_hot": size.one_hot}
    truth = tuple(sorted(count, key=lambda name: count[name]))
    others = {name: tuple(one for one in truth if one != name) for name in truth}
    mistakes = {"table_most": (*others["table"], "table"), "one_hot_least": ("one_hot", *others["one_hot"])}
    return Answer(truth, {"reversed": truth[::-1]} | mistakes)


def row_length(state: WordsState, t: int) -> Answer:
    found = encoded(state)
    return Answer(float(len(hot(found))), {"tokens": float(found.tokens), "size": float(found.table.shape[1])})


def hot(found: Encoded) -> Array:
    """(V,) the one-hot row of the first token."""
    row: Array = np.eye(len(found.table))[found.lines[0].ids[0]]
    return row


def not_zero(state: WordsState, t: int) -> Answer:
    """Of the products of a one-hot row and the table."""
    found = encoded(state)
    products = hot(found)[:, None] * found.table
    mistakes = {"all": float(products.size), "row": float(len(products)), "one": float(hot(found).sum())}
    return Answer(float(np.count_nonzero(products)), mistakes)


def kept_rows(state: WordsState, t: int) -> Answer:
    row = hot(encoded(state))
    return Answer(float(row.sum()), {"all": float(row.size), "zeros": float(row.size - row.sum())})


def far_apart(state: WordsState, t: int) -> Answer:
    """Whether all pairs of different one-hot rows are as far from each other."""
    rows = np.eye(len(encoded(state).table))
    apart = np.linalg.norm(rows[:, None] - rows, axis=-1)[~np.eye(len(rows), dtype=bool)]
    return Answer("same" if np.allclose(apart, apart[0]) else "alike")


def more_weights(state: WordsState, t: int, more: int) -> Answer:
    """Of an RNN of so many units that reads the rows: no weight belongs to a time step."""
    inputs, units = encoded(state).table.shape[1], state.units
    shapes = CELLS["rnn"].shapes(inputs, units)
    each = sum(int(np.prod(shape)) for shape in shapes.values())
    return Answer(0.0, {"a step": float(more), "all again": float(more * each)})


def all_known(state: WordsState, t: int) -> bool | Measured:
    """Every word of the slides' sentence has a row of its own."""
    unknown = sum(len(line.unknown) for line in encoded(state).lines)
    lacks = "" if state.text == SENTENCE else "sentence"
    return Measured(unknown, 0, not unknown and not lacks, lacks)


def unknowns(state: WordsState, t: int, least: int) -> Measured:
    """A sentence has so many unknown words."""
    found = max((len(line.unknown) for line in encoded(state).lines), default=0)
    return Measured(found, least, found >= least)


TRUTHS: dict[str, Callable[..., Answer]] = {
    "id_of": id_of, "all_fit": all_fit, "one_hot": one_hot, "by_size": by_size, "row_length": row_length,
    "not_zero": not_zero, "kept_rows": kept_rows, "far_apart": far_apart, "more_weights": more_weights,
}  # fmt: skip
CHECKS: dict[str, Check] = {"all_known": all_known, "unknowns": unknowns}


TASKS: Tasks[WordsState] = Tasks(read, TRUTHS, CHECKS)
