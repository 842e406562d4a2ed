"""The table that the slides print after one step, and how many of its entries are found."""

from __future__ import annotations

import numpy as np

from rnnviz.core import Array
from rnnviz.lessons.words.embedding import Step

PRINTED = 0.00005  # what four decimals leave open


def beside_print(step: Step, printed: Array | None) -> str:
    """How many entries of the table after the step are those that the slides print."""
    if printed is None:
        return ""
    agree = int((np.abs(step.after - printed) <= PRINTED + 1e-9).sum())
    found = "this is it" if agree == printed.size else f"{printed.size - agree} still differ (dotted)"
    return (
        f" After this step **{agree} of {printed.size}** entries are as printed: {found}. "
        "The slides do not show their loss. Here *Class, by places* has a gradient with the signs of their change."
    )
