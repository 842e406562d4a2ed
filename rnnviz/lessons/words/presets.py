"""Ready-made setups of the words page: the slides' own first. Every `look_for` is a claim that a test runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from rnnviz.core import Array
from rnnviz.lessons.words.setup import MAX_ROWS, Encoded, WordsState, changed, encode
from rnnviz.state import codec
from rnnviz.texts import _

NO_ROWS = np.zeros((0, 0))

# Slides 001, "be updated": the table as it was, and after one update.
BEFORE = np.array(
    [
        [-0.1882, 0.5530, 1.6267, 0.7013],
        [1.7840, -0.8278, -0.2701, 1.3586],
        [1.0281, -1.9094, 0.3182, 0.4211],
        [-1.3083, -0.0987, 0.7647, -0.3680],
        [0.2293, 1.3255, 0.1318, 2.0501],
        [0.4058, -0.6624, -0.8745, 0.7203],
        [0.5582, 0.0786, -0.6817, 0.6902],
        [0.4309, -1.3067, -0.8823, 1.5977],
    ]
)
AFTER = np.array(
    [
        [-0.1872, 0.5540, 1.6277, 0.7023],
        [1.7830, -0.8268, -0.2711, 1.3576],
        [1.0291, -1.9084, 0.3192, 0.4201],
        [-1.3083, -0.0987, 0.7647, -0.3680],
        [0.2303, 1.3245, 0.1308, 2.0511],
        [0.4058, -0.6624, -0.8745, 0.7203],
        [0.5582, 0.0786, -0.6817, 0.6902],
        [0.4299, -1.3077, -0.8833, 1.5967],
    ]
)
# Slides 003, "Example of Word Embeddings"; its "[0.3, 1, 1]" and "[1, 2, 0.2]" are decimal points that became commas.
HAPPY = np.array([[0.5, 1.3], [0.3, 1.1], [1.2, 0.2], [0.9, 1.7]])
REVIEWS = """The film is good, and the music is good.
The film is bad, and the end is bad.
A good film with a bad end!
The music is loud."""


@dataclass(frozen=True, eq=False)
class WordsPreset(codec.Preset[WordsState]):
    """rows: of the table at seed 0."""

    rows: Array = field(default_factory=lambda: NO_ROWS)


PRESETS: dict[str, WordsPreset] = {
    "slides": WordsPreset(
        _("We are learning AI"),
        _(
            "Only “ai” occurs twice; the others are sorted. “we” is last and does not fit into "
            "8 rows: it becomes [UNK]."
        ),
        WordsState(),
        BEFORE,
    ),
    "happy": WordsPreset(
        _("I am happy, I am sad"),
        _("Embedding(4, 2): the two sentences differ in one id, 2 or 3, and so in one row."),
        WordsState(
            preset="happy",
            text="I am happy\nI am sad",
            corpus="I am happy\nI am sad",
            max_size=4,
            specials="",
            order="appearance",
            length=0,
            size=2,
        ),
        HAPPY,
    ),
    "letters": WordsPreset(
        _("Mar, letter by letter"),
        _("Three letters out of 57: as one-hot rows 3 × 1 × 57 numbers, of which three are 1."),
        WordsState(preset="letters", unit="letters", text="Mar", corpus="", max_size=57, specials="", length=0),
    ),
    "reviews": WordsPreset(
        _("Words that come often enough"),
        _("“loud” occurs once, and min_freq is 2: it becomes <unk>. “terrible” never occurs: it becomes <unk>, too."),
        WordsState(
            preset="reviews",
            text="A loud film with a terrible end",
            corpus=REVIEWS,
            min_freq=2,
            max_size=MAX_ROWS,
            specials="<pad>, <s>, <unk>",
            length=10,
        ),
    ),
}


def encoded(setup: WordsState) -> Encoded:
    """What follows from a setup, its preset's rows included. Raises InputError."""
    return encode(setup, PRESETS[setup.preset].rows)


def checked(setup: WordsState) -> WordsState:
    """The setup, if there is something to see in it. Raises InputError."""
    encoded(setup)
    return setup


def edited(setup: WordsState, **values: Any) -> WordsState:
    """The setup with other values. Raises InputError where there would be nothing to see."""
    return checked(changed(setup, **values))


CODEC = codec.Codec(
    WordsState, {key: preset.setup for key, preset in PRESETS.items()}, "preset", check=checked, changed=edited
)
