"""The gradient of the step at hand beside finite differences and torch's autograd, computed in this very run."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from rnnviz.core.bptt import Check, GradientRecord, check
from rnnviz.core.bptt.checks import Sampled, allowed, largest_difference, sampled_differences
from rnnviz.core.course import LearningStep
from rnnviz.lessons.update.numbers import table
from rnnviz.ui.loss.live_check import reference


@dataclass(frozen=True)
class Beside:
    """One comparison in words: what with, the largest difference, whether it is within what is allowed."""

    name: str
    difference: float
    ok: bool

    def said(self) -> str:
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
    st.markdown("The gradient’s entries " + " and ".join(line.said() for line in lines) + ".", width="content")
    with st.popover("Every number", icon=":material/table:"):
        table(step, sampled, found)


def by_differences(gradient: GradientRecord, sampled: Sampled) -> Beside:
    off = largest_difference(gradient.gradients, sampled)
    where = "" if sampled.looked == sampled.total else f" at {sampled.looked} of {sampled.total} weights"
    return Beside(f"finite differences{where}", off, off <= allowed(gradient.gradients, gradient.value))


def by_autograd(result: Check) -> Beside:
    return Beside("autograd", max(result.max_abs_diff.values()), result.ok)
