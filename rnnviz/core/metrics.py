"""How good predictions are: errors of numbers, and right and wrong classes; and the slides' 3-point table (row 23)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from rnnviz.core import Array
from rnnviz.core.typed import InputError
from rnnviz.texts import _

SLIDE_Y: tuple[float, ...] = (11.18, 11.66, 8.97)
SLIDE_Y_HAT: tuple[float, ...] = (-0.33, -0.61, 1.35)
SLIDE_SAYS: dict[str, float] = {"7.62²": 50.06, "MSE": 111.03, "MAE": 10.46, "R²": -79.91}
"""What the slide prints (S0, slip e). Its 7.62² is wrong, and MSE and R² with it."""
Labels = npt.NDArray[np.int64]


NOT_DEFINED = _("not defined: nothing varies")


@dataclass(frozen=True)
class Terms:
    """Every term of the three scores, one entry a point: arrays (N,) in the unit of y, or its square."""

    y: Array
    y_hat: Array
    errors: Array
    squares: Array
    mean: float
    from_mean: Array
    from_mean_squares: Array
    mse: float
    mae: float
    r2: float


def terms(y: Array, y_hat: Array) -> Terms:
    """The terms of y (N,) against y_hat (N,); R² is NaN where every y is the same. Raises InputError."""
    y, y_hat = np.asarray(y, dtype=np.float64).ravel(), np.asarray(y_hat, dtype=np.float64).ravel()
    _check(len(y), len(y_hat))
    errors, from_mean = y - y_hat, y - y.mean()
    squares, spread = errors**2, from_mean**2
    r2 = 1 - squares.sum() / spread.sum() if y.min() < y.max() else np.nan
    return Terms(
        y, y_hat, errors, squares, float(y.mean()), from_mean, spread,
        float(squares.mean()), float(np.abs(errors).mean()), float(r2),
    )  # fmt: skip


def defined(score: float | None) -> bool:
    """Whether a score is a number: in records one that is not defined is None."""
    return score is not None and bool(np.isfinite(score))


def score_text(score: float | None, form: str = ".4g") -> str:
    """A score as it is shown: R² has no value where every y is the same."""
    return NOT_DEFINED if score is None or not defined(score) else format(score, form)


def slide_terms() -> Terms:
    """The slides' three points with their 7.62² = 50.06, and the MSE and R² that follow from it (S0, slip e)."""
    found = terms(np.array(SLIDE_Y), np.array(SLIDE_Y_HAT))
    squares = np.where(np.isclose(found.errors, 7.62), SLIDE_SAYS["7.62²"], found.squares)
    r2 = 1 - squares.sum() / found.from_mean_squares.sum()
    return replace(found, squares=squares, mse=float(squares.mean()), r2=float(r2))


def regression(y: Array, y_hat: Array) -> dict[str, float]:
    """R², MAE and MSE of y against y_hat, of any equal shape. Raises InputError."""
    found = terms(y, y_hat)
    return {"R²": found.r2, "MAE": found.mae, "MSE": found.mse}


def mean_and_range(runs: Sequence[Sequence[float | None]]) -> tuple[list[float | None], ...]:
    """Mean, least and most of the runs (R, N) at each of N places; None where a run has no score there."""
    found: list[tuple[float | None, ...]] = []
    for values in zip(*runs, strict=True):
        known = [value for value in values if value is not None]
        whole = len(known) == len(values)
        found.append((float(np.mean(known)), min(known), max(known)) if whole else (None, None, None))
    return tuple([it[k] for it in found] for k in range(3))


def accuracy(labels: Labels, guesses: Labels) -> float:
    """The share of the N guesses that are right. Raises InputError."""
    _check(len(labels), len(guesses))
    return float(np.mean(np.asarray(labels) == np.asarray(guesses)))


def confusion(labels: Labels, guesses: Labels, classes: int) -> Array:
    """Row: the true class; column: the guess; each row sums to 1 (C, C). A class never met has a row of zeros."""
    _check(len(labels), len(guesses))
    counts = np.zeros((classes, classes))
    np.add.at(counts, (np.asarray(labels), np.asarray(guesses)), 1.0)
    rows = counts.sum(axis=1, keepdims=True)
    shares: Array = np.divide(counts, rows, out=np.zeros_like(counts), where=rows > 0)
    return shares


def standard_error(share: float, count: int) -> float:
    """Of a share of `count` independent answers that are right: the root of p(1 − p)/n. Raises InputError."""
    _some(count)
    return math.sqrt(share * (1 - share) / count)


def can_be_chance(one: float, other: float, count: int, other_count: int | None = None) -> bool:
    """Whether two shares differ by no more than two standard errors, if both come from one share. Raises InputError."""
    counts = count, count if other_count is None else other_count
    pooled = (one * counts[0] + other * counts[1]) / max(sum(counts), 1)
    return abs(one - other) <= 2 * math.hypot(*(standard_error(pooled, it) for it in counts))


def per_cent(share: float) -> str:
    """ "58 %"."""
    return f"{100 * share:.0f} %"


def interval(share: float, count: int) -> tuple[float, float]:
    """Wilson's interval of a share, two standard errors wide: also where none or all are right. Raises InputError."""
    _some(count)
    extra = 4 / count
    middle = share + extra / 2
    half = 2 * math.sqrt(share * (1 - share) / count + extra / 4 / count)
    return max(0.0, (middle - half) / (1 + extra)), min(1.0, (middle + half) / (1 + extra))


def spread(share: float, count: int) -> str:
    """A share and between what it can lie: "58 % (36 to 77)". Raises InputError."""
    low, high = interval(share, count)
    return _("{share} ({low:.0f} to {high:.0f})").format(share=per_cent(share), low=100 * low, high=100 * high)


def compared(one: tuple[str, float], other: tuple[str, float], count: int, other_count: int | None = None) -> str:
    """Two named shares with their intervals, and whether their difference can be chance. Raises InputError."""
    counts = count, count if other_count is None else other_count
    shown = ", ".join(f"{name} {spread(share, n)}" for (name, share), n in zip((one, other), counts, strict=True))
    if can_be_chance(one[1], other[1], *counts):
        return _("{shown}. This difference can be chance.").format(shown=shown)
    return _("{shown}. The difference is larger than chance explains.").format(shown=shown)


def _some(count: int) -> None:
    if count < 1:
        raise InputError(_("There is nothing to score: give at least one value and its prediction."))


def _check(count: int, guesses: int) -> None:
    if count != guesses:
        raise InputError(
            _("There are {count} true values and {guesses} predictions: give as many of each.").format(
                count=count, guesses=guesses
            )
        )
    _some(count)
