"""What the sweep stage is sent: the unrolled net's numbers, the sweep of L and of one E_t, and one path's factors.

Plain lists and finite floats; what is beyond float64 is null. Steps count from 0. Everything is read off the gradient
record: nothing is computed here but sums that are drawn.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from rnnviz.core import Array
from rnnviz.core.activations import softmax
from rnnviz.core.bptt import GradientRecord, norms, of_states
from rnnviz.core.cells import CELLS, quantities
from rnnviz.lessons.gradient.sweep_path import number_path, path, slides
from rnnviz.state.export import finite
from rnnviz.state.inputs import hour_gaps
from rnnviz.state.settings import Settings

DRAWN = 4  # units up to which arithmetic is written out, as on the cell stage


def sweep_payload(
    settings: Settings,
    gradient: GradientRecord,
    *,
    of: int,
    parameter: str,
    values: Sequence[float],
    rev: str,
    query: Mapping[str, str],
    moves: Mapping[str, Any],
) -> dict[str, Any]:
    """The stage's data. of: the E_t whose path is opened; values: the slides' numbers; rev: a name of this version.

    query: the link's items that Python knows; moves: where the learner stands, which the browser keeps from then on.
    """
    with np.errstate(over="ignore", invalid="ignore"):  # an exploding gradient is something to look at
        numbers = passes(gradient, of, parameter)
    data = numbers | {
        "rev": rev,
        "table": settings.to_json(),
        "parameters": list(gradient.gradients),
        "labels": list(settings.labels),
        "gaps": [[it.after, it.ends, it.begins] for it in hour_gaps(settings.labels)],
        "query": dict(query),
        "moves": dict(moves),
        "of": of,
        "parameter": parameter,
        "numbers": number_path(values),
    }
    return without_infinite(data)


def without_infinite(data: dict[str, Any]) -> dict[str, Any]:
    """The same with null for what is beyond float64: looked for number by number only where there is such a one."""
    try:
        json.dumps(data, allow_nan=False)
    except ValueError:
        data = finite(data)  # type: ignore[assignment]
    return data


def passes(gradient: GradientRecord, of: int, parameter: str) -> dict[str, Any]:
    """The forward pass, the two sweeps, one path and the slides' expansions."""
    return {
        "net": net(gradient),
        "sweeps": {"L": sweep(gradient, None), "E": sweep(gradient, of)},
        "inside": inside(gradient) if gradient.hidden_size <= DRAWN else None,
        "path": path(gradient, of, parameter),
        "slides": slides(gradient),
    }


def net(gradient: GradientRecord) -> dict[str, Any]:
    """The forward pass: x, states and outputs by step; errors and targets null where there is no loss."""
    problem, record = gradient.problem, gradient.forward
    steps, first = len(gradient.y), problem.loss.steps(len(gradient.y)).start
    drawn = {name: getattr(record, name).tolist() for name in ("x", *CELLS[problem.cell].states)}
    starts = {"h": problem.h0, "c": np.zeros_like(problem.h0) if problem.c0 is None else problem.c0}
    return drawn | {
        "cell": problem.cell,
        "states": list(CELLS[problem.cell].states),
        "start": {name: starts[name].tolist() for name in CELLS[problem.cell].states},
        "y": gradient.y.tolist(),
        "p": softmax(gradient.y).tolist() if problem.loss.kind == "cross_entropy" else None,
        "target": problem.loss.target_rows(gradient.y).tolist(),
        "errors": [error if t >= first else None for t, error in enumerate(gradient.errors.tolist())],
        "first": first,
        "loss": problem.loss.kind,
        "head": {"weight": problem.head.weight.tolist(), "bias": problem.head.bias.tolist()},
        "steps": steps,
    }


def sweep(gradient: GradientRecord, of: int | None) -> dict[str, Any]:
    """The sweep of L (None) or of one E_t: what stands at each step, and what it is the sum of.

    dy (T, O); dh, dc (T, H); start: at the initial state. norms (T + 1,): of dh and dc, the initial state's first.
    parts, for a net whose arithmetic is written out: own (T, H) from the step's output; rows (T, S): dE/ds, the states'
    halves on end; later (T, S): what comes back from the step after.
    """
    rows = gradient.signals.sum(axis=0) if of is None else gradient.signals[of]
    start = gradient.start.sum(axis=0) if of is None else gradient.start[of]
    dy = gradient.dy if of is None else np.where(np.arange(len(gradient.dy))[:, None] == of, gradient.dy, 0.0)
    states, hidden = of_states(gradient, of), gradient.hidden_size
    names = CELLS[gradient.problem.cell].states
    return {
        "value": gradient.value if of is None else gradient.errors[of].item(),
        "dy": dy.tolist(),
        "parts": parts(gradient, rows, dy) if hidden <= DRAWN else None,
        "start": {name: start[k * hidden : (k + 1) * hidden].tolist() for k, name in enumerate(names)},
        **{f"d{name}": value.tolist() for name, value in states.items()},
        "norms": {name: norms([start[k * hidden : (k + 1) * hidden], *states[name]]) for k, name in enumerate(names)},
    }


def parts(gradient: GradientRecord, rows: Array, dy: Array) -> dict[str, Any]:
    """What each step's gradient is the sum of."""
    own = dy @ gradient.problem.head.weight
    return {"own": own.tolist(), "rows": rows.tolist(), "later": later(gradient, rows).tolist()}


def later(gradient: GradientRecord, rows: Array) -> Array:
    """What each step's state gets from the step after it, (T, S): the next row times the next step's Jacobian."""
    back = np.zeros_like(rows)
    back[:-1] = np.einsum("ts,tsr->tr", rows[1:], gradient.jacobians[1:])
    return back


def inside(gradient: GradientRecord) -> dict[str, Any]:
    """What the arithmetic of a factor is made of: the record's fields, and the slopes (T, states, gates, H)."""
    local = gradient.local
    clamped = {gate: [not np.isnan(v) for v in values] for gate, values in gradient.problem.clamps.items()}
    return {
        "fields": {name: values.tolist() for name, values in quantities(gradient.forward).items()},
        "ih": local.ih.tolist(),
        "hh": local.hh.tolist(),
        "jacobians": gradient.jacobians.tolist(),
        "clamped": clamped,
    }
