"""An embedding's table with a loss behind it: what is read, what that costs, and the gradient of every row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from rnnviz.core import Array
from rnnviz.core.losses import cross_entropy, cross_entropy_gradient, squared_error, squared_error_gradient
from rnnviz.texts import _

Ids = npt.NDArray[np.int64]
CLASSES = 2


@dataclass(frozen=True, eq=False)
class TableProblem:
    """table (V, D); ids (N, T); loss: a key of LOSSES; target: (N,) classes from 0, or (D,) numbers.

    weight: of the read-out, (C, D) for "mean", (C, T D) for "flat", unused for "target"; it has no bias and does not
    learn. padding_idx: the row whose gradient is set to 0, as in torch.nn.Embedding.
    """

    table: Array
    ids: Ids
    loss: str
    target: Array
    weight: Array
    padding_idx: int | None = None


@dataclass(frozen=True, eq=False)
class Read:
    """One look at some lines. rows (N, T, D): what the table gives; errors (N,); d_rows (N, T, D): dL/drows.

    gradient (V, D): row r is the sum of d_rows over the places where r was read; counts (V,): how many these are.
    """

    ids: Ids
    rows: Array
    errors: Array
    d_rows: Array
    gradient: Array
    counts: Ids

    @property
    def loss(self) -> float:
        """L, the sum of the lines' errors."""
        return float(self.errors.sum())


Way = Callable[[TableProblem, Array, Array], tuple[Array, Array]]  # rows (N, T, D), targets -> errors (N,), d_rows


@dataclass(frozen=True)
class TableLoss:
    """title and note are for the screen; way: errors and gradient; classes: whether its targets are classes."""

    title: str
    note: str
    way: Way
    classes: bool


def to_target(problem: TableProblem, rows: Array, target: Array) -> tuple[Array, Array]:
    """E = 1/2 sum over places |row - target|^2."""
    flat, wanted = rows.reshape(len(rows), -1), np.tile(target, rows.shape[1])[None]
    return squared_error(flat, wanted), squared_error_gradient(flat, wanted).reshape(rows.shape)


def of_mean(problem: TableProblem, rows: Array, target: Array) -> tuple[Array, Array]:
    """Softmax cross-entropy of y = W mean(rows): every place gets the same dE/drow = W^T dE/dy / T."""
    y = rows.mean(axis=1) @ problem.weight.T
    d_mean = cross_entropy_gradient(y, target) @ problem.weight
    return cross_entropy(y, target), np.repeat(d_mean[:, None] / rows.shape[1], rows.shape[1], axis=1)


def of_all(problem: TableProblem, rows: Array, target: Array) -> tuple[Array, Array]:
    """Softmax cross-entropy of y = W [row_1, ..., row_T]: every place has weights of its own."""
    y = rows.reshape(len(rows), -1) @ problem.weight.T
    d_flat = cross_entropy_gradient(y, target) @ problem.weight
    return cross_entropy(y, target), d_flat.reshape(rows.shape)


LOSSES: dict[str, TableLoss] = {
    "target": TableLoss(
        _("Squared error"),
        _(
            "Every vector that is read should become the target. E is half the squared "
            "distance, summed over the places."
        ),
        to_target,
        False,
    ),
    "mean": TableLoss(
        _("Class of the mean"),
        _("The mean of the vectors goes through a linear layer to two classes. The loss is the softmax cross-entropy."),
        of_mean,
        True,
    ),
    "flat": TableLoss(
        _("Class, by places"),
        _(
            "All vectors side by side go through a linear layer to two classes, with weights of its own for every "
            "place: softmax cross-entropy."
        ),
        of_all,
        True,
    ),
}


def read(problem: TableProblem, lines: slice = slice(None)) -> Read:
    """Look the lines up, and carry the gradient of their loss back into the table."""
    ids = problem.ids[lines]
    rows = problem.table[ids]
    target = problem.target[lines] if LOSSES[problem.loss].classes else problem.target
    with np.errstate(over="ignore", invalid="ignore"):  # a table that has run away is something to look at
        errors, d_rows = LOSSES[problem.loss].way(problem, rows, target)
    gradient = np.zeros(problem.table.shape)
    np.add.at(gradient, ids, d_rows)
    if problem.padding_idx is not None:
        gradient[problem.padding_idx] = 0.0
    return Read(ids, rows, errors, d_rows, gradient, np.bincount(ids.ravel(), minlength=len(problem.table)))


def with_table(problem: TableProblem, table: Array) -> TableProblem:
    return replace(problem, table=table)
