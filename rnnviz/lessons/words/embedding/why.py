"""Under the table: who moved it, and the tables that the slides print."""

from __future__ import annotations

import numpy as np

from rnnviz.core import Array
from rnnviz.core.text import Vocabulary, role
from rnnviz.lessons.words.embedding import TableProblem, TableStep
from rnnviz.texts import _
from rnnviz.theme import format_number

PRINTED = 0.00005  # what four decimals leave open


def beside_print(step: TableStep, printed: Array | None) -> str:
    """How many entries of the table after the step are those that the slides print."""
    if printed is None:
        return ""
    agree = printed_entries(step, printed)
    found = (
        _("this is it")
        if agree == printed.size
        else _("{size} still differ (dotted)").format(size=printed.size - agree)
    )
    return _(
        " After this step **{agree} of {size}** entries are as printed: {found}. The slides do not show their "
        "loss. Here *Class, by places* has a gradient with the signs of their change."
    ).format(agree=agree, size=printed.size, found=found)


def printed_entries(step: TableStep, printed: Array) -> int:
    """How many entries of the table after the step are those of print."""
    return int((np.abs(step.after - printed) <= PRINTED + 1e-9).sum())


TIMES = {1: _("once"), 2: _("twice"), 3: _("three times"), 4: _("four times")}


def why(step: TableStep, problem: TableProblem, words: Vocabulary) -> list[str]:
    """A sentence or two for each row."""
    return [reason(step, problem, words, row) for row in range(len(words))]


def reason(step: TableStep, problem: TableProblem, words: Vocabulary, row: int) -> str:
    count, moves = int(step.read.counts[row]), bool(np.any(step.moved[row]))
    name = _("Row {row}, “{tokens}”,").format(row=row, tokens=words.tokens[row])
    if not count:
        return f"{name} {unread(step, moves)}"
    read = _("{name} is read {count}").format(name=name, count=TIMES.get(count) or _("{n} times").format(n=count))
    if row == problem.padding_idx:
        return _("{read}, but it is the padding_idx: its gradient is set to 0 and it stays.").format(read=read)
    if not moves:
        return _("{read}, but {word}: it stays.").format(
            read=read, word=_("its gradient is 0") if step.rule.lr else _("the learning rate is 0")
        )
    return f"{read}{added(count)}. {padding(problem, words, row)}{size(step, row)}"


def unread(step: TableStep, moves: bool) -> str:
    if not moves:
        return _("is not read: its gradient is 0 and it stays.")
    return _("is not read in this step and its gradient is 0. It moves all the same: Adam remembers earlier gradients.")


def added(count: int) -> str:
    return (
        ""
        if count == 1
        else _(": its gradient is the sum of {word}").format(
            word=_("both") if count == 2 else _("all {count}").format(count=count)
        )
    )


def padding(problem: TableProblem, words: Vocabulary, row: int) -> str:
    """A row of padding that learns."""
    if role(words.tokens[row]) != "pad" or row >= words.specials:
        return ""
    other = (
        "" if problem.padding_idx is None else _(" to it but to {padding_idx}").format(padding_idx=problem.padding_idx)
    )
    return _("It is padding, and moves because padding_idx is not set{other}. ").format(other=other)


def size(step: TableStep, row: int) -> str:
    """By how much a row that is read moves."""
    if step.rule.optimiser == "adam" and step.state.step == 1 and same_size(step, row):
        return _("Adam’s first step is ±η: every entry moves by {lr:g}, for a gradient of any size.").format(
            lr=step.rule.lr
        )
    most = format_number(float(np.abs(step.moved[row]).max()), plus="")
    rule = (
        _("η times its gradient")
        if step.rule.optimiser == "sgd"
        else _("what Adam makes of this and earlier gradients")
    )
    return _("Its entries move by {rule}, at most {most} here.").format(rule=rule, most=most)


def same_size(step: TableStep, row: int) -> bool:
    """Whether every entry of the row moves by the learning rate: a gradient of 0, or one as small as ε, does not."""
    return bool(np.allclose(np.abs(step.moved[row]), step.rule.lr, rtol=1e-3, atol=0.0))


def moved_rows(step: TableStep) -> list[int]:
    """The rows that move in this step."""
    return [int(row) for row in np.flatnonzero(np.any(step.moved != 0.0, axis=1))]
