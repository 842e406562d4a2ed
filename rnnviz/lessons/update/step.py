"""The step to come in words, and its gradient beside finite differences and torch's autograd, computed in this run."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial

import streamlit as st

from rnnviz.core.bptt import Check, GradientRecord, check
from rnnviz.core.bptt.checks import Sampled, allowed, largest_difference, sampled_differences
from rnnviz.core.course import Course, LearningStep
from rnnviz.lessons.update.numbers import table
from rnnviz.theme import format_number
from rnnviz.ui.behind import behind
from rnnviz.ui.loss.live_check import reference


@dataclass(frozen=True)
class Beside:
    """One comparison in words: what with, the largest difference, whether it is within what is allowed."""

    name: str
    difference: float
    ok: bool

    def sentence(self) -> str:
        colour, sign = ("green", "✓ agree") if self.ok else ("red", "✗ disagree")
        return f":{colour}[{sign}] with **{self.name}**, off by **{self.difference:.1e}**"


def checks(step: LearningStep) -> None:
    """One line of both, and every number behind a button."""
    gradient = step.gradient
    if not step.clipped.norm < float("inf"):
        st.markdown("The gradient itself is beyond float64 here: there is nothing to compare.")
        return
    sampled = sampled_differences(gradient.problem)
    found = reference(gradient, None)
    result = check(gradient, found)
    lines = [by_differences(gradient, sampled), by_autograd(result)]
    st.markdown("The gradient’s entries " + " and ".join(line.sentence() for line in lines) + ".", width="content")
    behind("Every number", ":material/table:", partial(table, step, sampled, found))


def by_differences(gradient: GradientRecord, sampled: Sampled) -> Beside:
    off = largest_difference(gradient.gradients, sampled)
    where = "" if sampled.looked == sampled.total else f" at {sampled.looked} of {sampled.total} weights"
    return Beside(f"finite differences{where}", off, off <= allowed(gradient.gradients, gradient.value))


def by_autograd(result: Check) -> Beside:
    return Beside("autograd", max(result.max_abs_diff.values()), result.ok)


def in_words(step: LearningStep, course: Course, wanted: int) -> str:
    """The loss before and after, or why there is no after."""
    before, after = step.learned.before, step.learned.after
    if not step.holds:
        return (
            f":red[✗ **The loss explodes**]: with a learning rate of {step.rule.lr:g} the loss would go from "
            f"**{short(before)}** to {short(after)}. Choose a smaller one, or clip."
        )
    rises = "rises, the step is too large" if step.downhill else "rises, this step does not go down the loss"
    way = "falls" if after < before else "does not move" if after == before else f":red[{rises}]"
    clipped = f", clipped to **{short(step.rule.clip)}**" if step.clipped.coefficient < 1 else ""
    cut = f" Only {len(course.steps)} of {wanted} steps could be taken." if course.cut else ""
    return (
        f"Next is step {len(course.steps) + 1}: with it the loss {way}, **{short(before)} → {short(after)}** "
        f"({format_number(after - before)}). Norm of the gradient **{short(step.clipped.norm)}**{clipped}.{cut}"
    )


def short(value: float) -> str:
    return format_number(value, plus="") if math.isfinite(value) else "beyond any number"
