"""The step to come, in words."""

from __future__ import annotations

import math

from rnnviz.core.course import Course, LearningStep
from rnnviz.theme import format_number


def in_words(step: LearningStep, course: Course, wanted: int) -> str:
    """The loss before and after, or why there is no after."""
    before, after = step.learned.before, step.learned.after
    if not step.holds:
        return (
            f":red[✗ **This step runs away**]: with a learning rate of {step.rule.lr:g} the loss would go from "
            f"**{short(before)}** to {short(after)}. Choose a smaller one, or clip."
        )
    rises = "rises, the step is too long" if step.downhill else "rises, this step does not go down the loss"
    way = "falls" if after < before else "does not move" if after == before else f":red[{rises}]"
    clipped = f", clipped to **{short(step.rule.clip)}**" if step.clipped.coefficient < 1 else ""
    cut = f" Of {wanted} steps asked for, {len(course.steps)} could be taken." if course.cut else ""
    return (
        f"Step {len(course.steps) + 1}: the loss {way}, **{short(before)} → {short(after)}** "
        f"({format_number(after - before)}). Length of the gradient **{short(step.clipped.norm)}**{clipped}.{cut}"
    )


def short(value: float) -> str:
    return format_number(value, plus="") if math.isfinite(value) else "beyond any number"
