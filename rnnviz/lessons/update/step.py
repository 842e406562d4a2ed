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
from rnnviz.texts import _
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
        colour, sign = ("green", _("✓ agree")) if self.ok else ("red", _("✗ disagree"))
        return _(":{colour}[{sign}] with **{name}**, off by **{difference:.1e}**").format(
            colour=colour, sign=sign, name=self.name, difference=self.difference
        )


def checks(step: LearningStep) -> None:
    """One line of both, and every number behind a button."""
    gradient = step.gradient
    if not step.clipped.norm < float("inf"):
        st.markdown(_("The gradient itself is beyond float64 here: there is nothing to compare."))
        return
    sampled = sampled_differences(gradient.problem)
    found = reference(gradient, None)
    result = check(gradient, found)
    lines = [by_differences(gradient, sampled), by_autograd(result)]
    st.markdown(
        _("The gradient’s entries ") + _(" and ").join(line.sentence() for line in lines) + ".", width="content"
    )
    behind(_("Every number"), ":material/table:", partial(table, step, sampled, found))


def by_differences(gradient: GradientRecord, sampled: Sampled) -> Beside:
    off = largest_difference(gradient.gradients, sampled)
    where = (
        ""
        if sampled.looked == sampled.total
        else _(" at {looked} of {total} weights").format(looked=sampled.looked, total=sampled.total)
    )
    return Beside(
        _("finite differences{where}").format(where=where), off, off <= allowed(gradient.gradients, gradient.value)
    )


def by_autograd(result: Check) -> Beside:
    return Beside("autograd", max(result.max_abs_diff.values()), result.ok)


def in_words(step: LearningStep, course: Course, wanted: int) -> str:
    """The loss before and after, or why there is no after."""
    before, after = step.learned.before, step.learned.after
    if not step.holds:
        return _(
            ":red[✗ **The loss explodes**]: with a learning rate of {lr:g} the loss would go from "
            "**{before}** to {after}. Choose a smaller one, or clip."
        ).format(lr=step.rule.lr, before=short(before), after=short(after))
    rises = _("rises, the step is too large") if step.downhill else _("rises, this step does not go down the loss")
    way = f":red[{rises}]" if after > before else _("falls") if after < before else _("does not move")
    clipped = _(", clipped to **{clip}**").format(clip=short(step.rule.clip)) if step.clipped.coefficient < 1 else ""
    cut = (
        _(" Only {n_steps} of {wanted} steps could be taken.").format(n_steps=len(course.steps), wanted=wanted)
        if course.cut
        else ""
    )
    return _(
        "Next is step {n_steps}: with it the loss {way}, **{before} → {after}** ({after2}). Norm of the gradient "
        "**{norm}**{clipped}.{cut}"
    ).format(
        n_steps=len(course.steps) + 1,
        way=way,
        before=short(before),
        after=short(after),
        after2=format_number(after - before),
        norm=short(step.clipped.norm),
        clipped=clipped,
        cut=cut,
    )


def short(value: float) -> str:
    return format_number(value, plus="") if math.isfinite(value) else _("beyond any number")
