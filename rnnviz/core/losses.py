"""What the output is asked for: squared error or softmax cross-entropy, at the last step only or at every step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.activations import softmax
from rnnviz.core.typed import InputError, counted
from rnnviz.texts import _

AT: dict[str, str] = {"last": _("at the last step"), "every": _("at every step")}


@dataclass(frozen=True)
class LossKind:
    """`value` and `gradient` map y (N, O) and its targets to E (N,) and dE/dy (N, O); `torch`: the same in torch."""

    name: str
    torch: str
    value: Callable[[Array, Array], Array]
    gradient: Callable[[Array, Array], Array]


def squared_error(y: Array, target: Array) -> Array:
    """E = 1/2 sum_o (y_o - target_o)^2, for y and target (N, O): (N,)."""
    error: Array = 0.5 * np.sum((y - target) ** 2, axis=-1)
    return error


def squared_error_gradient(y: Array, target: Array) -> Array:
    """dE/dy = y - target: the half takes the 2 away."""
    return y - target


def cross_entropy(y: Array, target: Array) -> Array:
    """E = -log softmax(y)[target] for y (N, O) and classes target (N,), from 0: (N,)."""
    shifted: Array = y - y.max(axis=-1, keepdims=True)
    error: Array = np.log(np.exp(shifted).sum(axis=-1)) - shifted[np.arange(len(y)), target.astype(int)]
    return error


def cross_entropy_gradient(y: Array, target: Array) -> Array:
    """dE/dy = softmax(y) - one-hot(target)."""
    return softmax(y) - one_hot(target, y.shape[-1])


def one_hot(target: Array, outputs: int) -> Array:
    """Classes (N,) from 0 into rows of 0 and a 1, (N, O)."""
    rows: Array = np.eye(outputs)[target.astype(int)]
    return rows


LOSSES: dict[str, LossKind] = {
    "squared": LossKind(
        _("squared error"), '0.5 * F.mse_loss(y, target, reduction="sum")', squared_error, squared_error_gradient
    ),
    "cross_entropy": LossKind(
        _("softmax cross-entropy"),
        'F.cross_entropy(y, target, reduction="sum")',
        cross_entropy,
        cross_entropy_gradient,
    ),
}


@dataclass(frozen=True, eq=False)
class Loss:
    """L = sum of E_t over the steps that have one: the last (at "last", N = 1) or all (at "every", N = T).

    target: numbers (N, O) for "squared", classes (N,) from 0 to O - 1 for "cross_entropy". A sum, not a mean, over
    steps and outputs, so that E_1, E_2, ... add up to L.
    Source: slides 003, "Back Propagation Through Time"; torch.nn.MSELoss and torch.nn.CrossEntropyLoss with
    reduction="sum" (the squared error has a factor 1/2 that MSELoss has not).
    """

    kind: str
    target: Array
    at: str = "every"

    def __post_init__(self) -> None:
        for what, key, choices in (("loss", self.kind, list(LOSSES)), ("place of the loss", self.at, list(AT))):
            if key not in choices:
                raise ValueError(f"{what} must be one of {', '.join(choices)}, got {key!r}")

    def steps(self, total: int) -> slice:
        """The steps t that have an E_t, of `total`."""
        return slice(total - 1 if self.at == "last" else 0, total)

    def values(self, y: Array) -> Array:
        """E_t (T,) for y (T, O), zero where there is no E_t. Raises InputError if the targets do not fit y."""
        self.check(y)
        errors = np.zeros(len(y))
        here = self.steps(len(y))
        with np.errstate(over="ignore", invalid="ignore"):  # an exploding run is something to look at
            errors[here] = LOSSES[self.kind].value(y[here], self.target)
        return errors

    def gradients(self, y: Array) -> Array:
        """dE_t/dy_t (T, O) for y (T, O), zero where there is no E_t. Raises InputError if the targets do not fit y."""
        self.check(y)
        gradients = np.zeros(y.shape)
        here = self.steps(len(y))
        with np.errstate(over="ignore", invalid="ignore"):
            gradients[here] = LOSSES[self.kind].gradient(y[here], self.target)
        return gradients

    def target_rows(self, y: Array) -> Array:
        """The targets as (T, O), classes as one-hot rows; NaN at steps that have no E_t."""
        rows = np.full(y.shape, np.nan)
        rows[self.steps(len(y))] = one_hot(self.target, y.shape[1]) if self.kind == "cross_entropy" else self.target
        return rows

    def check(self, y: Array) -> None:
        """Raises InputError, a sentence for the learner, unless the targets fit y (T, O)."""
        rows, outputs = (1 if self.at == "last" else y.shape[0]), y.shape[1]
        if self.kind == "squared":
            check_numbers(self.target, rows, outputs)
        else:
            check_classes(self.target, rows, outputs)


def check_numbers(target: Array, rows: int, outputs: int) -> None:
    if np.shape(target) != (rows, outputs):
        asked = _("{rows} of {outputs}").format(
            rows=counted(rows, "{n} row", "{n} rows"), outputs=counted(outputs, "{n} number", "{n} numbers")
        )
        raise InputError(
            _("The targets do not fit the outputs: give {asked}, not {target}.").format(
                asked=asked, target=shape_in_words(target)
            )
        )
    if not np.isfinite(target).all():
        raise InputError(_("A target is not a number: give finite numbers."))


def check_classes(target: Array, rows: int, outputs: int) -> None:
    if np.shape(target) != (rows,):
        raise InputError(
            _("The classes do not fit the steps: give {rows}, not {target}.").format(
                rows=counted(rows, "{n} class", "{n} classes"), target=np.size(target)
            )
        )
    if not np.isin(target, np.arange(outputs)).all():
        raise InputError(_("There is no such class: give whole numbers from 1 to {outputs}.").format(outputs=outputs))


def shape_in_words(target: Array) -> str:
    """ "3 rows of 2 numbers" for (3, 2), "a list of 2" for (2,)."""
    if np.ndim(target) != 2:
        return _("a list of {target}").format(target=np.size(target))
    return _("{rows} of {numbers}").format(
        rows=counted(target.shape[0], "{n} row", "{n} rows"),
        numbers=counted(target.shape[1], "{n} number", "{n} numbers"),
    )


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
        raise InputError(_("Every example is ignored or weighs 0: the mean is not defined. Keep one."))
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
        raise InputError(_("A score is empty or not a number: type a number into every cell."))
    if not np.isin(kept, np.arange(scores.shape[1])).all():
        raise InputError(
            _("A class is a whole number from 0 to {shape}, or the ignored one.").format(shape=scores.shape[1] - 1)
        )
    if weights.shape != (scores.shape[1],) or not (np.isfinite(weights).all() and (weights >= 0).all()):
        raise InputError(_("A weight is a number from 0 on, one for each class."))
