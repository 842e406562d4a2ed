"""The gradient microscope's whole record against torch's autograd asked for the same Jacobians, in the same run.

    python -m benchmarks.bptt                     (about a minute on two idle cores)
    python -m benchmarks.bptt --slow              (many minutes)

The whole record: forward pass, every ds_t/ds_k (t, k < T) and every step's contribution to every parameter's gradient.
torch is asked in the fastest of its three ways, one batched call for everything (is_grads_batched); with --slow also
in one batched call a step t, and in one call a row. All composed from the same primitives, float64, and timed one after
the other in every repeat.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from statistics import median

import numpy as np
import torch

from benchmarks.tables import Row, markdown
from rnnviz.core.bptt import BOTH_PATHS, Problem, backward, by_distance, contributions
from rnnviz.core.cells import CELLS
from rnnviz.core.head import Head
from rnnviz.core.losses import Loss
from rnnviz.learn import autograd

Result = tuple[np.ndarray, dict[str, np.ndarray]]


def problem_of(cell: str, steps: int, hidden: int) -> Problem:
    rng = np.random.default_rng(0)
    kind, bound = CELLS[cell], 1.0 / np.sqrt(hidden)
    weights = kind.weights({name: rng.uniform(-bound, bound, shape) for name, shape in kind.shapes(2, hidden).items()})
    head = Head(rng.uniform(-bound, bound, (2, hidden)), np.zeros(2))
    loss = Loss("squared", rng.normal(size=(steps, 2)))
    return Problem(cell, rng.normal(size=(steps, 2)), weights, head, loss, np.zeros(hidden), np.zeros(hidden))


def ours(problem: Problem) -> Result:
    gradient = backward(problem)
    return pairs(gradient.jacobians), {name: contributions(gradient, name) for name in gradient.gradients}


def pairs(jacobians: np.ndarray) -> np.ndarray:
    """ds_t/ds_k for every t and k, (T, T, S, S); zero for k > t."""
    steps, size = jacobians.shape[:2]
    found = np.zeros((steps, steps, size, size))
    for t in range(steps):
        found[t, : t + 1] = by_distance(jacobians, t)[t::-1]
    return found


def torch_graph(problem: Problem) -> tuple[list[torch.Tensor], list[dict[str, torch.Tensor]], torch.Tensor]:
    """The states s_t = (h_t) or (h_t, c_t) on end, a copy of the parameters for every step, and the loss."""
    names, steps = CELLS[problem.cell].states, len(problem.x)
    copies = [{name: autograd.leaf(value) for name, value in problem.parameters().items()} for _ in range(steps)]
    start = {"h": problem.h0, "c": problem.c0}
    joined, made = torch.tensor(np.concatenate([start[name] for name in names])), []
    for t in range(steps):
        prev = dict(zip(names, joined.chunk(len(names)), strict=True))
        states = autograd.advance(problem, copies[t], t, prev, BOTH_PATHS)
        joined = torch.cat([states[name] for name in names])
        made.append(joined)
    loss = torch.zeros((), dtype=torch.float64)
    for t, state in enumerate(made):
        h = {"h": state.chunk(len(names))[0]}
        loss = loss + autograd.total_loss(problem, copies[t], autograd.Segment(t, t + 1, (t,)), [h])
    return made, copies, loss


def torch_contributions(copies: list[dict[str, torch.Tensor]], loss: torch.Tensor) -> dict[str, np.ndarray]:
    found = torch.autograd.grad(loss, [own[name] for name in copies[0] for own in copies])
    steps = len(copies)
    return {name: torch.stack(found[i * steps : (i + 1) * steps]).numpy() for i, name in enumerate(copies[0])}


def torch_by_row(problem: Problem) -> Result:
    made, copies, loss = torch_graph(problem)
    size = len(made[0])
    pairs = torch.zeros(len(made), len(made), size, size, dtype=torch.float64)
    for t, state in enumerate(made):
        for unit in range(size):
            for k, row in enumerate(torch.autograd.grad(state[unit], made[: t + 1], retain_graph=True)):
                pairs[t, k, unit] = row
    return pairs.numpy(), torch_contributions(copies, loss)


def torch_by_step(problem: Problem) -> Result:
    made, copies, loss = torch_graph(problem)
    size = len(made[0])
    pairs, eye = (
        torch.zeros(len(made), len(made), size, size, dtype=torch.float64),
        torch.eye(size, dtype=torch.float64),
    )
    for t, state in enumerate(made):
        found = torch.autograd.grad(state, made[: t + 1], eye, retain_graph=True, is_grads_batched=True)
        pairs[t, : t + 1] = torch.stack(found)
    return pairs.numpy(), torch_contributions(copies, loss)


def torch_at_once(problem: Problem) -> Result:
    made, copies, loss = torch_graph(problem)
    total, size = len(made) * len(made[0]), len(made[0])
    eye = torch.eye(total, dtype=torch.float64)
    found = torch.autograd.grad(torch.cat(made), made, eye, retain_graph=True, is_grads_batched=True)
    pairs = torch.stack([rows.reshape(len(made), size, size) for rows in found], dim=1)
    return pairs.numpy(), torch_contributions(copies, loss)


FAST: dict[str, Callable[[Problem], Result]] = {"all at once, batched": torch_at_once}
SLOW = FAST | {"step by step, batched": torch_by_step, "row by row": torch_by_row}


def milliseconds(function: Callable[[Problem], object], problem: Problem) -> float:
    start = time.perf_counter()
    function(problem)
    return 1e3 * (time.perf_counter() - start)


def difference(first: Result, second: Result) -> float:
    gaps = [np.abs(first[0] - second[0]).max()]
    return float(max(gaps + [np.abs(value - second[1][name]).max() for name, value in first[1].items()]))


def side_by_side(cell: str, asked: argparse.Namespace) -> list[Row]:
    """One row a way of asking torch: medians of interleaved runs, their ratio, and how far the numbers differ."""
    problem, ways = problem_of(cell, asked.steps, asked.hidden), SLOW if asked.slow else FAST
    mine = ours(problem)
    gaps = {name: difference(mine, way(problem)) for name, way in ways.items()}  # and the untimed first run of each
    times: dict[str, list[float]] = {name: [] for name in ["ours", *ways]}
    for _ in range(asked.repeats):
        for name, function in {"ours": ours, **ways}.items():
            times[name].append(milliseconds(function, problem))
    own = median(times["ours"])
    theirs = {name: median(times[name]) for name in ways}
    return [(cell, name, own, theirs[name], f"{theirs[name] / own:.1f}×", f"{gaps[name]:.0e}") for name in ways]


def growth(cell: str, steps: int, hidden: int, repeats: int) -> Row:
    """One row: forward pass, backward pass (all factors, every E_t to every k), all pairs, all contributions, whole."""
    problem = problem_of(cell, steps, hidden)
    record = problem.run()
    gradient = backward(problem, record)
    parts: list[Callable[[Problem], object]] = [
        lambda p: p.run(),
        lambda p: backward(p, record),
        lambda p: pairs(gradient.jacobians),
        lambda p: [contributions(gradient, name) for name in gradient.gradients],
        ours,
    ]
    medians = [median([milliseconds(part, problem) for _ in range(repeats)]) for part in parts]
    return (cell, steps, hidden, *(f"{value:.2f}" for value in medians))


def sizes(steps: int, hidden: int) -> Sequence[tuple[int, int]]:
    """T doubling up to `steps` at H = hidden, then H doubling up to `hidden` at T = steps."""
    return [(steps // n, hidden) for n in (8, 4, 2)] + [(steps, hidden // n) for n in (8, 4, 2, 1)]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", nargs="+", default=list(CELLS), choices=list(CELLS))
    parser.add_argument("--steps", type=int, default=100, help="T, at least 8")
    parser.add_argument("--hidden", type=int, default=32, help="H, at least 8")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--slow", action="store_true", help="ask torch in its slower ways as well")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads(), help="torch's; NumPy has its own")
    return parser.parse_args()


def main() -> None:
    asked = arguments()
    torch.set_num_threads(asked.threads)
    print(f"numpy {np.__version__}, torch {torch.__version__}, {asked.threads} torch threads, {asked.repeats} repeats")
    print(f"\nThe whole record, T = {asked.steps}, H = {asked.hidden}, medians in ms\n")
    compared = [row for cell in asked.cells for row in side_by_side(cell, asked)]
    print(markdown(("cell", "torch asked", "ours", "torch", "ratio", "largest difference"), compared), flush=True)
    print("\nIts growth, medians in ms\n")
    grown = [growth(cell, *size, asked.repeats) for cell in asked.cells for size in sizes(asked.steps, asked.hidden)]
    print(markdown(("cell", "T", "H", "forward", "backward", "all pairs", "contributions", "whole"), grown))


if __name__ == "__main__":
    main()
