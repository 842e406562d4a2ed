"""The kinds of recurrent net (S2, S4), each with a small trained net, unrolled over an input: every state is the net's.

One-to-one, one-to-many, many-to-one, many-to-many in step, and encoder–decoder.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.activations import softmax
from rnnviz.core.cells import run
from rnnviz.core.small import dates, digits, language, sentences
from rnnviz.core.small.store import SmallNet, net
from rnnviz.texts import _, marked

MOST = 16  # steps after which a net that does not end is stopped
PARITY = ("even", "odd")


@dataclass(frozen=True, eq=False)
class Column:
    """One time step. part: "net", "encoder" or "decoder"; x: what it reads, None for nothing; fed: x is what the step
    before said; h (H,): its state; p (O,): what it says, None where it is not asked, and `said` the likeliest of it.
    """

    part: str
    x: str | None
    fed: bool
    h: Array
    p: Array | None = None
    said: str | None = None


@dataclass(frozen=True, eq=False)
class Unrolled:
    """The columns in their order; classes (O): what p stands for; picture (8, 8) where the first x is one."""

    columns: tuple[Column, ...]
    classes: tuple[str, ...]
    picture: Array | None = None

    @property
    def answer(self) -> tuple[str, ...]:
        """All that was said."""
        return tuple(column.said for column in self.columns if column.said is not None)


def step(model: SmallNet, x: Array, h: Array) -> Array:
    """The next state (H,) of a net that reads x (I,)."""
    after: Array = run(model.cell, x[None], model.weights, h).h[0]
    return after


def read_out(model: SmallNet, h: Array) -> Array:
    if model.head is None:
        raise ValueError("an encoder says nothing")
    return softmax(model.head.weight @ h + model.head.bias)


def zeros(model: SmallNet) -> Array:
    return np.zeros(model.weights.hidden_size)


def one_to_one(picture: Array) -> Unrolled:
    """A picture (8, 8), 0 to 16 → odd or even: a single step, nothing recurs."""
    model = net("odd")
    h = step(model, digits.pixels(picture), zeros(model))
    p = read_out(model, h)
    return Unrolled((Column("net", "picture", False, h, p, PARITY[int(p.argmax())]),), PARITY, picture)


def one_to_many(picture: Array) -> Unrolled:
    """A picture (8, 8), 0 to 16 → the digit's name: the picture is read once, then each letter that was said."""
    model, letters = net("name"), digits.LETTERS
    first = np.concatenate([digits.pixels(picture), np.zeros(len(letters))])
    columns = spoken(model, first, zeros(model), letters, digits.END, "net", digits.SIDE**2)
    opening = Column("net", "picture", False, columns[0].h, columns[0].p, columns[0].said)
    return Unrolled((opening, *columns[1:]), letters, picture)


def spoken(
    model: SmallNet, first: Array, h: Array, symbols: Sequence[str], end: str, part: str, before: int = 0
) -> tuple[Column, ...]:
    """Steps that are each fed with what the one before said, `before` zeros in front of it, until `end` is said."""
    columns: list[Column] = []
    x, fed = first, ""
    for _step in range(MOST):
        h = step(model, x, h)
        p = read_out(model, h)
        said = symbols[int(p.argmax())]
        columns.append(Column(part, fed or None, bool(fed), h, p, said))
        if said == end:
            break
        x, fed = np.concatenate([np.zeros(before), one_hot(said, symbols)]), said
    return tuple(columns)


def many_to_one(text: str) -> Unrolled:
    """A word → its language, asked for after the last letter. Raises InputError."""
    model, word = net("word"), language.spelled(text)
    columns = list(listened(model, word, language.LETTERS, "net"))
    last = columns[-1]
    p = read_out(model, last.h)
    columns[-1] = Column("net", last.x, False, last.h, p, language.LANGUAGES[int(p.argmax())])
    return Unrolled(tuple(columns), language.LANGUAGES)


def many_to_many(text: str) -> Unrolled:
    """A sentence → a tag for every word, as it is read. Raises InputError."""
    model = net("tags")
    columns = []
    for heard in listened(model, sentences.read(text), sentences.WORDS, "net"):
        p = read_out(model, heard.h)
        columns.append(Column("net", heard.x, False, heard.h, p, sentences.TAGS[int(p.argmax())]))
    return Unrolled(tuple(columns), sentences.TAGS)


