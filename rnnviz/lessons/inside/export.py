"""What can be taken along: every state and gate of the sequence that is shown, with its names."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from rnnviz.core import Array
from rnnviz.learn.inside.looking import Looked
from rnnviz.lessons.inside.opened import Reading
from rnnviz.texts import _


def named(found: Looked) -> Iterator[tuple[str, Array]]:
    """Each quantity (T, H) by its layer, direction and name: h_l1, c_l1_reverse."""
    for layer, ways in enumerate(found.states, start=1):
        for direction, way in enumerate(ways):
            for name, values in way.items():
                yield f"{name}_l{layer}{'_reverse' if direction else ''}", values


def by_piece(pieces: Sequence[str], columns: Mapping[str, Array]) -> str:
    """CSV: a row a piece, a column (T,) each."""
    return str(pd.DataFrame({"piece": list(pieces)} | dict(columns)).to_csv(index=False))


def csv_button(pieces: Sequence[str], columns: Mapping[str, Array], file: str) -> None:
    st.download_button(
        _("These numbers as CSV"), partial(by_piece, pieces, columns), file, "text/csv", on_click="ignore"
    )


def table_button(label: str, table: pd.DataFrame, file: str) -> None:
    """What a table on the page says, as CSV."""
    st.download_button(label, partial(table.to_csv, index=False), file, "text/csv", on_click="ignore")


def as_npz(what: Reading, found: Looked) -> bytes:
    made = io.BytesIO()
    arrays: dict[str, Any] = dict(named(found))
    np.savez_compressed(made, pieces=np.array(what.pieces), **arrays)
    return made.getvalue()


def as_csv(what: Reading, found: Looked) -> str:
    """A row a step, a column a unit."""
    columns = {
        f"{name}[{unit + 1}]": values[:, unit] for name, values in named(found) for unit in range(values.shape[1])
    }
    table = pd.DataFrame({"t": range(1, len(what.pieces) + 1), "piece": what.pieces} | columns)
    return str(table.to_csv(index=False))
