"""Autograd's gradients of the cells, composed from torch's primitives in float64: what the core's are checked against.

Composed, because torch's fused LSTM hides the path from c_t through h_t: its dL/dc_t would be another number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from rnnviz.core import Array
from rnnviz.core.bptt import BOTH_PATHS, Problem
from rnnviz.core.cells import CELLS
from rnnviz.learn.cell_steps import STEPS, Hold, States, StepInput

LOSSES: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "squared": lambda y, target: 0.5 * F.mse_loss(y, target, reduction="sum"),
    "cross_entropy": lambda y, target: F.cross_entropy(y, target.long(), reduction="sum"),
}
NOTHING = torch.zeros(0, dtype=torch.float64)  # the share of an h that no gate reads


@dataclass(frozen=True)
class Segment:
    """The steps start to stop - 1 that one graph unrolls, and those of them whose E_t it sums."""

    start: int
    stop: int
    losses: tuple[int, ...]


def gradients(
    problem: Problem,
    of: int | None = None,
    *,
    paths: Mapping[str, bool] = BOTH_PATHS,
    window: int | None = None,
) -> dict[str, Array]:
    """What autograd says of L, or of the loss E_of alone, under the names that `core.bptt.check` compares.

    Each of its parameters in its shape; dh (T, H) and dh0 (H,), and dc, dc0 for the LSTM: the whole dL/dh_k and
    dL/dc_k. paths and window as `core.bptt.backward` has them: a path that is off is detached, and with a window every
    E_t has a graph of its own, which starts from a detached state (slower: T graphs, not one).
    Raises ValueError or InputError when the problem does not fit together, as the core does.
    """
    problem.value()
    parameters = {name: leaf(value) for name, value in problem.parameters().items()}
    states = before_each_step(problem, parameters)
    names = CELLS[problem.cell].states
    found: dict[str, Array] = {f"d{name}": np.zeros((len(problem.x), problem.weights.hidden_size)) for name in names}
    found |= {f"d{name}0": np.zeros(problem.weights.hidden_size) for name in names}
    for stretch in segments(problem, of, window):
        before = {name: value.detach().requires_grad_() for name, value in states[stretch.start].items()}
        made = unroll(problem, parameters, stretch, before, paths)
        total_loss(problem, parameters, stretch, made).backward()  # type: ignore[no-untyped-call]
        for name in names:
            found[f"d{name}"][stretch.start : stretch.stop] += np.stack([gradient(state[name]) for state in made])
            if window is None or stretch.stop < window:  # else the initial state itself is beyond the window
                found[f"d{name}0"] += gradient(before[name])
    return found | {name: gradient(value) for name, value in parameters.items()}


def leaf(value: Array) -> Tensor:
    return torch.tensor(value, dtype=torch.float64, requires_grad=True)


def gradient(value: Tensor) -> Array:
    return np.zeros(tuple(value.shape)) if value.grad is None else value.grad.numpy()


def segments(problem: Problem, of: int | None, window: int | None) -> Iterator[Segment]:
    steps = len(problem.x)
    losses = tuple(t for t in range(*problem.loss.steps(steps).indices(steps)) if of is None or t == of)
    if window is None:
        yield Segment(0, steps, losses)
    else:
        yield from (Segment(max(0, t + 1 - window), t + 1, (t,)) for t in losses)


@torch.no_grad()
def before_each_step(problem: Problem, parameters: States) -> list[States]:
    """The states that each step starts from, T of them."""
    c0 = np.zeros_like(problem.h0) if problem.c0 is None else problem.c0
    starts = {"h": problem.h0, "c": c0}
    first = {name: torch.tensor(starts[name], dtype=torch.float64) for name in CELLS[problem.cell].states}
    whole = Segment(0, len(problem.x), ())
    return [first, *unroll(problem, parameters, whole, first, BOTH_PATHS)[:-1]]


def unroll(
    problem: Problem, parameters: States, stretch: Segment, before: States, paths: Mapping[str, bool]
) -> list[States]:
    """The states of every step of the stretch, each keeping its gradient."""
    made: list[States] = []
    for t in range(stretch.start, stretch.stop):
        made.append(advance(problem, parameters, t, made[-1] if made else before, paths))
        for state in made[-1].values():
            if state.requires_grad:
                state.retain_grad()
            else:  # gates that are clamped can make it a constant: L still depends on it
                state.requires_grad_()
    return made


def advance(problem: Problem, parameters: States, t: int, prev: States, paths: Mapping[str, bool]) -> States:
    """One step of the cell from torch's primitives; a path that is off sees its state detached."""
    h_in = prev["h"] if paths["gates"] else prev["h"].detach()
    kept = prev if paths["cell"] else {name: state.detach() for name, state in prev.items()}
    a_ih = F.linear(torch.tensor(problem.x[t]), parameters["weight_ih"], parameters["bias_ih"])
    a_hh = F.linear(h_in, parameters["weight_hh"], parameters["bias_hh"]) if "weight_hh" in parameters else NOTHING
    held = {gate: float(values[t]) for gate, values in problem.clamps.items()}
    made = STEPS[problem.cell](StepInput(a_ih, a_hh, kept, clamping(held), problem.activation, problem.form))
    return {name: made[name] for name in CELLS[problem.cell].states}


def clamping(held: Mapping[str, float]) -> Hold:
    """Puts a gate's clamp in its place; NaN: it is free."""

    def hold(name: str, value: Tensor) -> Tensor:
        clamp = held.get(name, np.nan)
        return value if np.isnan(clamp) else torch.full_like(value, clamp)

    return hold


def total_loss(problem: Problem, parameters: States, stretch: Segment, made: list[States]) -> Tensor:
    """The sum of the stretch's E_t."""
    first = problem.loss.steps(len(problem.x)).start
    if not stretch.losses:
        return parameters["head_bias"].sum() * 0.0
    y = torch.stack([made[t - stretch.start]["h"] for t in stretch.losses])
    y = F.linear(y, parameters["head_weight"], parameters["head_bias"])
    target = torch.tensor(problem.loss.target)[[t - first for t in stretch.losses]]
    return LOSSES[problem.loss.kind](y, target)
