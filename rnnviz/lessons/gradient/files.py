"""The gradient record as a file to take away."""

from __future__ import annotations

import csv
import io
import json
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from rnnviz.core import Array
from rnnviz.core.bptt import GradientRecord, contributions, of_states
from rnnviz.core.cells import quantities
from rnnviz.state.export import finite
from rnnviz.state.settings import Settings
from rnnviz.texts import _


def take_away(settings: Settings, gradient: GradientRecord, of: int | None) -> None:
    """Two files and a word on the link. `of`: whose E is swept on the screen; None: L."""
    st.markdown(_("The **address bar** is a link to exactly what is on the screen."))
    name = f"rnnviz-gradient-{settings.cell}-{settings.preset}"
    files = {
        _("Gradients as CSV"): ("csv", "text/csv", partial(to_csv, gradient, of)),
        _("Gradients as JSON"): ("json", "application/json", partial(to_json, gradient)),
    }
    for title, (ending, mime, content) in files.items():
        st.download_button(title, content, f"{name}.{ending}", mime, on_click="ignore")
    st.caption(_("CSV: a row for each step. JSON: all factors, the part of each path, and the gradients."))


def by_step(gradient: GradientRecord, of: int | None = None) -> dict[str, Array]:
    """What there is one row of for each step, (T, n): targets are NaN at steps without a loss.

    The gradients are those of E at the step `of`, or of L.
    """
    found = {"x": gradient.forward.x, "h": gradient.forward.h, "y": gradient.y}
    found |= {"target": gradient.problem.loss.target_rows(gradient.y), "E": gradient.errors[:, None]}
    error = "dL" if of is None else f"dE{of + 1}"
    own = np.arange(len(gradient.dy))[:, None] == of if of is not None else True
    return (
        found
        | {f"{error}/dy": np.where(own, gradient.dy, 0.0)}
        | {f"{error}/d{name}": rows for name, rows in of_states(gradient, of).items()}
    )


def to_csv(gradient: GradientRecord, of: int | None = None) -> str:
    """One row per step, every number at full precision; units and steps counted from 1."""
    arrays = by_step(gradient, of)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns = [f"{name}[{unit + 1}]" for name, array in arrays.items() for unit in range(array.shape[1])]
    writer.writerow(["t", *("E" if column == "E[1]" else column for column in columns)])
    rows = np.hstack(list(arrays.values())).tolist()
    writer.writerows([t, *row] for t, row in enumerate(rows, start=1))
    return out.getvalue()


def to_json(gradient: GradientRecord) -> str:
    """The whole record: the forward pass, the loss, every factor, and each parameter's gradient and parts by step.

    What is not finite is null. signals[t][k] is dE_t/ds_k, its half for c with h_k held; jacobians[t] is ds_t/ds_{t-1};
    s is h, or h and c on end.
    """
    problem = gradient.problem
    document: dict[str, Any] = {
        "cell": problem.cell,
        "activation": problem.activation,
        "loss": {"kind": problem.loss.kind, "at": problem.loss.at, "value": gradient.value},
        "parameters": {name: value.tolist() for name, value in problem.parameters().items()},
        "forward": {name: value.tolist() for name, value in quantities(gradient.forward).items()},
        "steps": {name: value.tolist() for name, value in by_step(gradient).items()},
        "jacobians": gradient.jacobians.tolist(),
        "signals": gradient.signals.tolist(),
        "start": gradient.start.tolist(),
        "gradients": {name: value.tolist() for name, value in gradient.gradients.items()},
        "parts": parts(gradient),
    }
    return json.dumps(finite(document), allow_nan=False, indent=1)


def parts(gradient: GradientRecord) -> dict[str, Any]:
    """What every step adds to each parameter's gradient."""
    with np.errstate(over="ignore", invalid="ignore"):
        return {name: contributions(gradient, name).tolist() for name in gradient.gradients}
