"""Why gradients vanish and explode: eigenvalues of W_hh, and the size of ds_t/ds_{t-d} against the distance d."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt
from scipy.linalg import qr
from scipy.linalg.lapack import dgejsv
from threadpoolctl import ThreadpoolController

from rnnviz.core import Array
from rnnviz.core.bptt.jacobians import block, by_distance
from rnnviz.core.bptt.record import GradientRecord
from rnnviz.core.cells import CELLS, Cell, Weights
from rnnviz.core.lstm import LSTM
from rnnviz.core.typed import InputError
from rnnviz.texts import _


def eigenvalues(weight_hh: Array) -> npt.NDArray[np.complex128]:
    """The H eigenvalues of W_hh (H, H), the largest first."""
    values = np.linalg.eigvals(weight_hh).astype(np.complex128)
    return values[np.argsort(-np.abs(values), kind="stable")]


def spectral_radius(weight_hh: Array) -> float:
    """The largest |eigenvalue|."""
    return float(np.abs(eigenvalues(weight_hh)[0]))


def largest_singular_value(weight_hh: Array) -> float:
    """sigma_max: the most that W_hh stretches any vector; never below the spectral radius."""
    return float(np.linalg.norm(weight_hh, 2))


def rescaled(weight_hh: Array, radius: float) -> Array:
    """W_hh (H, H) times one number, so that its spectral radius is `radius`.

    Raises InputError if the radius asked for is negative or not finite, or if all eigenvalues of W_hh are 0.
    """
    now = spectral_radius(weight_hh)
    if not (np.isfinite(radius) and radius >= 0):
        raise InputError(_("{radius} is not a spectral radius: give a number of 0 or more.").format(radius=radius))
    if now == 0:
        raise InputError(
            _("All eigenvalues of W_hh are 0, so no factor gives it a spectral radius: change a weight first.")
        )
    return weight_hh * (radius / now)


def with_radius(weights: Weights, radius: float) -> Weights:
    """The weights with every gate's H x H block of weight_hh rescaled to that spectral radius (RNN: all of it)."""
    hidden = weights.hidden_size
    blocks = weights.weight_hh.reshape(-1, hidden, hidden)
    return replace(weights, weight_hh=np.concatenate([rescaled(each, radius) for each in blocks]))


def with_forget_bias(weights: Weights, bias: float) -> Weights:
    """An LSTM's weights with b_if + b_hf = `bias` in every unit: all of it in bias_ih, none in bias_hh."""
    return with_gate_bias(weights, LSTM, "f", bias)


def with_gate_bias(weights: Weights, cell: Cell, gate: str, bias: float) -> Weights:
    """The weights with `bias` as the whole bias of one gate in every unit: all of it in bias_ih, none in bias_hh."""
    first = cell.gates.index(gate) * weights.hidden_size
    rows = slice(first, first + weights.hidden_size)
    bias_ih, bias_hh = weights.bias_ih.copy(), weights.bias_hh.copy()
    bias_ih[rows], bias_hh[rows] = bias, 0.0
    return replace(weights, bias_ih=bias_ih, bias_hh=bias_hh)


@dataclass(frozen=True, eq=False)
class Decay:
    """ds_t/ds_{t-d} against d. distance (D,): 0, 1, ..., the last being the initial state; singular_values (D, H),
    the largest first; NaN where a Jacobian is beyond float64."""

    distance: npt.NDArray[np.int64]
    singular_values: Array

    @property
    def norm(self) -> Array:
        """(D,): the largest singular value, which is the Jacobian's (spectral) norm."""
        return self.singular_values[:, 0]


def decay(gradient: GradientRecord, t: int | None = None, of: str = "h", by: str = "h") -> Decay:
    """The singular values of d(of)_t/d(by)_{t-d}, of and by "h" or "c" (LSTM only), t from 0 (None: the last step).

    The record's `paths` apply, its window does not. In an LSTM h and c of the earlier step move apart from each other;
    of its blocks only the largest values are right, since what is small in a long product is lost in rounding.
    """
    last = len(gradient.y) - 1 if t is None else t
    blocks = block_of(gradient, last, of, by)
    whole = blocks.shape[1:] == gradient.jacobians.shape[1:]
    values = product_singular_values(gradient.jacobians[last::-1]) if whole else singular_values(blocks)
    return Decay(np.arange(last + 2), values)


