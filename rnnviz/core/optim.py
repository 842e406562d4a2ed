"""One learning step: clipping by norm, then SGD or Adam with torch's defaults, as functions from old to new values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from rnnviz.core import Array
from rnnviz.core.bptt.record import Problem
from rnnviz.core.typed import InputError
from rnnviz.texts import _

TINY = 1e-6  # torch's, against a division by zero
Arrays = Mapping[str, Array]
BETA1, BETA2, EPS = 0.9, 0.999, 1e-8


@dataclass(frozen=True, eq=False)
class Clipped:
    """gradients after clipping; norm: all of them as one vector, before; coefficient: what each was multiplied by."""

    gradients: Mapping[str, Array]
    norm: float
    coefficient: float


def clip_by_norm(gradients: Mapping[str, Array], max_norm: float) -> Clipped:
    """Multiply every gradient by min(1, max_norm / (norm + 1e-6)), norm being that of all of them together.

    Raises InputError unless max_norm is positive. Source: torch.nn.utils.clip_grad_norm_,
    https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_norm_.html.
    """
    if not max_norm > 0:
        raise InputError(_("{max_norm} is not a valid clipping norm: give a number above 0.").format(max_norm=max_norm))
    norm = total_norm(gradients)
    coefficient = float(np.minimum(1.0, max_norm / (norm + TINY)))  # NaN stays NaN
    with np.errstate(invalid="ignore"):
        return Clipped({name: value * coefficient for name, value in gradients.items()}, norm, coefficient)


def total_norm(gradients: Mapping[str, Array]) -> float:
    """The Euclidean norm of all gradients as one vector."""
    with np.errstate(over="ignore", invalid="ignore"):
        return float(np.linalg.norm([np.linalg.norm(value) for value in gradients.values()]))


@dataclass(frozen=True, eq=False)
class OptimiserState:
    """What an optimiser remembers: steps taken; Adam's running means of each gradient and of its square."""

    step: int = 0
    exp_avg: Arrays = field(default_factory=dict)
    exp_avg_sq: Arrays = field(default_factory=dict)


START = OptimiserState()


def sgd_step(
    parameters: Arrays, gradients: Arrays, state: OptimiserState, lr: float
) -> tuple[dict[str, Array], OptimiserState]:
    """w - lr dw. Source: torch.optim.SGD (no momentum, no weight decay)."""
    return {name: value - lr * gradients[name] for name, value in parameters.items()}, OptimiserState(state.step + 1)


def adam_step(
    parameters: Arrays, gradients: Arrays, state: OptimiserState, lr: float
) -> tuple[dict[str, Array], OptimiserState]:
    """m, v: running means of dw, dw^2; w - lr m' / (sqrt(v') + eps), with m' = m/(1 - 0.9^n), v' = v/(1 - 0.999^n).

    Source: torch.optim.Adam, betas (0.9, 0.999), eps 1e-8, no weight decay; Kingma & Ba 2015.
    """
    step = state.step + 1
    exp_avg = running_means(state.exp_avg, gradients, BETA1)
    exp_avg_sq = running_means(state.exp_avg_sq, {name: value**2 for name, value in gradients.items()}, BETA2)
    moved = {}
    for name, value in parameters.items():
        mean, square = exp_avg[name] / (1.0 - BETA1**step), exp_avg_sq[name] / (1.0 - BETA2**step)
        moved[name] = value - lr * mean / (np.sqrt(square) + EPS)
    return moved, OptimiserState(step, exp_avg, exp_avg_sq)


def running_means(means: Arrays, values: Arrays, beta: float) -> dict[str, Array]:
    """beta * mean + (1 - beta) * value, by name; a mean that is not there yet is zero."""
    return {name: beta * means.get(name, np.zeros_like(value)) + (1.0 - beta) * value for name, value in values.items()}


@dataclass(frozen=True)
class Optimiser:
    """step: (parameters, gradients, state, lr) -> (parameters, state). lr: torch's default."""

    name: str
    step: Callable[[Arrays, Arrays, OptimiserState, float], tuple[dict[str, Array], OptimiserState]]
    lr: float


OPTIMISERS: dict[str, Optimiser] = {
    "sgd": Optimiser("SGD", sgd_step, 1e-3),
    "adam": Optimiser("Adam", adam_step, 1e-3),
}


@dataclass(frozen=True, eq=False)
class Learned:
    """One learning step. problem: the same with moved parameters; moved: new minus old; loss: L before and after."""

    problem: Problem
    state: OptimiserState
    moved: Arrays
    before: float
    after: float


def learning_step(
    problem: Problem, gradients: Arrays, optimiser: str, lr: float, state: OptimiserState = START
) -> Learned:
    """Apply gradients (clipped or not) of all of the problem's parameters once, and look at L before and after.

    Raises KeyError for an optimiser that is not in OPTIMISERS. Give the state it returns to the next step.
    """
    old = problem.parameters()
    with np.errstate(over="ignore", invalid="ignore"):
        new, state = OPTIMISERS[optimiser].step(old, gradients, state, lr)
        after = problem.with_parameters(new)
        moved = {name: new[name] - value for name, value in old.items()}
    return Learned(after, state, moved, problem.value(), after.value())
