"""Backpropagation through time with every factor kept: what the gradient microscope shows."""

from __future__ import annotations

from rnnviz.core.bptt.checks import Check, central_differences, check
from rnnviz.core.bptt.jacobians import BOTH_PATHS, block, by_distance, state_jacobians
from rnnviz.core.bptt.paths import Factor, chain, norms, number_chain, product, running_products
from rnnviz.core.bptt.record import (
    PARAMETERS,
    GradientRecord,
    Problem,
    backward,
    contributions,
    gradients_of,
    of_states,
)

__all__ = ["BOTH_PATHS", "PARAMETERS", "Check", "Factor", "GradientRecord", "Problem"]
__all__ += ["backward", "block", "by_distance", "central_differences", "chain", "check", "contributions"]
__all__ += ["gradients_of", "norms", "number_chain", "of_states", "product", "running_products", "state_jacobians"]
