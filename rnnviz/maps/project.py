"""From vectors to places on a map: PCA, UMAP from exact neighbours and PCA's picture, t-SNE; and maps laid together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from cachetools import LRUCache
from scipy.linalg import orthogonal_procrustes

from rnnviz.maps.neighbours import Distances, knn
from rnnviz.maps.points import Points, PointsError, Rows, Tell, Vectors
from rnnviz.maps.setting import METHODS, Setting
from rnnviz.texts import _

ITERATIONS = (250, 500)  # of t-SNE: exaggerated, then not
MANY = 3000  # points from which interpolation is faster than a tree
LEAST = 5  # points that UMAP and t-SNE need
TIERS = (15, 50, 200, 300)  # neighbours that are looked for at once
TABLES: LRUCache[str, tuple[Rows, Distances]] = LRUCache(3)  # of the last few points, each some megabytes
Maker = Callable[[Points, Setting, Vectors, bool, Tell], Vectors]


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


class StepCounter:
    """openTSNE's callback, over both of its phases: the share that is done, which may raise to end the work."""

    def __init__(self, tell: Tell) -> None:
        self.tell, self.before, self.now = tell, 0, 0

    def optimization_about_to_start(self) -> None:
        self.before += self.now

    def __call__(self, iteration: int, error: float, places: Vectors) -> None:
        self.now = iteration
        self.tell((self.before + iteration) / sum(ITERATIONS))


@dataclass(frozen=True, eq=False)
class Map:
    """`positions` (N, d); `trust`: "trustworthiness" and "overlap" by name; `lies` (N,): as `truth.scores`.

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
    """Places (N, d), laid over `start`, which UMAP and t-SNE begin from as well; without one, over PCA's picture.

    Slow, and it imports scikit-learn and umap: `worker` runs it elsewhere. Raises PointsError.
    """
    first = pca(points.vectors, setting.dimensions)
    if setting.method == "pca":
        return first if start is None or start.shape != first.shape else procrustes(start, first)
    if len(points) < LEAST:
        raise PointsError(
            _("{methods} needs at least {least} points: choose PCA.").format(
                methods=METHODS[setting.method], least=LEAST
            )
        )
    if start is not None:
        first = fitted(start, first)
    made = MAKERS[setting.method](points, setting, first, start is not None, tell)
    return procrustes(first, made, scale=start is None)


def fitted(start: Vectors, first: Vectors) -> Vectors:
    """A start of two dimensions for a map of three, or the other way: PCA's third is added, or the third left out."""
    if start.ndim != 2 or len(start) != len(first) or not np.isfinite(start).all():
        raise PointsError(_("The map to start from is of other points: start anew."))
    wide = first.shape[1]
    added = first[:, start.shape[1] :] * (start.std() / max(float(first.std()), 1e-12))
    return np.hstack([start[:, :wide], added[:, : max(0, wide - start.shape[1])]]).astype(np.float32)


def neighbour_table(points: Points, k: int, metric: str) -> tuple[Rows, Distances]:
    """`knn` of at least k, remembered for the last few points, since most settings leave the neighbours as they are."""
    wide = min(len(points) - 1, next(tier for tier in TIERS if tier >= k))
    name = f"{points.key} {metric} {wide}"
    if name not in TABLES:
        TABLES[name] = knn(points.vectors, wide, metric)
    return TABLES[name]


def by_umap(points: Points, setting: Setting, begin: Vectors, again: bool, tell: Tell) -> Vectors:
    from rnnviz.maps.umapping import umap_places

    k = min(setting.n_neighbors, len(points)) - 1
    return umap_places(points.vectors, neighbour_table(points, k, setting.metric), setting, begin, again, tell)


def by_tsne(points: Points, setting: Setting, begin: Vectors, again: bool, tell: Tell) -> Vectors:
    """From `begin`, made small as t-SNE wants it; perplexity at most a third of the points."""
    from openTSNE import TSNE
    from openTSNE.affinity import PerplexityBasedNN
    from openTSNE.nearest_neighbors import PrecomputedNeighbors

    tell(0.0)
    perplexity = min(setting.perplexity, (len(points) - 1) / 3)
    k = max(1, int(3 * perplexity))
    near, far = (side[:, :k] for side in neighbour_table(points, k, setting.metric))
    small = begin / max(float(begin[:, 0].std()), 1e-12) * 1e-4
    if setting.begin == "random":
        small = np.random.default_rng(setting.seed).normal(scale=1e-4, size=begin.shape)
    maker = TSNE(
        begin.shape[1],
        negative_gradient_method="fft" if begin.shape[1] == 2 and len(points) > MANY else "bh",
        early_exaggeration_iter=ITERATIONS[0],
        n_iter=ITERATIONS[1],
        callbacks=StepCounter(tell),
        callbacks_every_iters=10,
        random_state=setting.seed,
    )
    affinities = PerplexityBasedNN(knn_index=PrecomputedNeighbors(near, far), perplexity=perplexity)
    return np.asarray(maker.fit(affinities=affinities, initialization=small), dtype=np.float32)


MAKERS: dict[str, Maker] = {"umap": by_umap, "tsne": by_tsne}
