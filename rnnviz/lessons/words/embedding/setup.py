"""What is looked at on the embedding page, as one immutable value: a sentence, a loss, and the steps taken."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np

from rnnviz.core import Array
from rnnviz.core.course import Rule
from rnnviz.core.optim import OPTIMISERS
from rnnviz.core.typed import InputError, counted, parse_rows, shortened
from rnnviz.lessons import words
from rnnviz.lessons.words.embedding.course import TableCourse, taken
from rnnviz.lessons.words.embedding.problem import CLASSES, LOSSES, TableProblem
from rnnviz.lessons.words.presets import AFTER, BEFORE
from rnnviz.lessons.words.setup import LENGTH, MAX_ROWS, MAX_SIZE, MAX_TYPED
from rnnviz.state import codec
from rnnviz.state.course import MAX_RATE
from rnnviz.state.fields import Among, Maybe, Real, Steps, Typed, Whole, declared
from rnnviz.texts import _

NO_PADDING = -1
TURNS: dict[str, str] = {"all": _("all lines at once"), "turn": _("a line at a time")}
SENTENCE = (0, 4, 7, 2, 1)  # “We are learning AI”, padded
RATE = Real(0.0, MAX_RATE)
ANEW = {"text", "length", "loss", "target", "padding", "turn"}  # with another of these the learning begins again


@dataclass(frozen=True)
class EmbeddingState:
    """A sentence with the vocabulary and the table of a preset of the words page, and how its table learns.

    target: classes from 1, one for each line, or the entries of a target vector; padding: the padding_idx, NO_PADDING
    for none; turn: a key of TURNS; taken: the rules of the steps that were taken. at, column: the entry that is pointed
    at, from 1.
    """

    preset: str = "slides"
    text: str = declared(Typed(MAX_TYPED), "We are learning AI")
    length: int = declared(LENGTH, 5)
    loss: str = declared(Among(LOSSES), "flat")
    target: str = declared(Typed(200), "1")
    optimiser: str = declared(Among(OPTIMISERS), "sgd")
    lr: float = declared(RATE, 0.001)
    padding: int = declared(Maybe(Whole(0, MAX_ROWS), NO_PADDING), NO_PADDING)
    turn: str = declared(Among(TURNS), "all")
    taken: tuple[Rule, ...] = declared(Steps(), ())
    at: int = declared(Whole(1, MAX_ROWS), 1)
    column: int = declared(Whole(1, MAX_SIZE), 1)

    @property
    def rule(self) -> Rule:
        """Of the step to come."""
        return Rule(self.optimiser, self.lr)


@dataclass(frozen=True)
class EmbeddingPreset(codec.Preset[EmbeddingState]):
    """words: the preset of the words page whose vocabulary and table it has; printed: what the slides print after one
    step, or None; free: what may differ from the setup while `look_for` is true all the same."""

    words: str = "slides"
    printed: Array | None = field(default=None, compare=False)
    free: frozenset[str] = frozenset()


PRESETS: dict[str, EmbeddingPreset] = {
    "slides": EmbeddingPreset(
        _("The slides' table"),
        _("Which optimiser, and which learning rate, make the table that the slides print after one update?"),
        EmbeddingState(),
        printed=AFTER,
        free=frozenset({"loss", "target", "optimiser", "lr", "padding"}),
    ),
    "twice": EmbeddingPreset(
        _("A word read twice"),
        _("Row 7 is read twice. The two gradients add up, so it moves twice as far as if it were read once."),
        EmbeddingState("twice", "Learning is learning", 0, "target", "0, 0, 0, 0", "sgd", 0.1),
    ),
    "padding": EmbeddingPreset(
        _("Padding that learns"),
        _("[pad] has no meaning, but row 1 moves most: it is read four times. Set the padding_idx to 1: it stays."),
        EmbeddingState("padding", "learning", 5, "target", "0, 0, 0, 0", "sgd", 0.1),
    ),
    "memory": EmbeddingPreset(
        _("Adam remembers"),
        _(
            "The first step reads “I am happy”, the second reads “I am sad”. The second does not read “happy”, but "
            "with Adam its row still moves."
        ),
        EmbeddingState("memory", "I am happy\nI am sad", 0, "mean", "1, 2", "adam", 0.1, turn="turn"),
        words="happy",
        free=frozenset({"taken"}),
    ),
}


def holds(setup: EmbeddingState) -> bool:
    """Whether the preset's `look_for` is true of the setup: nothing that it speaks of was changed."""
    preset = PRESETS[setup.preset]
    same = {f.name for f in fields(EmbeddingState)} - preset.free - {"at", "column"}
    one_rule = all(rule.optimiser == setup.optimiser for rule in setup.taken)
    return one_rule and all(getattr(setup, name) == getattr(preset.setup, name) for name in same)


