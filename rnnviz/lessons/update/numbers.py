"""Every weight as a row of a table, and their names as the charts have them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import streamlit as st

from rnnviz.core import Array
from rnnviz.core.bptt.checks import Sampled
from rnnviz.core.cells import CELLS
from rnnviz.core.course import LearningStep

SHORT = {
    "weight_ih": "W_ih",
    "weight_hh": "W_hh",
    "bias_ih": "b_ih",
    "bias_hh": "b_hh",
    "head_weight": "W_y",
    "head_bias": "b_y",
}
FORMATS = {"change": "%+.4e", "gradient": "%+.6g", "finite difference": "%+.6g", "autograd": "%+.6g"}


def names(arrays: Mapping[str, Array], cell: str) -> list[str]:
    """W_hh[1,2], of a cell with gates W_hf[1,2], for every entry of every parameter: in order, by row."""
    return [named(name, entry, cell, arrays) for name in ordered(arrays) for entry in np.ndindex(arrays[name].shape)]


def ordered(arrays: Mapping[str, Array]) -> list[str]:
    """The parameters that a problem has, in the order of SHORT."""
    return [name for name in SHORT if name in arrays]


def named(name: str, entry: tuple[int, ...], cell: str, arrays: Mapping[str, Array]) -> str:
    gates, hidden, title = CELLS[cell].gates, arrays["head_weight"].shape[1], SHORT[name]
    row, *column = entry
    if gates and not name.startswith("head"):
        title, row = title[:-1] + gates[row // hidden], row % hidden
    return f"{title}[{','.join(str(index + 1) for index in (row, *column))}]"


def flat(arrays: Mapping[str, Array]) -> Array:
    """Every entry of every parameter, as `names` has them: (N,)."""
    return np.concatenate([np.ravel(arrays[name]) for name in ordered(arrays)])


def table(step: LearningStep, sampled: Sampled, autograd: Mapping[str, Array]) -> None:
    """Before, gradient, both comparisons, change and after, at full precision where a cell is pointed at."""
    before = step.gradient.problem.parameters()
    columns = {
        "before": before,
        "gradient": step.gradient.gradients,
        "finite difference": sampled.slopes,
        "autograd": autograd,
        "change": step.learned.moved,
        "after": step.learned.problem.parameters(),
    }
    titles = names(before, step.gradient.problem.cell)
    st.dataframe(
        {"weight": titles} | {title: flat(arrays) for title, arrays in columns.items()},
        hide_index=True,
        height=360,
        width=820,
        column_config={title: st.column_config.NumberColumn(format=FORMATS.get(title, "%+.6f")) for title in columns},
    )
