"""UMAP without what it does twice: exact neighbours, a start from PCA or a map that is there, fewer epochs.

Through umap-learn's own functions `fuzzy_simplicial_set` and `simplicial_set_embedding` (McInnes, Healy, Melville 2018).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from rnnviz.maps.neighbours import knn
from rnnviz.maps.points import Points, Tell, Vectors
from rnnviz.maps.project import Setting, pca

EPOCHS, EPOCHS_AGAIN = 200, 100


class Epochs:
    """Stands where umap's progress bar writes, and so learns of each epoch."""

    def __init__(self, tell: Tell) -> None:
        self.tell = tell

    def bar(self) -> dict[str, Any]:
        """Arguments for umap's tqdm."""
        return {"file": self, "disable": False, "mininterval": 0, "miniters": 1, "bar_format": "{n}/{total}"}

    def write(self, text: str) -> None:
        done, _, total = text.strip().partition("/")
        if done.isdigit() and total.isdigit():
            self.tell(int(done) / max(1, int(total)))

    def flush(self) -> None:
        pass


def umap_places(points: Points, setting: Setting, start: Vectors | None, tell: Tell) -> Vectors:
    from umap.umap_ import find_ab_params, fuzzy_simplicial_set, simplicial_set_embedding

    count = len(points)
    k = min(setting.n_neighbors, count - 1)
    rows, far = knn(points.vectors, k, setting.metric)
    rows = np.hstack([np.arange(count)[:, None], rows[:, : k - 1]]).astype(np.int32)
    far = np.hstack([np.zeros((count, 1), np.float32), far[:, : k - 1]])
    drawn = np.random.RandomState(setting.seed)
    graph, _, _ = fuzzy_simplicial_set(
        points.vectors, k, drawn, setting.metric, knn_indices=rows, knn_dists=far
    )
    a, b = find_ab_params(1.0, setting.min_dist)
    begin = pca(points.vectors, setting.dimensions) if start is None else start
    made, _ = simplicial_set_embedding(
        points.vectors, graph, setting.dimensions, 1.0, a, b, 1.0, 5, EPOCHS if start is None else EPOCHS_AGAIN,
        begin if setting.begin == "pca" else "random", drawn, setting.metric, {}, False, {}, False,
        tqdm_kwds=Epochs(tell).bar(),
    )  # fmt: skip
    places: Vectors = made
    return places
