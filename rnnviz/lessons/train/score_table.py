"""Scores that the learner edits, through LogSoftmax and NLLLoss and through CrossEntropyLoss (row 32)."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from rnnviz.core import Array
from rnnviz.core.losses import Scored, scored
from rnnviz.core.typed import InputError

IGNORED = -1
START = {"score of class 0": [2.0, 0.5, 1.0], "score of class 1": [0.0, 1.5, -1.0], "target": [0, 1, IGNORED]}


def score_table() -> None:
    """A table of three examples, two weights, and the loss both ways."""
    st.markdown(f"**From scores to a loss.** Change the scores. `ignore_index` is {IGNORED}.")
    given = st.data_editor(START, num_rows="dynamic", key="train_scores", width="stretch", height=176)
    columns = st.columns(2)
    weight = [
        column.number_input(f"Weight of class {number}", 0.0, 100.0, 1.0, key=f"train_weight_{number}")
        for number, column in enumerate(columns)
    ]
    try:
        scores, target, ignored = read(given)
        found = scored(scores, target, np.array(weight), IGNORED)
    except InputError as error:
        st.warning(str(error))
        return
    st.markdown(in_words(found))
    if ignored:
        st.caption(f"Ignored: {ignored} of {len(target)} examples. They count neither above nor below the fraction.")


def read(given: Any) -> tuple[Array, Array, int]:
    """Scores (N, 2), classes (N,) and how many are ignored. Raises InputError."""
    try:
        columns = [np.array(given[name], dtype=np.float64) for name in START]
    except (TypeError, ValueError) as error:
        raise InputError("A cell is not a number: type a number into every cell.") from error
    if not len(columns[2]):
        raise InputError("There is no example: add a row.")
    return np.stack(columns[:2], axis=1), columns[2], int((columns[2] == IGNORED).sum())


def in_words(found: Scored) -> str:
    """Each way's mean; softmax twice beside them."""
    return "\n".join([
        "| way | loss |", "| --- | ---: |",
        f"| `NLLLoss(LogSoftmax(scores))` | {found.nll:.6f} |",
        f"| `CrossEntropyLoss(scores)` | {found.cross_entropy:.6f} |",
        f"| common mistake: `CrossEntropyLoss(softmax(scores))` | {found.twice:.6f} |",
    ])  # fmt: skip
