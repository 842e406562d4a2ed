"""UMAP without what it does twice: exact neighbours, a start from PCA or from a map that is there, fewer epochs.

Through umap-learn's `fuzzy_simplicial_set` and `simplicial_set_embedding` (McInnes, Healy, Melville 2018).
"""

from __future__ import annotations

import threading
from typing import Any

import numpy as np

from rnnviz.maps.neighbours import Distances
from rnnviz.maps.points import Rows, Tell, Vectors
from rnnviz.maps.setting import Setting

EPOCHS, EPOCHS_MANY, EPOCHS_AGAIN = 300, 120, 100
MANY = 5000  # points from which a map has fewer epochs: each costs 17 ms at 10 000, and adds little
READY, JOINED = 0.05, 0.15  # shares done: neighbours known, graph made


class Epochs:
    """Stands where umap's progress bar writes, and so learns of each epoch."""

    def __init__(self, tell: Tell) -> None:
        self.tell = tell

    def bar(self) -> dict[str, Any]:
        """Arguments for umap's tqdm: no thread of its own, a word after every epoch."""
        return {"file": self, "disable": False, "mininterval": 0, "miniters": 1, "bar_format": "{n}/{total}"}

    def write(self, text: str) -> None:
        done, _, total = text.strip().partition("/")
        if done.isdigit() and total.isdigit():
            self.tell(JOINED + (1 - JOINED) * int(done) / max(1, int(total)))

    def flush(self) -> None:
        pass


class Warmth:
    """umap imported and compiled once a process: in a thread beside other work, or when first needed."""

    def __init__(self) -> None:
        self.lock, self.ready = threading.Lock(), threading.Event()

    def start(self) -> None:
        threading.Thread(target=self.warm, name="rnnviz-umap", daemon=True).start()

    def warm(self) -> None:
        with self.lock:
            if not self.ready.is_set():
                keep_compiled()
                draw = np.random.default_rng(0)
                vectors = draw.normal(size=(40, 4)).astype(np.float32)
                rows = np.argsort(((vectors[:, None] - vectors) ** 2).sum(axis=2), axis=1)[:, 1:]
                far = np.linalg.norm(vectors[rows] - vectors[:, None], axis=2)
                places(vectors, (rows, far), Setting(n_neighbors=5), vectors[:, :2], 11, lambda share: None)
                self.ready.set()

    def wait(self, tell: Tell) -> None:
        """Until it is warm; `tell` may end the waiting."""
        if not self.ready.is_set() and not self.lock.locked():
            self.start()
        while not self.ready.wait(0.1):
            tell(0.0)


WARMTH = Warmth()


def keep_compiled() -> None:
    """Has numba keep on disk what umap-learn 0.5 compiles anew in every process, where a folder can be written."""
    from umap import layouts, umap_

    compiled = (
        umap_.smooth_knn_dist,
        umap_.compute_membership_strengths,
        layouts._nb_optimize_layout_euclidean_single_epoch,
    )
    for function in compiled:
        try:
            function.enable_caching()
        except RuntimeError:  # no folder for it: compiled anew, as umap-learn does
            return


def umap_places(
    vectors: Vectors, table: tuple[Rows, Distances], setting: Setting, begin: Vectors, again: bool, tell: Tell
) -> Vectors:
    """Places (N, d) from `begin` (N, d), with fewer epochs where it is a map of these points (`again`)."""
    WARMTH.wait(tell)
    fresh = EPOCHS if len(vectors) <= MANY else EPOCHS_MANY
    return places(vectors, table, setting, begin, EPOCHS_AGAIN if again else fresh, tell)


def places(
    vectors: Vectors, table: tuple[Rows, Distances], setting: Setting, begin: Vectors, epochs: int, tell: Tell
) -> Vectors:
    from umap.umap_ import find_ab_params, fuzzy_simplicial_set, simplicial_set_embedding

    tell(READY)
    k = min(setting.n_neighbors, len(vectors))  # umap counts the point itself
    rows, far = with_themselves(table, k)
    drawn = np.random.RandomState(setting.seed)
    graph, _, _ = fuzzy_simplicial_set(vectors, k, drawn, setting.metric, knn_indices=rows, knn_dists=far)
    a, b = find_ab_params(1.0, setting.min_dist)
    tell(JOINED)
    found: Vectors
    found, _ = simplicial_set_embedding(
        vectors, graph, begin.shape[1], 1.0, a, b, 1.0, 5, epochs,
        "random" if setting.begin == "random" else spread(begin, drawn), drawn, setting.metric, {}, False, {}, False,
        tqdm_kwds=Epochs(tell).bar(),
    )  # fmt: skip
    return found


def with_themselves(table: tuple[Rows, Distances], k: int) -> tuple[Rows, Vectors]:
    """Neighbours and distances as umap wants them: (N, k), the point itself first."""
    near, far = table[0][:, : k - 1], table[1][:, : k - 1]
    own = np.arange(len(near))[:, None]
    return np.hstack([own, near]).astype(np.int32), np.hstack([np.zeros(own.shape), far]).astype(np.float32)


def spread(begin: Vectors, drawn: np.random.RandomState) -> Vectors:
    """The start sized to umap's box, with a little noise: no two points and no whole axis in one place."""
    centred = begin - begin.mean(axis=0)
    sized = 10.0 * centred / max(float(np.abs(centred).max()), 1e-12)
    made: Vectors = (sized + drawn.normal(scale=1e-4, size=begin.shape)).astype(np.float32)
    return made
