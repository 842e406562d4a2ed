"""Every page in a language that is none: each marked text stands in brackets, and what does not is no text of ours."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rnnviz.learn.data.names import LANGUAGES
from tests.pseudo import NAME, make, outside

ROOT = Path(__file__).resolve().parents[2]
LINKS = {
    "home": "", "class": "", "rnn": "", "lstm": "slip=a", "gru": "", "mingru": "", "construction": "", "kinds": "",
    "stacks": "", "directions": "", "images": "", "words": "", "embedding": "", "update": "",
    "gradient": ("view=sweep", "view=sum", "view=slides"),
    "sequences": ("view=order", "view=shape", "view=split"),
    "vanishing": ("view=radius", "view=remedies", "view=cells"),
    "map": ("", "panel=truth", "panel=training", "points=states"),
    "train": ("", "view=back", "view=use", "view=runs", "view=honest", "view=slow", "task=weather", "task=sentiment",
              "task=noise", "task=characters"),
    "inside": ("", "view=knows", "view=experiment", "view=needed", "view=inputs", "view=memory", "view=found",
               "view=same", "view=stage", "view=places"),
}  # fmt: skip
"""The pages and their views. The leads and the glossary are files of a language of their own: they are hidden."""
SHOWN = {
    "title", "text", "look_for", "why", "alt", "name", "hovertemplate", "note", "notes", "label", "short", "meaning",
    "said",
}  # fmt: skip
"""The keys of a payload whose values are read, of charts and of stages."""
IDENTIFIERS = {
    "RNN", "LSTM", "GRU", "PCA", "UMAP", "SNE", "CPU", "IMDB", "MSE", "MAE", "ReLU", "relu", "tanh", "identity", "Adam",
    "SGD", "adam", "adamw", "rmsprop", "sgd", "cosine", "euclidean", "autograd", "torch", "dropout", "bias",
    "bidirectional", "lag", "ahead", "len", "True", "UNK", "pad", "skip", "gram", "max", "Embedding", "Linear",
    "green", "red", "layer", "head", "embedding", "slip", "rnn", "epoch", "untrained",
}  # fmt: skip
"""Names of the field and of PyTorch, the same in any language; and those of layers and epochs that a kept run has."""
DATA = {*LANGUAGES, "Finnish", "person", "company", "other", "good", "bad", "not", "general", "major", "standard",
        "common", "prime", "royal", "psychology", "behaviour", "mind", "the", "are", "learning", "piano", "athens",
        "boat", "monday", "horse", "moscow", "after", "something", "freundschaft", "coraz", "yst", "Lukashenko",
        "study", "manufacturers", "fans", "beh", "zaid", "top", "most", "commander"}  # fmt: skip
"""What the data of the pages hold: classes, words of the sentences on the screen, names."""
KEPT = re.compile(r"^Data\\: |Finished\\: |Trained here on|^“|^\*\*(negative|positive)\*\*: “|Abadi|^\\")
"""What the log of a run that came along says, texts of the data, a formula without its signs."""
HOURS = re.compile(r"^\d\d Apr \d\d:00$")
PARTS = re.compile(
    r"\$\$.*?\$\$|\$[^$]*\$|`[^`]*`|:material/\w+:|:\w+\[|<[^<>]*>|%?\{[^{}]*\}|\\\w+|\w*_\w*|\]\([^)]*\)", re.DOTALL
)
"""Formulas, code, icons, colours, marks, links; and names with an underscore."""
WORD = re.compile(r"[A-Za-z]{3,}")


def unmarked(where: str, text: str) -> list[str]:
    """The words that stand in no bracket and are neither names of the field nor data."""
    if "{" in where or KEPT.search(text) or HOURS.match(text) or not shown(where):
        return []
    return [
        word
        for word in WORD.findall(PARTS.sub(" ", outside(text).replace("\\_", "_")))
        if word not in IDENTIFIERS | DATA
    ]


def shown(where: str) -> bool:
    """Whether this place of a page is read: any of a widget, and those of a payload that are no keys and no data."""
    element, _, path = where.partition(" ")
    if element.partition(".")[0] not in ("bidi_component", "plotly_chart"):
        return True
    apart = ("equations", "geometry", "cells", ".labels", "template", "latex", ".shapes", "tokens")
    return path.rpartition(".")[2] in SHOWN and not any(part in path for part in apart) and path != ".name"


def links() -> Iterator[str]:
    for page, queries in LINKS.items():
        for query in (queries,) if isinstance(queries, str) else queries:
            yield f"{page}?{'&'.join(filter(None, ('lead=off', query)))}"


def test_every_text_of_every_page_is_marked(tmp_path: Path) -> None:
    asked = os.environ | {"RNNVIZ_LANGUAGE": NAME, "RNNVIZ_TEXTS": str(make(tmp_path))}
    command = [sys.executable, "tests/pseudo_pages.py", *links()]
    done = subprocess.run(command, cwd=ROOT, env=asked, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert sum("⟦" in text for _, _, text in found) > 2000
    left = {(page, where, text): words for page, where, text in found if (words := unmarked(where, text))}
    assert left == {}


@pytest.mark.parametrize(
    ("where", "text", "words"),
    [
        ("markdown.body", "⟦rows ⟧3, 4⟦ move⟧", []),
        ("markdown.body", "⟦the loss ⟧falls⟦, **⟧0.1⟦**⟧", ["falls"]),
        ("selectbox.options", "Latch", ["Latch"]),
        ("markdown.body", "| RNN | `h_n` | $W_{hh}$ | weight_ih |", []),
        ("bidi_component.json .table.preset", "latch", []),
        ("bidi_component.json .title", "Latch", ["Latch"]),
    ],
)
def test_a_word_outside_of_the_brackets_is_seen(where, text, words):
    assert unmarked(where, text) == words
