"""From vectors to places on a map: PCA at once, UMAP from exact neighbours and PCA's picture, t-SNE."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from rnnviz.maps.align import procrustes
from rnnviz.maps.neighbours import METRICS, directions, knn
from rnnviz.maps.points import Points, PointsError, Tell, Vectors

METHODS = {"pca": "PCA", "umap": "UMAP", "tsne": "t-SNE"}
LIMITS: dict[str, tuple[float, float]] = {
    "dimensions": (2, 3),
    "n_neighbors": (2, 200),
    "min_dist": (0.0, 0.99),
    "perplexity": (2.0, 100.0),
    "seed": (0, 2**31 - 1),
}
WHOLE = ("dimensions", "n_neighbors", "seed")
LEAST = 5  # points that UMAP and t-SNE need


@dataclass(frozen=True)
class Setting:
    """What a map is made by. `begin`: UMAP starts from PCA's picture, or from random places. Raises PointsError."""

    method: str = "umap"
    dimensions: int = 2
    n_neighbors: int = 15
    min_dist: float = 0.1
    metric: str = "cosine"
    seed: int = 0
    perplexity: float = 30.0
    begin: str = "pca"

    def __post_init__(self) -> None:
        for name, choices in {"method": METHODS, "metric": METRICS, "begin": ("pca", "random")}.items():
            if getattr(self, name) not in choices:
                raise PointsError(f"{name} is one of {', '.join(choices)}, not {str(getattr(self, name))[:20]!r}.")
        for name, (low, high) in LIMITS.items():
            value = getattr(self, name)
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if not number or not low <= value <= high or (name in WHOLE and value != int(value)):
                raise PointsError(f"{name} is a number from {low:g} to {high:g}: change it.")

    def but(self, **changes: str | float) -> Setting:
        """This setting with some choices changed. Raises PointsError."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, eq=False)
class Map:
    """`positions` (N, d); `trust`: "trustworthiness" and "overlap" by name; `lies` (N,): `truth.liars`.

    `near`: the k of these scores. `note`: what had to be done otherwise than the setting says.
    """

    positions: Vectors
    setting: Setting
    seconds: float
    trust: dict[str, float] = field(default_factory=dict)
    lies: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    near: int = 15
    note: str = ""


def silent(share: float) -> None:
    pass


def pca(vectors: Vectors, dimensions: int = 2) -> Vectors:
    """The first principal components (N, dimensions), each turned so that its largest loading is positive.

    From the covariance's eigenvectors, in float64: milliseconds up to 10 000 × 300. Directions without spread are 0.
    """
    centred = vectors.astype(np.float64) - vectors.mean(axis=0, dtype=np.float64)
    _, axes = np.linalg.eigh(centred.T @ centred)
    axes = axes[:, ::-1][:, :dimensions]
    largest = np.take_along_axis(axes, np.abs(axes).argmax(axis=0)[None], axis=0)
    made = np.zeros((len(vectors), dimensions), dtype=np.float32)
    made[:, : axes.shape[1]] = centred @ (axes * np.where(largest < 0, -1.0, 1.0))
    return made


def project(points: Points, setting: Setting, start: Vectors | None = None, tell: Tell = silent) -> Vectors:
    """Places (N, dimensions). `start`: places to begin from and to be laid over. Slow: `worker` runs it elsewhere."""
    if setting.method != "pca" and len(points) < LEAST:
        raise PointsError(f"{METHODS[setting.method]} needs at least {LEAST} points: choose PCA.")
    made = MAKERS[setting.method](points, setting, start, tell)
    return made if start is None else procrustes(start, made)


def by_pca(points: Points, setting: Setting, start: Vectors | None, tell: Tell) -> Vectors:
    return pca(points.vectors, setting.dimensions)


def by_umap(points: Points, setting: Setting, start: Vectors | None, tell: Tell) -> Vectors:
    from rnnviz.maps.umapping import umap_places

    return umap_places(points, setting, start, tell)


def by_tsne(points: Points, setting: Setting, start: Vectors | None, tell: Tell) -> Vectors:
    from sklearn.manifold import TSNE

    begin = pca(points.vectors, setting.dimensions) if start is None else start
    perplexity = min(setting.perplexity, (len(points) - 1) / 3)
    made: Vectors = TSNE(
        setting.dimensions,
        perplexity=perplexity,
        metric=setting.metric,
        init=begin / max(float(begin[:, 0].std()), 1e-12) * 1e-4,
        random_state=setting.seed,
    ).fit_transform(points.vectors)
    return made


MAKERS: dict[str, Callable[[Points, Setting, Vectors | None, Tell], Vectors]] = {
    "pca": by_pca,
    "umap": by_umap,
    "tsne": by_tsne,
}
