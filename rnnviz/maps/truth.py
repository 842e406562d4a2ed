"""How far a map can be trusted: which neighbours it keeps, and which points lie."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from rnnviz.maps.neighbours import directions, knn
from rnnviz.maps.points import Points, PointsError, Vectors

Scores = npt.NDArray[np.float64]
NEAR = 15
BLOCK = 512  # rows at once


def trustworthiness(points: Points, positions: Vectors, k: int = NEAR, metric: str = "euclidean") -> float:
    """1: every neighbour on the map is one in truth. As `sklearn.manifold.trustworthiness` (Venna & Kaski 2001)."""
    return float(1.0 - liars(points, positions, k, metric).mean())


def overlap(points: Points, positions: Vectors, k: int = NEAR, metric: str = "euclidean") -> float:
    """The mean share of a point's k true neighbours that are among its k neighbours on the map."""
    k = fitting(len(points), k)
    true, drawn = knn(points.vectors, k, metric)[0], knn(positions, k, "euclidean")[0]
    return float((true[:, :, None] == drawn[:, None, :]).sum() / true.size)


def liars(points: Points, positions: Vectors, k: int = NEAR, metric: str = "euclidean") -> Scores:
    """Each point's lie (N,): how far, in rank, its k neighbours on the map are beyond its k true ones.

    0: all k are true neighbours; the mean over the points is 1 − trustworthiness.
    """
    k = fitting(len(points), k)
    drawn = knn(positions, k, "euclidean")[0]
    count, beyond = len(points), np.zeros(len(points))
    for rows, measured in blocks(points.vectors, metric):
        own = np.take_along_axis(measured, drawn[rows], axis=1)
        measured.sort(axis=1)
        ranks = np.stack([np.searchsorted(line, line_own) for line, line_own in zip(measured, own, strict=True)])
        beyond[rows] = np.maximum(ranks + 1 - k, 0).sum(axis=1)
    return beyond * (2.0 / (k * (2 * count - 3 * k - 1)))


def blocks(vectors: Vectors, metric: str) -> Iterator[tuple[slice, Scores]]:
    """Distances, or what grows with them, of some rows to all points at a time; a point is infinitely far from itself."""
    there = vectors.astype(np.float64)
    there = directions(there) if metric == "cosine" else there - there.mean(axis=0)
    squares = (there**2).sum(axis=1)
    for begin in range(0, len(there), BLOCK):
        rows = slice(begin, min(begin + BLOCK, len(there)))
        measured = squares - 2.0 * (there[rows] @ there.T)
        measured[np.arange(len(measured)), np.arange(rows.start, rows.stop)] = np.inf
        yield rows, measured


def fitting(count: int, k: int) -> int:
    """The nearest k for which trustworthiness is defined: below half of the points."""
    if count < 3:
        raise PointsError("Two points are always neighbours: a score needs at least three.")
    return max(1, min(k, (count - 1) // 2))
