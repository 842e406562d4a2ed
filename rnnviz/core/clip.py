"""Clipping by norm: a gradient that is too long keeps its direction and loses its length."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.typed import InputError

TINY = 1e-6  # torch's, against a division by zero


@dataclass(frozen=True, eq=False)
class Clipped:
    """gradients after clipping; norm: all of them as one vector, before; coefficient: what each was multiplied by."""

    gradients: Mapping[str, Array]
    norm: float
    coefficient: float


def clip_by_norm(gradients: Mapping[str, Array], max_norm: float) -> Clipped:
    """Multiply every gradient by min(1, max_norm / (norm + 1e-6)), norm being that of all of them together.

    Raises InputError unless max_norm is positive. Source: torch.nn.utils.clip_grad_norm_,
    https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_norm_.html.
    """
    if not max_norm > 0:
        raise InputError(f"{max_norm} is no length to clip to: give a number above 0.")
    norm = total_norm(gradients)
    coefficient = float(np.minimum(1.0, max_norm / (norm + TINY)))  # NaN stays NaN
    with np.errstate(invalid="ignore"):
        return Clipped({name: value * coefficient for name, value in gradients.items()}, norm, coefficient)


def total_norm(gradients: Mapping[str, Array]) -> float:
    """The Euclidean norm of all gradients as one vector."""
    with np.errstate(over="ignore", invalid="ignore"):
        return float(np.linalg.norm([np.linalg.norm(value) for value in gradients.values()]))
