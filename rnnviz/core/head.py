"""The output layer over a run: y_t = W_y h_t + b_y, and softmax(y_t) where classes are wanted (S2, S3)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.activations import softmax as softmax_of

HEAD_FORMS = ("right", "slide")


@dataclass(frozen=True, eq=False)
class Head:
    """weight (O, H), bias (O,), as in torch.nn.Linear(H, O). Raises ValueError if they do not fit each other."""

    weight: Array
    bias: Array

    def __post_init__(self) -> None:
        weight, bias = np.shape(self.weight), np.shape(self.bias)
        if len(weight) != 2 or 0 in weight or bias != weight[:1]:
            raise ValueError(f"head needs weight (O, H) and bias (O,), got weight {weight}, bias {bias}")


@dataclass(frozen=True, eq=False)
class HeadRecord:
    """y (T, O): the linear layer's numbers; p (T, O): their softmax, each row adding up to 1, or None if it is off."""

    y: Array
    p: Array | None


def apply_head(head: Head, h: Array, *, softmax: bool = False, form: str = "right") -> HeadRecord:
    """Read h (T, H) out at every step. form "slide" is slip c (S2): it reads h_1 at every step, so y never moves.

    Raises ValueError when h does not fit the head or the form is unknown. Infinite h gives infinite or NaN y, unwarned.
    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html.
    """
    if np.ndim(h) != 2 or len(h) == 0:
        raise ValueError(f"h must be (T, H) with T >= 1, got {np.shape(h)}")
    check_head(head, h.shape[1], form)
    read = np.repeat(h[:1], len(h), axis=0) if form == "slide" else h
    with np.errstate(over="ignore", invalid="ignore"):
        y: Array = read @ head.weight.T + head.bias
        return HeadRecord(y, softmax_of(y) if softmax else None)


def check_head(head: Head, hidden_size: int, form: str) -> None:
    """ValueError unless the head reads that many units and the form is known."""
    if form not in HEAD_FORMS:
        raise ValueError(f"form of the head must be one of {', '.join(HEAD_FORMS)}, got {form!r}")
    if head.weight.shape[1] != hidden_size:
        raise ValueError(
            f"head reads {head.weight.shape[1]} units, weight {head.weight.shape}, but h has {hidden_size}"
        )
