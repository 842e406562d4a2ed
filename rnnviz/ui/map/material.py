"""Where the points come from: what comes along, a run of the training lab, a cell's hidden states, a file."""

from __future__ import annotations

import sys
from typing import Any

import streamlit as st

from rnnviz.core.cells import CELLS
from rnnviz.core.link import LinkError, from_query
from rnnviz.core.settings import Settings, SettingsError, from_preset
from rnnviz.core.typed import InputError
from rnnviz.maps.points import MOST_DRAWN, Points, PointsError, Snapshots, sample
from rnnviz.maps.sources import SOURCES
from rnnviz.ui.map.held import Choice, foreign, remember
from rnnviz.ui.map.work import asked, mapper

MAX_MB = 200
FIRST_CELL = "lstm"


def material(choice: Choice) -> Snapshots | None:
    """The points at one or more moments, or None while they are not there. Raises PointsError."""
    if choice.source in SOURCES:
        name = choice.source
        return bounded(asked("source", SOURCES[name].name, name, lambda: mapper().source(name)))
    return {"run": from_run, "states": from_cell, "file": from_file}[choice.source]()


def bounded(found: Snapshots | Points | None) -> Snapshots | None:
    """At most MOST_DRAWN points, the same ones at every moment."""
    if found is None or isinstance(found, Points):
        return None if found is None else Snapshots((sample(found),), ("",))
    if len(found.last) <= MOST_DRAWN:
        return found
    return Snapshots(tuple(sample(it) for it in found.slices), found.names)


def from_run() -> Snapshots | None:
    """The embeddings of the run that this session watches in the training lab."""
    key = run_of_session()
    if not key:
        raise PointsError(
            "There is no run here: on the Train page start one with an embedding (Sentiment or Characters), then come back."
        )
    from rnnviz.ui.train.facts import runs

    try:
        folder = runs().folder(key)
    except InputError as error:
        raise PointsError(str(error)) from error
    epochs = folder.checkpoints.epochs()
    if not epochs:
        raise PointsError("The run has kept no epoch yet: wait for its first one.")
    return bounded(asked("source", "The run’s embeddings", (key, epochs[-1]), lambda: mapper().checkpoints(folder.path)))


def run_of_session() -> str:
    """The run that the training lab watches, if the lab was open: without it nothing of torch is loaded here."""
    if "rnnviz.ui.train.facts" not in sys.modules:
        return ""
    return str(st.session_state.get("train_query", {}).get("run", ""))


def from_cell() -> Snapshots:
    """h after every step of a cell over its sequence, in order."""
    from rnnviz.maps.trained import record_states

    settings = cell_settings()
    return Snapshots((record_states(settings.record, settings.labels),), ("",))


def cell_settings() -> Settings:
    """The cell that the link describes, or a cell's first example. Raises PointsError."""
    cell = st.query_params.get("cell", FIRST_CELL)
    try:
        return from_query(cell, foreign()) if foreign() or cell not in CELLS else from_preset(cell, "worked")
    except (LinkError, SettingsError) as error:
        raise PointsError(str(error)) from error


def from_file() -> Snapshots | None:
    """The learner's own vectors; None before there is a file."""
    kept = st.session_state.get("map_file")
    if kept is None:
        return None
    beside = st.session_state.get("map_metadata")
    metadata = beside.getvalue() if beside else None
    of = (kept.file_id, beside.file_id if beside else "")
    return bounded(asked("source", "Reading the file", of, lambda: mapper().read(kept.getvalue(), kept.name, metadata)))


def file_boxes() -> None:
    """Where a file is asked for."""
    left, right = st.columns(2, gap="small")
    left.file_uploader(
        "Vectors: GloVe or fastText text, word2vec text or binary, or the projector’s vectors.tsv (.gz and .zip too)",
        max_upload_size=MAX_MB, key="map_file",
    )  # fmt: skip
    right.file_uploader(
        "Labels, for a .tsv of vectors: the projector’s metadata.tsv", type=["tsv", "txt"], max_upload_size=MAX_MB,
        key="map_metadata",
    )  # fmt: skip


def cell_control() -> None:
    """Which cell's states; one that comes by link keeps its numbers until another is chosen."""
    st.session_state["map_cell"] = st.query_params.get("cell", FIRST_CELL)
    st.segmented_control(
        "Cell", list(CELLS), format_func=lambda name: CELLS[name].title, key="map_cell", required=True,
        label_visibility="collapsed", on_change=_cell_chosen,
    )  # fmt: skip


def _cell_chosen() -> None:
    for name in foreign():
        del st.query_params[name]
    value: Any = st.session_state["map_cell"]
    st.query_params["cell"] = value or FIRST_CELL
    remember()
