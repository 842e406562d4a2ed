"""Maps laid over each other: shifted, turned, mirrored and sized, which leaves every shape within them as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from rnnviz.maps.points import Points, Vectors

if TYPE_CHECKING:
    from rnnviz.maps.project import Setting


def procrustes(fixed: Vectors, moving: Vectors, scale: bool = False) -> Vectors:
    """`moving` (N, d) shifted, turned and mirrored to lie as near `fixed` (N, d) as it can; `scale`: sized as well.

    Orthogonal Procrustes: Schönemann 1966.
    """
    to, at = (side.astype(np.float64) for side in (fixed, moving))
    there, here = to - to.mean(axis=0), at - at.mean(axis=0)
    left, strengths, right = np.linalg.svd(here.T @ there)
    size = float((here**2).sum())
    factor = strengths.sum() / size if scale and size else 1.0
    laid: npt.NDArray[np.float64] = factor * (here @ (left @ right)) + to.mean(axis=0)
    return laid.astype(np.float32)


def chain(slices: Sequence[Points], setting: Setting) -> list[Vectors]:
    """A map of each slice, each started from the one before and laid over it."""
    from rnnviz.maps.project import project

    made: list[Vectors] = []
    for points in slices:
        laid = project(points, setting, made[-1] if made else None)
        made.append(laid)
    return made
