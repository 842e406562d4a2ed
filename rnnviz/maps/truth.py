"""How far a map can be trusted: neighbours it keeps, points that lie, what distance, size and gaps do not say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from rnnviz.maps.neighbours import directions, knn
from rnnviz.maps.points import Points, PointsError, Rows, Vectors
from rnnviz.texts import _

Scores = npt.NDArray[np.float64]
NEAR = 15
BLOCK = 256  # rows at once
PAIRS = 2000
MOST_KINDS = 30
Matrix = npt.NDArray[np.float64]


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
        raise PointsError(_("Two points are always neighbours: a score needs at least three."))
    return max(1, min(k, (count - 1) // 2))


@dataclass(frozen=True)
class Misread:
    """An example: of two things (names), how many times as large one is as the other, on the map and in truth."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    drawn: float
    true: float


def agreement(points: Points, positions: Vectors, metric: str, seed: int = 0) -> float:
    """Spearman's rank correlation of distances on the map and in truth, over at most 2 000 pairs drawn at random."""
    draw = np.random.default_rng(seed)
    first, second = draw.integers(0, len(points), (2, PAIRS))
    apart = first != second
    true = pairwise(in_space(points.vectors, metric), first[apart], second[apart])
    drawn = pairwise(positions.astype(np.float64), first[apart], second[apart])
    return spearman(true, drawn)


def in_space(vectors: Vectors, metric: str) -> Matrix:
    """Where straight-line distance orders pairs as `metric` does."""
    return directions(vectors.astype(np.float64)) if metric == "cosine" else vectors.astype(np.float64)


def pairwise(places: Matrix, first: npt.NDArray[np.int64], second: npt.NDArray[np.int64]) -> Matrix:
    found: Matrix = np.linalg.norm(places[first] - places[second], axis=1)
    return found


def spearman(first: Matrix, second: Matrix) -> float:
    """Rank correlation, ties at their mean rank; 0 where one of them does not vary, for which there is none.

    pandas', which is loaded with every page; scipy.stats takes 1.3 s to import, while a learner waits for the map.
    """
    import pandas as pd  # here, for the process that makes maps has no other use for it

    found = pd.DataFrame({"first": first, "second": second}).corr(method="spearman").to_numpy()[0, 1]
    return 0.0 if np.isnan(found) else float(found)


def kinds_of(points: Points) -> list[str]:
    """The kinds with at least three points, at most 30 of them, the most frequent first."""
    names, counts = np.unique(np.asarray(points.kinds or ()), return_counts=True)
    order = np.argsort(-counts, kind="stable")
    return [str(names[i]) for i in order if counts[i] >= 3][:MOST_KINDS]


def gap(points: Points, positions: Vectors, metric: str) -> Misread | None:
    """The two pairs of kinds whose gaps' ratio the map exaggerates most, or None where there are too few kinds."""
    kinds = kinds_of(points)
    if len(kinds) < 3:
        return None
    true, drawn = (
        centres(points, places, kinds) for places in (in_space(points.vectors, metric), positions.astype(np.float64))
    )
    pairs = list(combinations(range(len(kinds)), 2))
    far = [[float(np.linalg.norm(at[a] - at[b])) for a, b in pairs] for at in (true, drawn)]
    return extreme([(kinds[a], kinds[b]) for a, b in pairs], far[0], far[1])


def size(points: Points, positions: Vectors, metric: str) -> Misread | None:
    """The two kinds whose sizes' ratio (root mean square distance from their centre) the map exaggerates most."""
    kinds = kinds_of(points)
    if len(kinds) < 2:
        return None
    true, drawn = (
        spreads(points, places, kinds) for places in (in_space(points.vectors, metric), positions.astype(np.float64))
    )
    return extreme([(kind,) for kind in kinds], true, drawn)


def extreme(names: Sequence[tuple[str, ...]], true: Sequence[float], drawn: Sequence[float]) -> Misread | None:
    """The two things whose ratio on the map is most unlike the true one."""
    shares = np.array(drawn) / np.where(np.array(true) > 0, true, np.nan)
    if not np.isfinite(shares).all() or shares.min() <= 0:
        return None
    large, small = int(shares.argmax()), int(shares.argmin())
    return Misread(names[large], names[small], drawn[large] / drawn[small], true[large] / true[small])


def centres(points: Points, places: Matrix, kinds: Sequence[str]) -> list[Matrix]:
    of = np.asarray(points.kinds)
    return [places[of == kind].mean(axis=0) for kind in kinds]


def spreads(points: Points, places: Matrix, kinds: Sequence[str]) -> list[float]:
    of, middles = np.asarray(points.kinds), centres(points, places, kinds)
    return [
        float(np.sqrt(((places[of == kind] - at) ** 2).sum(axis=1).mean()))
        for kind, at in zip(kinds, middles, strict=True)
    ]
