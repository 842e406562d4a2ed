"""How far a map can be trusted: which neighbours it keeps, and which points lie."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from rnnviz.maps.neighbours import directions, knn
from rnnviz.maps.points import PointsError, Rows, Vectors

Scores = npt.NDArray[np.float64]
NEAR = 15
BLOCK = 256  # rows at once


def scores(
    vectors: Vectors, positions: Vectors, k: int, metric: str, true: Rows | None = None
) -> tuple[dict[str, float], Scores]:
    """Trustworthiness and overlap by name, and the lies (N,). Every point counts; nothing is sampled.

    trustworthiness, 1: every neighbour on the map is one in truth (Venna & Kaski 2001). overlap: the mean share of a
    point's k true neighbours that are among its k on the map. A lie: how far, in rank, a point's k neighbours on the
    map are beyond its k true ones; 0: all k are true; the mean over the points is 1 − trustworthiness.
    `true` (N, ≥ k): the true neighbours where they are known. Memory: BLOCK rows of distances.
    """
    true = knn(vectors, k, metric)[0] if true is None else true
    drawn = knn(positions, k, "euclidean")[0]
    kept = (true[:, :k, None] == drawn[:, None, :]).any(axis=1)
    beyond = np.zeros(len(vectors))
    for rows, measured in blocks(vectors, metric):
        for row, line in zip(range(rows.start, rows.stop), measured, strict=True):
            false = drawn[row][~kept[row]]
            ranks = [np.count_nonzero(line < far) + 1 for far in line[false]]
            beyond[row] = sum(max(0, int(rank) - k) for rank in ranks)
    lies = beyond * (2.0 / (k * (2 * len(vectors) - 3 * k - 1)))
    return {"trustworthiness": float(1.0 - lies.mean()), "overlap": float(kept.mean())}, lies


def blocks(vectors: Vectors, metric: str) -> Iterator[tuple[slice, Scores]]:
    """Distances, or what grows with them, of some rows to all points at a time; a point is far from itself."""
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
