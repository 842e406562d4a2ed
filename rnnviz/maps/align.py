"""Maps laid over each other: shifted, turned, mirrored and sized, which leaves every shape within them as it is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.linalg import orthogonal_procrustes

from rnnviz.maps.points import Vectors


def procrustes(fixed: Vectors, moving: Vectors, scale: bool = False) -> Vectors:
    """`moving` (N, d) shifted, turned and mirrored to lie as near `fixed` (N, d) as it can; `scale`: sized as well.

    Source: Schönemann 1966, as scipy solves it.
    """
    to, at = (side.astype(np.float64) for side in (fixed, moving))
    there, here = to - to.mean(axis=0), at - at.mean(axis=0)
    turn, strength = orthogonal_procrustes(here, there)
    size = float((here**2).sum())
    factor = strength / size if scale and size else 1.0
    laid: npt.NDArray[np.float64] = factor * (here @ turn) + to.mean(axis=0)
    return laid.astype(np.float32)
