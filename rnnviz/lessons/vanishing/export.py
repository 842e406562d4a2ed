"""The curves of a view as CSV: one row a distance T - k, every number at full precision."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from rnnviz.core import Array
from rnnviz.lessons.vanishing.lines import comparison
from rnnviz.lessons.vanishing.remedies import remedies
from rnnviz.lessons.vanishing.setup import VanishingState
from rnnviz.lessons.vanishing.spread import spread

Columns = dict[str, Array]


def to_csv(setup: VanishingState) -> str:
    """What the setup's view draws; "nan" and "inf" stand for what is beyond float64."""
    columns = COLUMNS[setup.view](setup)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["T-k", *columns])
    rows = zip(*(column.tolist() for column in columns.values()), strict=True)
    writer.writerows([distance, *map(repr, row)] for distance, row in enumerate(rows))
    return out.getvalue()


def of_spread(setup: VanishingState) -> Columns:
    found = spread(setup)
    values = {f"sigma_{n}": found.singular_values[:, n - 1] for n in range(1, setup.hidden + 1)}
    return values | {"bound": found.bound}


def of_remedies(setup: VanishingState) -> Columns:
    return {each.name: each.parts for each in remedies(setup).all}


def of_comparison(setup: VanishingState) -> Columns:
    return {key: line.norm for key, line in comparison(setup).lines.items()}


COLUMNS: dict[str, Callable[[VanishingState], Columns]] = {
    "radius": of_spread,
    "remedies": of_remedies,
    "cells": of_comparison,
}
