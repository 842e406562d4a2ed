"""Under the table: who moved it, and the tables that the slides print."""

from __future__ import annotations

import numpy as np

from rnnviz.core import Array
from rnnviz.core.text import Vocabulary, role
from rnnviz.lessons.words.embedding import TableProblem, TableStep
from rnnviz.theme import format_number

PRINTED = 0.00005  # what four decimals leave open


def beside_print(step: TableStep, printed: Array | None) -> str:
    """How many entries of the table after the step are those that the slides print."""
    if printed is None:
        return ""
    agree = printed_entries(step, printed)
    found = "this is it" if agree == printed.size else f"{printed.size - agree} still differ (dotted)"
    return (
        f" After this step **{agree} of {printed.size}** entries are as printed: {found}. "
        "The slides do not show their loss. Here *Class, by places* has a gradient with the signs of their change."
    )


def printed_entries(step: TableStep, printed: Array) -> int:
    """How many entries of the table after the step are those of print."""
    return int((np.abs(step.after - printed) <= PRINTED + 1e-9).sum())


TIMES = {1: "once", 2: "twice", 3: "three times", 4: "four times"}


def why(step: TableStep, problem: TableProblem, words: Vocabulary) -> list[str]:
    """A sentence or two for each row."""
    return [reason(step, problem, words, row) for row in range(len(words))]


def reason(step: TableStep, problem: TableProblem, words: Vocabulary, row: int) -> str:
    count, moves = int(step.read.counts[row]), bool(np.any(step.moved[row]))
    name = f"Row {row}, “{words.tokens[row]}”,"
    if not count:
        return f"{name} {unread(step, moves)}"
    read = f"{name} is read {TIMES.get(count, f'{count} times')}"
    if row == problem.padding_idx:
        return f"{read}, but it is the padding_idx: its gradient is set to 0 and it stays."
    if not moves:
        return f"{read}, but {'its gradient is 0' if step.rule.lr else 'the learning rate is 0'}: it stays."
    return f"{read}{added(count)}. {padding(problem, words, row)}{size(step, row)}"


def unread(step: TableStep, moves: bool) -> str:
    if not moves:
        return "is not read: its gradient is 0 and it stays."
    return "is not read in this step and its gradient is 0. It moves all the same: Adam remembers earlier gradients."


def added(count: int) -> str:
    return "" if count == 1 else f": its gradient is the sum of {'both' if count == 2 else f'all {count}'}"


def padding(problem: TableProblem, words: Vocabulary, row: int) -> str:
    """A row of padding that learns."""
    if role(words.tokens[row]) != "pad" or row >= words.specials:
        return ""
    other = "" if problem.padding_idx is None else f" to it but to {problem.padding_idx}"
    return f"It is padding, and moves because padding_idx is not set{other}. "


def size(step: TableStep, row: int) -> str:
    """By how much a row that is read moves."""
    if step.rule.optimiser == "adam" and step.state.step == 1 and same_size(step, row):
        return f"Adam’s first step is ±η: every entry moves by {step.rule.lr:g}, for a gradient of any size."
    most = format_number(float(np.abs(step.moved[row]).max()), plus="")
    rule = "η times its gradient" if step.rule.optimiser == "sgd" else "what Adam makes of this and earlier gradients"
    return f"Its entries move by {rule}, at most {most} here."


def same_size(step: TableStep, row: int) -> bool:
    """Whether every entry of the row moves by the learning rate: a gradient of 0, or one as small as ε, does not."""
    return bool(np.allclose(np.abs(step.moved[row]), step.rule.lr, rtol=1e-3, atol=0.0))


def moved_rows(step: TableStep) -> list[int]:
    """The rows that move in this step."""
    return [int(row) for row in np.flatnonzero(np.any(step.moved != 0.0, axis=1))]