def product_singular_values(factors: Array) -> Array:
    """Of 1, A_1, A_1 A_2, ... of the factors (D, H, H): (D + 1, H), the largest first, each to its own last digits.

    The singular values of a long product lie further apart than float64 reaches, so that a product that is formed knows
    the largest alone. Here its transpose is kept as U diag(d) T, U orthogonal, T well conditioned, d as logarithms: the
    form of Loh et al., "Stable matrix-multiplication algorithms", 1989. The values of diag(d) T come from LAPACK's
    one-sided Jacobi method (dgejsv; Drmač, Veselić 2008), which knows the small ones as well as the large ones.
    NaN beyond float64, and from the first factor that is not finite on.
    """
    with libraries().limit(limits=1, user_api="blas"):  # for matrices this small a second thread costs nine times more
        return _product_singular_values(factors)


@cache
def libraries() -> ThreadpoolController:
    """The linear algebra that is loaded, and how many threads it may use."""
    return ThreadpoolController()


def _product_singular_values(factors: Array) -> Array:
    size = factors.shape[-1]
    found = np.full((len(factors) + 1, size), np.nan)
    found[0] = 1.0
    rotation, logs, rest = np.eye(size), np.zeros(size), np.eye(size)
    for step, factor in enumerate(factors, start=1):
        if not np.isfinite(factor).all():
            break
        top = logs.max()
        if top == -np.inf:
            found[step:] = 0.0
            break
        rotation, upper, order = qr(factor.T @ rotation * np.exp(logs - top), pivoting=True)
        sizes = np.abs(np.diag(upper))
        with np.errstate(divide="ignore"):
            logs = np.log(sizes) + top
        rest = upper / np.where(sizes > 0, sizes, 1.0)[:, None] @ rest[order]
        found[step] = graded_singular_values(logs, rest)
    return found


def graded_singular_values(logs: Array, rest: Array) -> Array:
    """Of diag(exp(logs)) rest (H, H), the largest first: (H,). NaN where one is beyond float64."""
    values, there = np.zeros(len(logs)), logs > -np.inf
    top = logs.max()
    if there.any():
        rows = np.exp(logs[there] - top)[:, None] * rest[there]
        made, _, _, scale, *_ = dgejsv(rows.T, joba=2, jobu=3, jobv=3, jobr=0)
        with np.errstate(over="ignore"):
            values[: there.sum()] = np.sort(made * scale[0] / scale[1])[::-1] * np.exp(top)
    values[~np.isfinite(values)] = np.nan
    return values


def block_of(gradient: GradientRecord, t: int, of: str, by: str) -> Array:
    """d(of)_t/d(by)_{t-d} for d = 0 .. t + 1, (t + 2, H, H). Raises ValueError if the cell has no such state."""
    states = CELLS[gradient.problem.cell].states
    if not {of, by} <= set(states):
        raise ValueError(f"{gradient.problem.cell} has the states {', '.join(states)}, got {of!r} by {by!r}")
    return block(by_distance(gradient.jacobians, t), of, by, gradient.hidden_size)


def singular_values(matrices: Array) -> Array:
    """Of each of (D, H, H), the largest first: (D, H). NaN for a matrix that is not finite."""
    values = np.full(matrices.shape[:2], np.nan)
    finite = np.isfinite(matrices).all(axis=(1, 2))
    values[finite] = np.linalg.svd(matrices[finite], compute_uv=False)
    return values


def bound(weight_hh: Array, steps: int, slope: float = 1.0) -> Array:
    """(sigma_max(W_hh) * slope)^d for d = 0 .. steps, (steps + 1,): no |dh_t/dh_{t-d}| of an RNN is above it.

    slope: the largest |phi'| of the steps between; 1 holds for tanh, relu and identity.
    Source: Pascanu, Mikolov, Bengio 2013, "On the difficulty of training recurrent neural networks", section 2.1.
    """
    with np.errstate(over="ignore"):
        powers: Array = (largest_singular_value(weight_hh) * slope) ** np.arange(steps + 1, dtype=np.float64)
    return powers


def horizon(norms: Array, fraction: float = 0.01) -> int | None:
    """The first distance at which the norm is below `fraction` of what it is at distance 0; None: it never is."""
    below = np.flatnonzero(norms < fraction * norms[0])
    return int(below[0]) if below.size else None
