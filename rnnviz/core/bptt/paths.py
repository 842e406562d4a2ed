"""One path of the gradient as a product of matrices: from E_t back through the states to a parameter at step k."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from rnnviz.core import Array
from rnnviz.core.activations import softmax
from rnnviz.core.bptt.record import GradientRecord
from rnnviz.core.cells import CELLS, Cell

THROUGH = "diag(through) + sum over gates of diag(gates) weight_hh's block"


def state_key(cell: Cell) -> str:
    """How ds_t/ds_{t-1} comes from its pieces: for a cell without gates, with gates, without weight_hh."""
    if not cell.gates:
        return "diag(slope) weight_hh"
    if "weight_hh" not in cell.arrays:
        return "diag(through)"
    return THROUGH if len(cell.states) == 1 else f"{THROUGH}, in the columns of h"


# Every latex_key and how the matrix comes from the factor's pieces, which go by these names.
LATEX_KEYS: dict[str, str] = {
    "error.squared": "y - target",
    "error.cross_entropy": "p - target (one-hot)",
    "head": "weight",
    "head.lstm": "weight, then zeros: the output does not read c",
    "error_by_state": "dE/dy times weight",
    **{f"state.{name}": state_key(cell) for name, cell in CELLS.items()},
    "local.weight_ih": "diag(gates) times x",
    "local.weight_hh": "diag(gates) times h_prev",
    "local.bias_ih": "diag(gates)",
    "local.bias_hh": "diag(gates)",
    "local.head_weight": "h in every output's own row",
    "local.head_bias": "the identity",
    "number": "value",
}


@dataclass(frozen=True, eq=False)
class Factor:
    """One matrix of a chain: the derivative of quantity `of` at step of_step by quantity `by` at step by_step.

    name: for the screen, steps counted from 1, as "∂h_3/∂h_2"; of_step and by_step count from 0 (None: a parameter).
    "(h, c)" stands for the LSTM's two states on end. matrix: (entries of `of`, entries of `by`); a parameter's entries
    are flattened row by row, and by_shape says from which shape. pieces: the arrays its formula, LATEX_KEYS[latex_key],
    is made of; `slope` (H,), `through` (n, n, H) and `gates` (n, G, H) are diagonals.
    """

    name: str
    latex_key: str
    matrix: Array
    of: str
    by: str
    of_step: int
    by_step: int | None
    by_shape: tuple[int, ...]
    pieces: Mapping[str, Array]


def chain(gradient: GradientRecord, t: int, k: int, parameter: str) -> list[Factor]:
    """dE_t/dy_t, dy_t/dh_t, dh_t/dh_{t-1}, ..., dh_{k+1}/dh_k, dh_k/d(parameter): step k's part of dE_t/d(parameter).

    The last is the direct derivative: the state before k is held. A parameter of the head has two factors, and k = t.
    Raises KeyError for a parameter that the cell has not, ValueError if E_t does not reach k (k > t, outside the run,
    or beyond the window) or if the head is asked for at k != t.
    """
    if parameter not in gradient.gradients:
        raise KeyError(f"no parameter {parameter!r}; there are {', '.join(gradient.gradients)}")
    of_head = parameter.startswith("head")
    if not gradient.reaches(t, k) or (of_head and k != t):
        raise ValueError(f"no path from E_{t + 1} to {parameter} at step {k + 1}")
    first = error_factor(gradient, t)
    if of_head:
        return [first, head_parameter_factor(gradient, t, parameter)]
    states = [state_factor(gradient, j) for j in range(t, k, -1)]
    return [first, head_factor(gradient, t), *states, parameter_factor(gradient, k, parameter)]


def error_factor(gradient: GradientRecord, t: int) -> Factor:
    """dE_t/dy_t (1, O)."""
    loss, y = gradient.problem.loss, gradient.y
    target = loss.target_rows(y)[t]
    pieces = {"y": y[t], "target": target}
    if loss.kind == "cross_entropy":
        pieces["p"] = softmax(y[t])
    matrix = gradient.dy[t][None]
    return Factor(named("E", t, "y", t), f"error.{loss.kind}", matrix, "E", "y", t, t, y[t].shape, pieces)


def head_factor(gradient: GradientRecord, t: int) -> Factor:
    """dy_t/dh_t = W_y (O, H); for the LSTM dy_t/d(h, c)_t = [W_y, 0] (O, 2H)."""
    weight, state = gradient.problem.head.weight, state_name(gradient)
    matrix = np.zeros((len(weight), gradient.jacobians.shape[-1]))
    matrix[:, : weight.shape[1]] = weight
    key = "head" if state == "h" else "head.lstm"
    return Factor(named("y", t, state, t), key, matrix, "y", state, t, t, matrix.shape[1:], {"weight": weight})


def state_factor(gradient: GradientRecord, t: int) -> Factor:
    """ds_t/ds_{t-1} (S, S); t = 0 is by the initial state."""
    problem, state, matrix = gradient.problem, state_name(gradient), gradient.jacobians[t]
    pieces = {"weight_hh": problem.weights.weight_hh}
    if not CELLS[problem.cell].gates:
        pieces["slope"] = gradient.local.hh[t, 0, 0] * gradient.paths["gates"]
    else:
        pieces["through"] = gradient.local.through[t] * gradient.paths["cell"]
        pieces["gates"] = gradient.local.hh[t] * gradient.paths["gates"]
    key = f"state.{problem.cell}"
    return Factor(named(state, t, state, t - 1), key, matrix, state, state, t, t - 1, matrix.shape[1:], pieces)


def parameter_factor(gradient: GradientRecord, k: int, parameter: str) -> Factor:
    """ds_k/d(parameter), direct (S, entries): each gate's diagonal, times what stands at the weight's input."""
    gates = (gradient.local.ih if parameter.endswith("_ih") else gradient.local.hh)[k]
    matrix, pieces = diagonal_blocks(gates), {"gates": gates}
    standing = {"weight_ih": "x", "weight_hh": "h_prev"}.get(parameter)
    if standing:
        pieces[standing] = getattr(gradient.forward, standing)[k]
        matrix = (matrix[:, :, None] * pieces[standing]).reshape(len(matrix), -1)
    state, shape = state_name(gradient), gradient.gradients[parameter].shape
    return Factor(named(state, k, parameter), f"local.{parameter}", matrix, state, parameter, k, None, shape, pieces)


def head_parameter_factor(gradient: GradientRecord, t: int, parameter: str) -> Factor:
    """dy_t/dW_y (O, O*H) or dy_t/db_y (O, O)."""
    h, shape = gradient.forward.h[t], gradient.gradients[parameter].shape
    matrix = np.eye(shape[0])
    if parameter == "head_weight":
        matrix = (matrix[:, :, None] * h).reshape(shape[0], -1)
    return Factor(named("y", t, parameter), f"local.{parameter}", matrix, "y", parameter, t, None, shape, {"h": h})


def diagonal_blocks(gates: Array) -> Array:
    """Diagonals (n, G, H) as the matrix (n*H, G*H) whose block (s, g) is diag(gates[s, g])."""
    states, blocks, hidden = gates.shape
    matrix = np.zeros((states, hidden, blocks, hidden))
    units = np.arange(hidden)
    matrix[:, units, :, units] = gates.transpose(2, 0, 1)
    return matrix.reshape(states * hidden, blocks * hidden)


def number_chain(values: Sequence[float]) -> list[Factor]:
    """The slides' scalar path, dE_2/dy_2 · dy_2/dh_2 · dh_2/dh_1 · dh_1/dW_h, for any number of values >= 3.

    With (0.2, 0.1, 0.01, 0.02) the product is 0.000004 (slides 003, "Vanishing Gradient Problem"). Raises ValueError
    for fewer than 3 values.
    """
    if len(values) < 3:
        raise ValueError(f"a path has at least 3 factors, got {len(values)}")
    t = len(values) - 3
    ends: list[tuple[str, int, str, int | None]] = [("E", t, "y", t), ("y", t, "h", t)]
    ends += [("h", j, "h", j - 1) for j in range(t, 0, -1)] + [("h", 0, "W_h", None)]
    return [
        Factor(
            named(*end), "number", np.array([[value]]), end[0], end[2], end[1], end[3], (1,), {"value": np.array(value)}
        )
        for end, value in zip(ends, map(float, values), strict=True)
    ]


def running_products(factors: Sequence[Factor]) -> list[Array]:
    """The products from the left, one a factor: F_1, F_1 F_2, ...; rows (1, .) where F_1 is dE_t/dy_t."""
    with np.errstate(over="ignore", invalid="ignore"):
        return list(accumulate((factor.matrix for factor in factors), np.matmul))


def norms(products: Sequence[Array]) -> list[float]:
    """The Euclidean norm of each product's entries (of a row: its length)."""
    with np.errstate(over="ignore", invalid="ignore"):
        return [float(np.linalg.norm(product)) for product in products]


def product(factors: Sequence[Factor]) -> Array:
    """The whole chain from dE_t/dy_t on, in the shape of what the last factor is by: a contribution."""
    return running_products(factors)[-1].reshape(factors[-1].by_shape)


def state_name(gradient: GradientRecord) -> str:
    states = CELLS[gradient.problem.cell].states
    return states[0] if len(states) == 1 else f"({', '.join(states)})"


def named(of: str, of_step: int, by: str, by_step: int | None = None) -> str:
    """ "∂h_3/∂h_2" for steps 2 and 1."""
    return f"∂{of}_{of_step + 1}/∂{by}" + ("" if by_step is None else f"_{by_step + 1}")
