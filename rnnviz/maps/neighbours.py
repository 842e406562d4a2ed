"""True neighbours in the space of the vectors, exact: by cosine distance or Euclidean distance."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rnnviz.maps.points import Points, PointsError, Rows, Vectors
from rnnviz.texts import _
from rnnviz.whole_torch import wait_for_torch

METRICS = {"cosine": _("1 − cosine of the angle"), "euclidean": _("straight-line distance")}
Near = list[tuple[int, float]]
Distances = npt.NDArray[np.float64]
BLOCK = 4096  # rows at once


@dataclass(frozen=True)
class Neighbour:
    """`row`: its point on the map; None where the map's sample has left it out."""

    label: str
    distance: float
    row: int | None


def distances(vectors: Vectors, vector: npt.ArrayLike, metric: str) -> Distances:
    """From each row to one vector (D,), in float64, block after block. Zeros have no direction: cosine distance 1."""
    blocks = [vectors[begin : begin + BLOCK] for begin in range(0, len(vectors), BLOCK)]
    return np.concatenate([of_block(block, vector, metric) for block in blocks])


def of_block(vectors: Vectors, vector: npt.ArrayLike, metric: str) -> Distances:
    there, here = vectors.astype(np.float64), np.asarray(vector, dtype=np.float64)
    if metric == "euclidean":
        found: Distances = np.linalg.norm(there - here, axis=1)
        return found
    cosine: Distances = 1.0 - (directions(there) @ directions(here[None])[0])
    return np.clip(cosine, 0.0, 2.0)


def directions(vectors: Distances) -> Distances:
    """Rows of length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    made: Distances = vectors / np.where(lengths == 0, 1.0, lengths)
    return made


def nearest(vectors: Vectors, vector: npt.ArrayLike, count: int, metric: str, without: Collection[int]) -> Near:
    """The `count` rows nearest to a vector (D,), nearest first, ties in the rows' order: (row, distance)."""
    measured = distances(vectors, vector, known(metric))
    measured[list(without)] = np.inf
    order = np.argsort(measured, kind="stable")[: max(0, min(count, len(vectors) - len(set(without))))]
    return [(int(row), float(measured[row])) for row in order]


def nearest_to(
    points: Points, vector: npt.ArrayLike, count: int, metric: str = "cosine", without: Collection[int] = ()
) -> list[Neighbour]:
    """The `count` points nearest to a vector (D,): of a sample whose whole is kept, of the whole."""
    whole = points.whole
    if whole is None:
        near = nearest(points.vectors, vector, count, metric, without)
        return [Neighbour(points.labels[row], far, row) for row, far in near]
    place = {row: at for at, row in enumerate(whole.drawn.tolist())}
    near = nearest(whole.vectors, vector, count, metric, whole.drawn[np.array(list(without), dtype=np.int64)].tolist())
    return [Neighbour(whole.labels[row], far, place.get(row)) for row, far in near]


def neighbours(points: Points, index: int, count: int, metric: str = "cosine") -> list[Neighbour]:
    """The `count` nearest neighbours of point `index`, without itself."""
    return nearest_to(points, points.vectors[index], count, metric, (index,))


def analogy(points: Points, a: int, b: int, c: int) -> npt.NDArray[np.float64]:
    """The vector a − b + c (D,): king − man + woman. Look for its neighbours without a, b and c."""
    x, y, z = (points.vectors[row].astype(np.float64) for row in (a, b, c))
    made: npt.NDArray[np.float64] = x - y + z
    return made


def known(metric: str) -> str:
    if metric not in METRICS:
        raise PointsError(
            _("There is no distance {metric!r}: choose {metrics}.").format(
                metric=metric[:20], metrics=_(" or ").join(METRICS)
            )
        )
    return metric


def knn(vectors: npt.NDArray[np.floating[Any]], k: int, metric: str = "cosine") -> tuple[Rows, Distances]:
    """Rows (N, k) and distances (N, k) of each point's k exact nearest neighbours, without itself, nearest first.

    scikit-learn's search through all pairs, block after block: 10 000 × 300 takes megabytes, not a square of distances.
    Cosine distance is half the squared distance of directions; its own search in scikit-learn takes five times as long.
    """
    wait_for_torch()
    from sklearn.neighbors import NearestNeighbors  # 0.8 s to import

    points = np.asarray(vectors, dtype=np.float64)
    turned = known(metric) == "cosine" and bool(points.any(axis=1).all())  # zeros have no direction
    found = NearestNeighbors(n_neighbors=k, algorithm="brute", metric="euclidean" if turned else metric)
    far, near = found.fit(directions(points) if turned else points).kneighbors()
    far = far**2 / 2 if turned else far
    order = np.lexsort((near, far), axis=1)
    return np.take_along_axis(near, order, axis=1).astype(np.int64), np.take_along_axis(far, order, axis=1)
