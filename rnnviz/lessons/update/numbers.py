"""Every weight as a row of a table."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from rnnviz.core import Array
from rnnviz.core.bptt.checks import Sampled
from rnnviz.core.course import LearningStep
from rnnviz.lessons.update.weights import flat, names
from rnnviz.texts import _

FORMATS = {_("change"): "%+.4e", _("gradient"): "%+.6g", _("finite difference"): "%+.6g", "autograd": "%+.6g"}


def table(step: LearningStep, sampled: Sampled, autograd: Mapping[str, Array]) -> None:
    """Before, gradient, both comparisons, change and after, at full precision where a cell is pointed at."""
    before = step.gradient.problem.parameters()
    columns = {
        _("before"): before,
        _("gradient"): step.gradient.gradients,
        _("finite difference"): sampled.slopes,
        "autograd": autograd,
        _("change"): step.learned.moved,
        _("after"): step.learned.problem.parameters(),
    }
    titles = names(before, step.gradient.problem.cell)
    st.dataframe(
        {_("weight"): titles} | {title: flat(arrays) for title, arrays in columns.items()},
        hide_index=True,
        height=360,
        width=820,
        column_config={title: st.column_config.NumberColumn(format=FORMATS.get(title, "%+.6f")) for title in columns},
    )
