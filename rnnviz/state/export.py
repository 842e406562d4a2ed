"""A record as a file to take away: CSV, JSON, and (from `script`) a PyTorch script that prints the same numbers."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator

from rnnviz.core import Array
from rnnviz.core.cells import NO_CLAMPS, Clamps, Record, Weights, cell_of, quantities
from rnnviz.core.head import Head, HeadRecord
from rnnviz.state.script import to_script

__all__ = ["to_csv", "to_json", "to_script"]

# The fields that hold one block of units for each gate.
BLOCKED = ("a_ih", "a_hh", "a")


def to_csv(record: Record, head_record: HeadRecord | None = None) -> str:
    """One row per time step, every number at full precision (the shortest decimal that reads back as the same float64).

    Columns: t (from 1), then every field unit by unit, counted from 1: x[1], a_ih.f[2] (gate f, unit 2; plain a_ih[2]
    in an RNN), h[1], y[1], p[1]. A number beyond float64 is written inf or nan.
    """
    arrays = quantities(record) | head_arrays(head_record)
    gates = cell_of(record).gates
    rows = zip(*arrays.values(), strict=True)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["t", *(column for name, array in arrays.items() for column in columns(name, array, gates))])
    for t, row in enumerate(rows, start=1):
        writer.writerow([t, *(number for array in row for number in array.tolist())])
    return out.getvalue()


def to_json(
    record: Record,
    weights: Weights,
    *,
    activation: str = "tanh",
    clamps: Clamps = NO_CLAMPS,
    form: str = "right",
    head: Head | None = None,
    head_record: HeadRecord | None = None,
) -> str:
    """The whole run as JSON: cell, activation, form, clamps (null where free), weights, record, head with its y and p.

    Arrays are nested lists as they stand in the record, time first. JSON has no NaN or infinity: both are written null.
    """
    document = {
        "cell": cell_of(record).name,
        "activation": activation,
        "form": form,
        "clamps": {gate: values.tolist() for gate, values in clamps.items()},
        "weights": {name: array.tolist() for name, array in weights.arrays.items()},
        "record": {name: array.tolist() for name, array in quantities(record).items()},
        "head": head and {name: array.tolist() for name, array in (vars(head) | head_arrays(head_record)).items()},
    }
    return json.dumps(finite(document), allow_nan=False, indent=1)


def head_arrays(record: HeadRecord | None) -> dict[str, Array]:
    if record is None:
        return {}
    return {"y": record.y} if record.p is None else {"y": record.y, "p": record.p}


def columns(name: str, array: Array, gates: tuple[str, ...]) -> Iterator[str]:
    """The headings of one field (T, n): name[unit], or name.gate[unit] where it holds a block for each gate."""
    blocks = [f"{name}.{gate}" for gate in gates] if gates and name in BLOCKED else [name]
    units = array.shape[1] // len(blocks)
    return (f"{block}[{unit}]" for block in blocks for unit in range(1, units + 1))


def finite(value: object) -> object:
    """The same nested lists and dictionaries with None for every NaN and infinity."""
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
