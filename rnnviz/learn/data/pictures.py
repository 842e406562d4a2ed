"""scikit-learn's 1797 pictures of digits, 8 × 8 numbers from 0 to 16. No torch."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from rnnviz.core import Array
from rnnviz.whole_torch import wait_for_torch


@cache
def pictures() -> tuple[Array, npt.NDArray[np.int64]]:
    """All pictures (1797, 8, 8) and their digits (1797,), read-only, in scikit-learn's order.

    Source: https://scikit-learn.org/stable/modules/generated/sklearn.datasets.load_digits.html.
    """
    wait_for_torch()
    from sklearn.datasets import load_digits  # half a second

    found = load_digits()
    images, labels = found.images.astype(np.float64), found.target.astype(np.int64)
    for array in (images, labels):
        array.flags.writeable = False
    return images, labels
