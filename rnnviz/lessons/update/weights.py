"""Every weight in one order and by one name, as the charts and the table have them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rnnviz.core import Array
from rnnviz.core.cells import CELLS

SHORT = {
    "weight_ih": "W_ih",
    "weight_hh": "W_hh",
    "bias_ih": "b_ih",
    "bias_hh": "b_hh",
    "head_weight": "W_y",
    "head_bias": "b_y",
}


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
