"""Holding a gate at a number, whatever its pre-activation says."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from rnnviz.core import Array

FREE: Mapping[str, float] = MappingProxyType({})


def held(gate: str, value: Array, clamps: Mapping[str, float]) -> Array:
    """The gate's value (H,), or the number it is clamped to at this step (NaN: free)."""
    clamp = clamps.get(gate, np.nan)
    return value if np.isnan(clamp) else np.full_like(value, clamp)
