"""The first view: how far the gradient of an RNN reaches, and what its recurrent weights alone say about that."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rnnviz.core import Array
from rnnviz.core.bptt import backward
from rnnviz.core.spectrum import bound, decay, eigenvalues, horizon, largest_singular_value
from rnnviz.lessons.vanishing.net import problem
from rnnviz.lessons.vanishing.setup import VanishingState


@dataclass(frozen=True, eq=False)
class Spread:
    """singular_values (T, H) of dh_T/dh_k by the distance T - k, from 0 to step 1, the largest first.

    bound (T,): sigma_max^(T-k). eigenvalues (H,) of W_hh, and its largest singular value; slope: the mean |phi'| over
    steps and units. horizon: the first distance at which the norm is below 1 %.
    """

    singular_values: Array
    bound: Array
    eigenvalues: npt.NDArray[np.complex128]
    largest: float
    slope: float
    horizon: int | None

    @property
    def norm(self) -> Array:
        """(T,): |dh_T/dh_k|, the largest singular value."""
        return self.singular_values[:, 0]

    @property
    def radius(self) -> float:
        """The largest |eigenvalue|."""
        return float(np.abs(self.eigenvalues[0]))

    @property
    def arriving(self) -> float:
        """|dh_T/dh_1|; NaN beyond float64."""
        return float(self.norm[-1])


def spread(setup: VanishingState) -> Spread:
    """The RNN of the setup."""
    gradient = backward(problem(setup))
    weight, values = gradient.problem.weights.weight_hh, decay(gradient).singular_values[:-1]
    return Spread(
        singular_values=values,
        bound=bound(weight, setup.steps - 1),
        eigenvalues=eigenvalues(weight),
        largest=largest_singular_value(weight),
        slope=float(np.abs(gradient.local.hh).mean()),
        horizon=horizon(values[:, 0]),
    )
