"""scikit-learn's t-SNE (van der Maaten & Hinton 2008), which tells how far it is only by printing."""

from __future__ import annotations

import contextlib
import io
import re
import warnings

import numpy as np

from rnnviz.maps.points import Tell, Vectors
from rnnviz.maps.setting import Setting

ITERATIONS = 1000
_DONE = re.compile(r"Iteration (\d+):")


class Printed(io.StringIO):
    """Stands where scikit-learn prints, and so learns of every ten iterations."""

    def __init__(self, tell: Tell) -> None:
        super().__init__()
        self.told = tell

    def write(self, text: str) -> int:
        if done := _DONE.search(text):
            self.told(int(done[1]) / ITERATIONS)
        return len(text)


def tsne_places(vectors: Vectors, setting: Setting, begin: Vectors, tell: Tell) -> Vectors:
    """Places (N, d) from `begin` (N, d), made small as t-SNE wants it; perplexity at most a third of the points."""
    from sklearn.manifold import TSNE

    perplexity = min(setting.perplexity, (len(vectors) - 1) / 3)
    small = begin / max(float(begin[:, 0].std()), 1e-12) * 1e-4
    if setting.begin == "random":
        small = np.random.default_rng(setting.seed).normal(scale=1e-4, size=begin.shape)

    class Telling(TSNE):  # type: ignore[misc]
        _N_ITER_CHECK = 10  # else 50: too long between two chances to stop

    made = Telling(
        begin.shape[1],
        perplexity=perplexity,
        metric=setting.metric,
        init=small.astype(np.float32),
        max_iter=ITERATIONS,
        random_state=setting.seed,
        verbose=2,
    )
    tell(0.0)
    with contextlib.redirect_stdout(Printed(tell)), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        places: Vectors = made.fit_transform(vectors)
    return places
