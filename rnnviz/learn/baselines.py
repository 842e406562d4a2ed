"""What can be scored without a recurrent net: the levels beside which a net's accuracy is to be read."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from rnnviz.learn.data.examples import Dataset, Examples

Ids = npt.NDArray[np.int64]
MOST_STEPS = 1000  # of the solver


@dataclass(frozen=True)
class Baseline:
    """The share of the held-out labels that it gets right, and the seconds that it learned for."""

    accuracy: float
    seconds: float


def most_common(data: Dataset) -> Baseline:
    """Always the label that comes most often among those that are learned from."""
    began = time.perf_counter()
    usual = np.bincount(labels(data.train), minlength=data.outputs).argmax()
    return Baseline(float((labels(data.held_out) == usual).mean()), time.perf_counter() - began)


def bag(data: Dataset) -> Baseline:
    """Logistic regression over how often each id comes, in any order: scikit-learn's, with its own settings.

    Source: https://scikit-learn.org/stable/modules/generated/sklearn.linear_model.LogisticRegression.html.
    """
    from sklearn.linear_model import LogisticRegression  # 0.8 s to import

    began = time.perf_counter()
    model = LogisticRegression(max_iter=MOST_STEPS).fit(counts(data.train, data.width), labels(data.train))
    accuracy = float(model.score(counts(data.held_out, data.width), labels(data.held_out)))
    return Baseline(accuracy, time.perf_counter() - began)


def usual_next(data: Dataset) -> Baseline:
    """After each id the one that follows it most often: one step of memory, and no more."""
    began = time.perf_counter()
    pairs = np.zeros((data.width, data.outputs), np.int64)
    np.add.at(pairs, (ids(data.train), labels(data.train)), 1)
    accuracy = float((pairs.argmax(axis=1)[ids(data.held_out)] == labels(data.held_out)).mean())
    return Baseline(accuracy, time.perf_counter() - began)


BASELINES: dict[str, dict[str, Callable[[Dataset], Baseline]]] = {
    "names": {"most common language": most_common, "bag of letters": bag},
    "sentiment": {"most common label": most_common, "bag of words": bag},
    "characters": {"most common letter": most_common, "the usual next letter": usual_next},
}
"""By task: what a net is compared with."""


def labels(side: Examples) -> Ids:
    """Every label of a side, whether one a sequence or one a step."""
    y: Ids = picked(side, side.y).numpy().astype(np.int64)
    return y.ravel()


def ids(side: Examples) -> Ids:
    """Every id of a side that has a label at each step, in the labels' order."""
    x: Ids = picked(side, side.x).numpy().astype(np.int64)
    return x.ravel()


def counts(side: Examples, width: int) -> Ids:
    """How often each of `width` ids comes in each sequence (N, width); padding is not counted."""
    x = picked(side, side.x).long()
    there = (torch.arange(x.shape[1])[None, :] < side.lengths[:, None]).long()
    found: Ids = torch.zeros(len(x), width, dtype=torch.long).scatter_add_(1, x, there).numpy()
    return found


def picked(side: Examples, values: torch.Tensor) -> torch.Tensor:
    return values if side.rows is None else values[side.rows]
