"""The functions between linear maps: any shape in, the same shape out, element by element (softmax: the last axis)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rnnviz.core import Array


def tanh(a: Array) -> Array:
    """The hyperbolic tangent, from -1 to 1."""
    return np.tanh(a)


def relu(a: Array) -> Array:
    """a where it is positive, else 0."""
    return np.maximum(a, 0.0)


def identity(a: Array) -> Array:
    """a itself: no activation."""
    return a


def sigmoid(a: Array) -> Array:
    """1 / (1 + e^-a), written with e^-|a| so that nothing overflows and small values keep all their digits."""
    e = np.exp(-np.abs(a))
    return np.where(a >= 0, 1.0, e) / (1.0 + e)


def softmax(y: Array) -> Array:
    """e^y / sum e^y along the last axis; the largest y is taken off first, which changes nothing but the overflow."""
    with np.errstate(over="ignore"):  # a difference beyond float64 is -inf, and e^-inf = 0 is right
        e: Array = np.exp(y - y.max(axis=-1, keepdims=True))
    total: Array = e.sum(axis=-1, keepdims=True)
    return e / total


# What an RNN cell may put after its sum; "identity" is slip g of the slides, the linear recurrence.
ACTIVATIONS: dict[str, Callable[[Array], Array]] = {"tanh": tanh, "relu": relu, "identity": identity}