def encoder_decoder(text: str) -> Unrolled:
    """A date → the same one as a file is named: all is read before a word is said. Raises InputError."""
    heard = listened(net("date.encoder"), dates.written(dates.read(text)), dates.READS, "encoder")
    model = net("date.decoder")
    told = spoken(model, np.zeros(len(dates.SAYS)), heard[-1].h, dates.SAYS, dates.END, "decoder")
    return Unrolled((*heard, *told), dates.SAYS)


def listened(model: SmallNet, pieces: Sequence[str], symbols: Sequence[str], part: str) -> tuple[Column, ...]:
    """Steps that read and say nothing."""
    columns, h = [], zeros(model)
    for piece in pieces:
        h = step(model, one_hot(piece, symbols), h)
        columns.append(Column(part, piece, False, h))
    return tuple(columns)


def one_hot(symbol: str, symbols: Sequence[str]) -> Array:
    row = np.zeros(len(symbols))
    row[list(symbols).index(symbol)] = 1.0
    return row


@dataclass(frozen=True)
class NetKind:
    """A kind as the menu has it: what it is asked for here, the slides' examples, its nets, and how much it reads and
    says at T steps (`reads`, `says`: of T, how many).
    """

    title: str
    task: str
    known: str
    nets: tuple[str, ...]
    takes: str
    usual: str
    examples: tuple[str, ...]
    reads: Callable[[int], int]
    says: Callable[[int], int]
    of_text: Callable[[str], Unrolled] | None = None
    of_picture: Callable[[Array], Unrolled] | None = None
    metric: str = "right"


def once(steps: int) -> int:
    return 1


def always(steps: int) -> int:
    return steps


KINDS: dict[str, NetKind] = {
    "one-to-one": NetKind(
        _("One to one"), _("a digit → odd or even"), _("a plain net: nothing recurs"), ("odd",),
        marked("picture"), "", (),
        once, once, of_picture=one_to_one, metric=_("of the pictures right"),
    ),
    "one-to-many": NetKind(
        _("One to many"), _("a digit → its name"), _("captions of images, music of a genre"), ("name",),
        "picture", "", (), once, always, of_picture=one_to_many, metric=_("of the names right in every letter"),
    ),
    "many-to-one": NetKind(
        _("Many to one"), _("a word → its language"), _("sentiment, the speaker of a sentence"), ("word",),
        marked("word"), "something", ("something", "freundschaft", "corazón", "ystävä"), always, once,
        of_text=many_to_one, metric=_("of the words right; guessing would be 25%"),
    ),
    "many-to-many": NetKind(
        _("Many to many"), _("a sentence → a tag for every word"), _("named entities, speech recognition"), ("tags",),
        marked("sentence"),
        "i can book a walk", ("i can book a walk", "the old man will play the can", "we walk a dog near the river"),
        always, always, of_text=many_to_many, metric=_("of the sentences right in every tag"),
    ),
    "encoder-decoder": NetKind(
        _("Encoder–decoder"), _("a date in words → the form 2026-03-07"), _("translation"),
        ("date.encoder", "date.decoder"),
        marked("date"), "7 mar 2026", ("7 mar 2026", "24 dec 1999", "29 feb 2024"), always, always,
        of_text=encoder_decoder, metric=_("of the dates right in every character"),
    ),
}  # fmt: skip


def parameters(kind: str) -> int:
    """How many numbers the kind's nets have: T is not asked for."""
    return sum(net(name).parameters for name in KINDS[kind].nets)


def fixed_window(kind: str, steps: int) -> int:
    """The parameters of a net without recurrence that takes all T steps at once and gives all outputs at once.

    One hidden layer as wide as the kind's state, its inputs and outputs side by side.
    """
    first, last = net(KINDS[kind].nets[0]), net(KINDS[kind].nets[-1])
    if last.head is None:
        raise ValueError(f"{kind} says nothing")
    hidden = last.weights.hidden_size
    reads = KINDS[kind].reads(steps) * (digits.SIDE**2 if KINDS[kind].takes == "picture" else first.weights.input_size)
    says = KINDS[kind].says(steps) * len(last.head.bias)
    return hidden * (reads + 1) + says * (hidden + 1)
