"""How a map is to be made: the method and its numbers, checked."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from rnnviz.maps.neighbours import METRICS
from rnnviz.maps.points import PointsError
from rnnviz.texts import _

METHODS = {"pca": "PCA", "umap": "UMAP", "tsne": "t-SNE"}
LIMITS: dict[str, tuple[float, float]] = {
    "dimensions": (2, 3),
    "n_neighbors": (2, 200),
    "min_dist": (0.0, 0.99),
    "perplexity": (2.0, 100.0),
    "seed": (0, 2**31 - 1),
}
WHOLE = ("dimensions", "n_neighbors", "seed")


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
                raise PointsError(
                    _("{name} is one of {choices}, not {value!r}.").format(
                        name=name, choices=", ".join(choices), value=str(getattr(self, name))[:20]
                    )
                )
        for name, (low, high) in LIMITS.items():
            value = getattr(self, name)
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if not number or not low <= value <= high or (name in WHOLE and value != int(value)):
                raise PointsError(
                    _("{name} is a number from {low:.10g} to {high:.10g}: change it.").format(
                        name=name, low=low, high=high
                    )
                )

    def but(self, **changes: str | float) -> Setting:
        """This setting with some choices changed. Raises PointsError."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]
