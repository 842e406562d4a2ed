"""A course of learning steps as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import numpy as np

from rnnviz.core.bptt import Problem
from rnnviz.core.course import Course


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