def encoded(setup: EmbeddingState) -> words.Encoded:
    """The lines and the table before any step. Raises InputError."""
    base = words.PRESETS[PRESETS[setup.preset].words].setup
    return words.encoded(replace(base, text=setup.text, length=setup.length))


def problem(setup: EmbeddingState) -> TableProblem:
    """What learns. Raises InputError if the text, the target or the padding_idx cannot be used."""
    found = encoded(setup)
    ids = np.array([line.ids for line in found.lines], dtype=np.int64)
    if not NO_PADDING <= setup.padding < len(found.table):
        raise InputError(
            _("There is no row {padding}: choose a padding_idx from 0 to {n_table}.").format(
                padding=setup.padding, n_table=len(found.table) - 1
            )
        )
    padding = None if setup.padding == NO_PADDING else setup.padding
    target = target_of(setup, len(ids), found.table.shape[1])
    weight = read_out(setup.loss, ids.shape[1], found.table.shape[1])
    return TableProblem(found.table, ids, setup.loss, target, weight, padding)


def target_of(setup: EmbeddingState, lines: int, size: int) -> Array:
    """Classes (N,) from 0, or numbers (D,). Raises InputError."""
    numbers = [number for row in parse_rows(setup.target) for number in row]
    if LOSSES[setup.loss].classes:
        if len(numbers) != lines:
            raise InputError(
                _("Type one class for each line, here {lines}: there are {n_numbers}.").format(
                    lines=lines, n_numbers=len(numbers)
                )
            )
        if not set(numbers) <= set(range(1, CLASSES + 1)):
            raise InputError(_("There is no such class: type 1 or {classes}.").format(classes=CLASSES))
        return np.array(numbers) - 1.0
    if len(numbers) != size:
        raise InputError(
            _("The target is a vector: type {size}, with commas between.").format(
                size=counted(size, "{n} number", "{n} numbers")
            )
        )
    if max(map(abs, numbers)) > 100:
        raise InputError(
            _("{target} is too big: type numbers from -100 to 100.").format(target=shortened(setup.target))
        )
    return np.array(numbers)


def usual_target(setup: EmbeddingState) -> str:
    """Classes 1, 2, 1, … or the zero vector."""
    found = encoded(setup)
    classes = [1 + line % CLASSES for line in range(len(found.lines))]
    return ", ".join(map(str, classes if LOSSES[setup.loss].classes else [0] * found.table.shape[1]))


def read_out(loss: str, places: int, size: int) -> Array:
    """The linear layer's weights (C, D) or (C, T D), drawn once and for all: the two classes pull opposite ways."""
    drawn = np.random.default_rng(0).uniform(0.05, 0.6, (CLASSES, places if loss == "flat" else 1, size))
    signs = printed_signs(places, size) if loss == "flat" else (-1.0) ** np.arange(size)
    drawn *= signs * np.array([-1.0, 1.0])[:, None, None]
    return drawn.reshape(CLASSES, -1)


def printed_signs(places: int, size: int) -> Array:
    """The signs (T, D) of the gradient with which the slides' table moves the way that the slides print.

    The slides show neither the layers behind the table nor the loss. The signs of the change are all that can be read
    off the print: every entry moves by the same 0.001, which says nothing of how large its gradient was.
    """
    printed = np.sign(BEFORE - AFTER)[list(SENTENCE)]
    signs: Array = printed[np.arange(places) % len(printed)][:, :size]
    return signs


def course(setup: EmbeddingState) -> TableCourse:
    """The steps that were taken. Raises InputError."""
    return taken(problem(setup), setup.turn == "turn", setup.taken)


def changed(setup: EmbeddingState, **values: Any) -> EmbeddingState:
    """The setup with other values; with another task the learning begins again."""
    new = replace(setup, **values)
    return replace(new, taken=()) if ANEW & set(values) else new


def checked(setup: EmbeddingState) -> EmbeddingState:
    """The setup, if something can be learned from it. Raises InputError."""
    problem(setup)
    return setup


def edited(setup: EmbeddingState, **values: Any) -> EmbeddingState:
    """The setup with other values, and the usual targets where its own fit no more. Raises InputError as `problem`."""
    new = changed(setup, **values)
    if {"text", "loss", "length"} & set(values) and fits_no_more(new, setup):
        new = changed(new, target=usual_target(new))
    return checked(new)


def fits_no_more(new: EmbeddingState, old: EmbeddingState) -> bool:
    """Whether other targets are needed: other lines, or numbers instead of classes."""
    kinds = {LOSSES[each.loss].classes for each in (new, old)}
    return len(kinds) == 2 or (LOSSES[new.loss].classes and len(encoded(new).lines) != len(encoded(old).lines))


CODEC = codec.Codec(
    EmbeddingState, {key: preset.setup for key, preset in PRESETS.items()}, "preset", check=checked, changed=edited
)
