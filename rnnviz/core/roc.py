"""How well a number tells a property: the area under the ROC curve."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from rnnviz.core import Array
from rnnviz.core.typed import InputError
from rnnviz.texts import _

Flags = npt.NDArray[np.bool_]


def ranks(values: npt.NDArray[np.floating]) -> Array:
    """Of each column of values (K, H), from 1; equal numbers share theirs."""
    found: Array = rankdata(values, axis=0)
    return found


def areas(ranked: Array, labels: Flags) -> Array:
    """The area (H,) of each column by its ranks (K, H), labels (K,): 1 is perfect, 0.5 chance, 0 perfect turned around.

    The share of pairs, one with the property and one without, in which the first has the larger number (Mann, Whitney).
    Raises InputError where all labels are the same.
    """
    with_it = int(labels.sum())
    without = len(labels) - with_it
    if not with_it or not without:
        none = _("no step has it") if not with_it else _("every step has it")
        raise InputError(_("This property tells nothing apart: {none}. Choose another one.").format(none=none))
    found: Array = (ranked[labels].sum(axis=0) - with_it * (with_it + 1) / 2) / (with_it * without)
    return found


def strength(area: Array) -> Array:
    """How far from chance, either way: 0.5 to 1."""
    found: Array = np.maximum(area, 1 - np.asarray(area))
    return found
