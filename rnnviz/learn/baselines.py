"""What can be scored without a recurrent net: the levels beside which a net's accuracy is to be read."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import torch

from rnnviz.jobs.serve import Reporter
from rnnviz.learn.data.examples import Dataset, Examples
from rnnviz.learn.plan import OWN_FILE, Plan
from rnnviz.learn.tasks import task_of
from rnnviz.texts import _, marked
from rnnviz.whole_torch import wait_for_torch

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Ids = npt.NDArray[np.int64]
MOST_STEPS = 1000  # of the solver
MOST_TEXTS = 20_000  # that it learns from


@dataclass(frozen=True)
class Baseline:
    """The share of the validation labels that it gets right, and the seconds that it learned for."""

    accuracy: float
    seconds: float


def most_common(data: Dataset) -> Baseline:
    """Always the label that comes most often among those that are learned from."""
    began = time.perf_counter()
    usual = np.bincount(labels(data.train), minlength=data.outputs).argmax()
    return Baseline(float((labels(data.validation) == usual).mean()), time.perf_counter() - began)


def bag(data: Dataset) -> Baseline:
    """Logistic regression over how often each id comes, in any order: scikit-learn's, with its own settings.

    Source: https://scikit-learn.org/stable/modules/generated/sklearn.linear_model.LogisticRegression.html.
    """
    wait_for_torch()
    from sklearn.linear_model import LogisticRegression  # 0.8 s to import

    began = time.perf_counter()
    train = some(data.train, MOST_TEXTS)
    model = LogisticRegression(max_iter=MOST_STEPS).fit(counts(train, data.width), labels(train))
    accuracy = float(model.score(counts(data.validation, data.width), labels(data.validation)))
    return Baseline(accuracy, time.perf_counter() - began)


def usual_next(data: Dataset) -> Baseline:
    """After each id the one that follows it most often: one step of memory, and no more."""
    began = time.perf_counter()
    pairs = np.zeros((data.width, data.outputs), np.int64)
    np.add.at(pairs, (ids(data.train), labels(data.train)), 1)
    accuracy = float((pairs.argmax(axis=1)[ids(data.validation)] == labels(data.validation)).mean())
    return Baseline(accuracy, time.perf_counter() - began)


BASELINES: dict[str, dict[str, Callable[[Dataset], Baseline]]] = {
    "names": {marked("most common language"): most_common, marked("bag of letters"): bag},
    "sentiment": {marked("most common label"): most_common, marked("bag of words"): bag},
    "characters": {marked("most common letter"): most_common, marked("the usual next letter"): usual_next},
}
"""By task: what a net is compared with."""
OWN_NAMES = {"most common language": marked("most common class")}


def labels(side: Examples) -> Ids:
    """Every label of a side, whether one a sequence or one a step."""
    y: Ids = picked(side, side.y).numpy().astype(np.int64)
    return y.ravel()


def ids(side: Examples) -> Ids:
    """Every id of a side that has a label at each step, in the labels' order."""
    x: Ids = picked(side, side.x).numpy().astype(np.int64)
    return x.ravel()


def counts(side: Examples, width: int) -> csr_array:
    """How often each of `width` ids comes in each sequence (N, width); padding is not counted."""
    from scipy.sparse import csr_array  # as slow to import as what uses it

    x = picked(side, side.x)
    there = torch.arange(x.shape[1])[None, :] < side.lengths[:, None]
    rows = torch.arange(len(x))[:, None].expand_as(x)[there].numpy()
    found = csr_array((np.ones(len(rows), np.int64), (rows, x[there].numpy())), shape=(len(x), width))
    found.sum_duplicates()
    return found


def some(side: Examples, most: int) -> Examples:
    """At most so many of a side's sequences, drawn at random."""
    if len(side) <= most:
        return side
    index = torch.randperm(len(side), generator=torch.Generator().manual_seed(0))[:most]
    rows = index if side.rows is None else side.rows[index]
    return replace(side, lengths=side.lengths[index], rows=rows)


def of_plan(tell: Reporter, plan: Plan) -> dict[str, Baseline]:
    """Those of the data that a run is about, a learner's own among them; for a process. Raises InputError."""
    tell.doing(_("scoring without a net"))
    return named(plan, task_of(plan).load(plan, tell))


def named(plan: Plan, data: Dataset) -> dict[str, Baseline]:
    """Those of a plan's task on this data, by name."""
    own = plan.source == OWN_FILE
    return {OWN_NAMES.get(name, name) if own else name: found(data) for name, found in BASELINES[plan.task].items()}


def picked(side: Examples, values: torch.Tensor) -> torch.Tensor:
    return values if side.rows is None else values[side.rows]
