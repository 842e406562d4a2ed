"""The table of an embedding as a Streamlit component: tokens picked out of it, how its rows move, what it costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from rnnviz.core import Array
from rnnviz.core.losses import one_hot
from rnnviz.core.text import Cost, cost
from rnnviz.core.typed import grouped
from rnnviz.lessons.words import Encoded, TokenLine
from rnnviz.lessons.words.embedding import TableProblem, TableStep
from rnnviz.stage.drawn import COLOURS, drawn
from rnnviz.texts import _

VOCABULARIES = {8: _("the slides"), 57: _("letters"), 20_000: "IMDB", 30_000: _("a dictionary")}


def words_payload(encoded: Encoded, at: int, column: int) -> dict[str, Any]:
    """at, column: the token and the entry that the link points at, from 1."""
    return {
        "at": at - 1,
        "column": column - 1,
        "vocabulary": list(encoded.vocabulary.tokens),
        "table": encoded.table.tolist(),
        "lines": [line_payload(line, encoded.table) for line in encoded.lines],
        "costs": costs(encoded),
    }


def costs(found: Encoded) -> list[dict[str, str]]:
    """What the tokens cost with this vocabulary, and with those of the slides."""
    tokens, size, own = found.tokens, found.table.shape[1], len(found.vocabulary)
    sizes = {own: _("this one")} | {words: name for words, name in VOCABULARIES.items() if words != own}
    return [row(cost(tokens, words, size), name) for words, name in sizes.items()]


def row(found: Cost, name: str) -> dict[str, str]:
    numbers = {"words": found.vocabulary, "one_hot": found.one_hot, "embedded": found.embedded, "table": found.table}
    return {"name": name} | {key: grouped(value) for key, value in numbers.items()}


def line_payload(line: TokenLine, table: Array) -> dict[str, Any]:
    """A line's tokens and ids, and its product of one-hot rows and table, by which the browser checks its look-up."""
    return {
        "tokens": list(line.tokens),
        "ids": list(line.ids),
        "unknown": sorted(line.unknown),
        "padding": sorted(line.padding),
        "product": (one_hot(np.array(line.ids), len(table)) @ table).tolist(),
    }


def embedding_payload(
    step: TableStep,
    problem: TableProblem,
    names: Sequence[str],
    why: Sequence[str],
    printed: Array | None,
    spot: tuple[int, int],
) -> dict[str, Any]:
    """The step to come. why: a sentence for each row; spot: the row and the entry pointed at, from 1."""
    padding = problem.padding_idx
    arrays = {
        "before": step.before,
        "gradient": step.read.gradient,
        "change": step.moved if step.holds else np.zeros_like(step.before),
        "after": step.after if step.holds else step.before,
        "mean": step.mean,
        "square": step.square,
    }
    return {name: np.nan_to_num(array).tolist() for name, array in arrays.items()} | {
        "at": spot[0] - 1,
        "column": spot[1] - 1,
        "names": list(names),
        "why": list(why),
        "counts": step.read.counts.tolist(),
        "ids": step.read.ids.ravel().tolist(),
        "parts": np.nan_to_num(step.read.d_rows.reshape(-1, step.before.shape[1])).tolist(),
        "padding": -1 if padding is None else padding,
        "optimiser": step.rule.optimiser,
        "lr": step.rule.lr,
        "number": step.number,
        "printed": printed.tolist() if printed is not None else [],
    }


# Room from the start, so that nothing jumps when the script has come.
HTML = '<div class="stage words" style="min-height: {height}px"></div>'
VIEWS = {"words": 420, "embedding": 400}

_draw = {
    view: drawn(f"word_table_{view}", HTML.format(height=height), "words/table.js") for view, height in VIEWS.items()
}


def word_table(key: str, view: str, data: Mapping[str, Any]) -> None:
    """Draw it. view: a key of VIEWS; data: of `words_payload` or `embedding_payload`."""
    _draw[view](key, {"view": view} | dict(data), COLOURS)
