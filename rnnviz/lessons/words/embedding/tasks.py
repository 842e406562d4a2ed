"""The truths and the checks of the lead, each of the step that the table on the screen would take."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl

import numpy as np

from rnnviz.lead.answers import Answer
from rnnviz.lead.tasks import Check, Measured, Tasks
from rnnviz.lessons import words
from rnnviz.lessons.words.embedding import (
    CODEC,
    PRESETS,
    EmbeddingState,
    TableStep,
    course,
    encoded,
    next_step,
    problem,
)
from rnnviz.lessons.words.embedding.problem import read as looked_up
from rnnviz.lessons.words.embedding.why import moved_rows, printed_entries


def read(link: str) -> tuple[EmbeddingState, int]:
    return CODEC.read(dict(parse_qsl(link))), 0


def step_of(state: EmbeddingState) -> TableStep:
    return next_step(course(state), state.rule)


def moving(state: EmbeddingState, t: int) -> Answer:
    """Which rows the step moves."""
    step, tokens = step_of(state), encoded(state).vocabulary
    rows = set(moved_rows(step))
    read = set(np.flatnonzero(step.read.counts).tolist())
    named = {"read": read, "all": set(range(len(tokens))), "words": {row for row in read if row >= tokens.specials}}
    return Answer(next((name for name, these in named.items() if these == rows), "other"))


def unread_gradient(state: EmbeddingState, t: int) -> Answer:
    found = looked_up(problem(state))
    return Answer("other" if found.gradient[found.counts == 0].any() else "zero")


def first_step(state: EmbeddingState, t: int) -> Answer:
    """How far the first entry of row 0 moves; and how far by SGD, or by mistakes with the rate."""
    step = step_of(state)
    gradient, rate = abs(float(step.read.gradient[0, 0])), state.lr
    moved = float(np.round(abs(step.moved[0, 0]), 9))
    return Answer(moved, {"sgd": gradient * rate, "gradient": gradient, "double": 2 * rate})


def sign_of(state: EmbeddingState, t: int, number: float) -> Answer:
    return Answer(number / abs(number), {"itself": number, "square": number * number})


def times_once(state: EmbeddingState, t: int, row: int) -> Answer:
    """How many times as far the row moves as by one of its places."""
    step = step_of(state)
    line, place = np.argwhere(step.read.ids == row)[0]
    once = np.linalg.norm(step.read.d_rows[line, place]) * state.lr
    times = float(np.round(np.linalg.norm(step.moved[row]) / once, 9))
    return Answer(times, {"once": 1.0, "square": times**2})


def sum_of(state: EmbeddingState, t: int, numbers: list[float]) -> Answer:
    first = numbers[0]
    return Answer(float(np.sum(numbers)), {"one": first, "product": float(np.prod(numbers))})


def mean_of(state: EmbeddingState, t: int, numbers: list[float]) -> Answer:
    return Answer("no" if np.mean(numbers) else "yes")


def moves_unread(state: EmbeddingState, t: int, word: str) -> Answer:
    """Whether a row moves that the step does not read."""
    step, row = step_of(state), encoded(state).vocabulary.place[word]
    return Answer("moves" if not step.read.counts[row] and step.moved[row].any() else "stays")


def staying(state: EmbeddingState, t: int) -> Answer:
    step = step_of(state)
    unread = set(np.flatnonzero(step.read.counts == 0).tolist())
    return Answer("unread" if unread == set(range(len(step.moved))) - set(moved_rows(step)) else "special")


def gradient_is(state: EmbeddingState, t: int) -> Answer:
    """What the gradient of a row is that is read at several places: in the example of [pad], read four times."""
    found = looked_up(problem(PRESETS["padding"].setup))
    row = int(found.counts.argmax())
    summed = found.d_rows[found.ids == row].sum(axis=0)
    return Answer("sum" if np.allclose(found.gradient[row], summed) else "last")


def product_is(state: EmbeddingState, t: int) -> Answer:
    """What a one-hot row times the slides' table is."""
    table = words.encoded(words.PRESETS["slides"].setup).table
    return Answer("row" if np.array_equal(np.eye(len(table))[2] @ table, table[2]) else "column")


def printed(state: EmbeddingState, t: int) -> bool | Measured:
    """Every entry after the first step is as the slides print it."""
    wanted, step = PRESETS[state.preset].printed, step_of(state)
    if wanted is None or step.number != 1:
        return False
    agree = printed_entries(step, wanted)
    return Measured(agree, wanted.size, agree == wanted.size)


def padding_stays(state: EmbeddingState, t: int) -> bool | Measured:
    """The row of [pad] is read and stays, while another one moves."""
    step, pad = step_of(state), encoded(state).vocabulary.pad
    if pad is None or step.read.counts[pad] == 0:
        return False
    moved, lacks = float(abs(step.moved[pad]).max()), "" if moved_rows(step) else "others"
    return Measured(moved, 0.0, pad not in moved_rows(step) and not lacks, lacks)


def _number(state: EmbeddingState, t: int, name: str) -> float:
    """gradient[n]: of entry n of row 0, from 1."""
    return float(step_of(state).read.gradient[0, int(name.removeprefix("gradient[").removesuffix("]")) - 1])


TRUTHS: dict[str, Callable[..., Answer]] = {
    "moving": moving, "unread_gradient": unread_gradient, "first_step": first_step, "sign_of": sign_of,
    "times_once": times_once, "sum_of": sum_of, "mean_of": mean_of, "moves_unread": moves_unread, "staying": staying,
    "gradient_is": gradient_is, "product_is": product_is,
}  # fmt: skip
CHECKS: dict[str, Check] = {"printed": printed, "padding_stays": padding_stays}
TASKS: Tasks[EmbeddingState] = Tasks(read, TRUTHS, CHECKS, number=_number)
