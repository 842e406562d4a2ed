"""The learning steps that were taken: as one item of a link, and as CSV."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence
from itertools import chain, groupby, repeat

import numpy as np

from rnnviz.core.bptt import Problem
from rnnviz.core.course import NO_CLIP, Course, Rule
from rnnviz.core.optim import OPTIMISERS
from rnnviz.core.typed import shortened
from rnnviz.state.link_numbers import LinkError, read_number, read_whole, write_number
from rnnviz.texts import _

MAX_RATE = 1e4
MAX_TAKEN = 500


def to_text(rules: Iterable[Rule]) -> str:
    """ "sgd:0.1*12,adam:0.01:1*3": twelve steps of SGD, then three of Adam, clipped to 1."""
    return ",".join(f"{rule_text(rule)}*{len(list(same))}" for rule, same in groupby(rules))


def rule_text(rule: Rule) -> str:
    numbers = [rule.lr] + [rule.clip] * (rule.clip != NO_CLIP)
    return ":".join([rule.optimiser, *map(write_number, numbers)])


def from_text(text: str) -> tuple[Rule, ...]:
    """What `to_text` wrote. Raises LinkError, a sentence."""
    pieces = [piece_read(piece) for piece in text.split(",")] if text else []
    if sum(count for _, count in pieces) > MAX_TAKEN:
        raise LinkError(
            _("The link has more than {max_taken} learning steps: that is the most.").format(max_taken=MAX_TAKEN)
        )
    return tuple(chain.from_iterable(repeat(rule, count) for rule, count in pieces))


def piece_read(piece: str) -> tuple[Rule, int]:
    how, _star, count = piece.partition("*")
    optimiser, *numbers = how.split(":")
    if optimiser not in OPTIMISERS or len(numbers) not in (1, 2):
        raise LinkError(_("steps has {piece}: it must look like sgd:0.1*12.").format(piece=shortened(piece)))
    values = [size_read(number) for number in numbers]
    return Rule(optimiser, *values), read_whole(count, _("The number of learning steps"), 1, MAX_TAKEN)


def size_read(text: str, name: str = "steps") -> float:
    """A learning rate or a length to clip to."""
    value = read_number(text, name, math.inf)
    if not 0.0 <= value <= MAX_RATE:
        raise LinkError(
            _("{name} has {text}: it must be a number from 0 to {max_rate:g}.").format(
                name=name, text=shortened(text), max_rate=MAX_RATE
            )
        )
    return value


def to_csv(course: Course, names: Sequence[str]) -> str:
    """One row for the start and one after every step: how it was made, the loss, and every weight, `names` their heads.

    Every number at full precision; norm is the length of the gradient that the step began with, before clipping.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["step", "optimiser", "lr", "clip", "norm", "loss", *names])
    writer.writerow([0, "", "", "", "", repr(float(course.losses[0])), *weights(course.start)])
    for number, step in enumerate(course.steps, start=1):
        rule, learned = step.rule, step.learned
        made = [number, rule.optimiser, rule.lr, rule.clip, repr(step.clipped.norm), repr(learned.after)]
        writer.writerow([*made, *weights(learned.problem)])
    return out.getvalue()


def weights(problem: Problem) -> list[str]:
    return [repr(value) for array in problem.parameters().values() for value in np.ravel(array).tolist()]
