"""Scores to a loss in torch's two ways: LogSoftmax and NLLLoss, or CrossEntropyLoss at once (row 32)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.activations import softmax
from rnnviz.core.losses import cross_entropy
from rnnviz.core.typed import InputError


@dataclass(frozen=True)
class Scored:
    """`log_p` (N, C); each example's `losses` (N,), 0 where it is ignored; their mean, weighted as torch weighs it."""

    log_p: Array
    losses: Array
    nll: float
    cross_entropy: float
    twice: float


def scored(scores: Array, target: Array, weight: Array | None = None, ignore: int = -100) -> Scored:
    """Both ways for scores (N, C) and classes (N,), and `twice`: softmax first, then CrossEntropyLoss.

    Source: torch.nn.NLLLoss, sum w_y E / sum w_y over the examples that are not ignored. Raises InputError.
    """
    kept = target != ignore
    weights = np.ones(scores.shape[1]) if weight is None else weight
    check(scores, target[kept], weights)
    chosen = np.where(kept, target, 0).astype(int)
    w = np.where(kept, weights[chosen], 0.0)
    if not w.sum() > 0:
        raise InputError("Every example is ignored or weighs 0: the mean is not defined. Keep one.")
    log_p = log_softmax(scores)
    losses = -log_p[np.arange(len(scores)), chosen]
    mean = [float((w * it).sum() / w.sum()) for it in (losses, cross_entropy(scores, chosen))]
    twice = float((w * cross_entropy(softmax(scores), chosen)).sum() / w.sum())
    return Scored(log_p, np.where(kept, losses, 0.0), mean[0], mean[1], twice)


def log_softmax(scores: Array) -> Array:
    shifted: Array = scores - scores.max(axis=-1, keepdims=True)
    found: Array = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return found


def check(scores: Array, kept: Array, weights: Array) -> None:
    if not np.isfinite(scores).all():
        raise InputError("A score is empty or not a number: type a number into every cell.")
    if not np.isin(kept, np.arange(scores.shape[1])).all():
        raise InputError(f"A class is a whole number from 0 to {scores.shape[1] - 1}, or the ignored one.")
    if weights.shape != (scores.shape[1],) or not (np.isfinite(weights).all() and (weights >= 0).all()):
        raise InputError("A weight is a number from 0 on, one for each class.")
