"""Where the points come from: what comes along, a run of the training lab, hidden states, a file of one's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from rnnviz import scratch
from rnnviz.core.cells import CELLS
from rnnviz.core.typed import InputError
from rnnviz.learn.included.keys import is_included, key_of
from rnnviz.learn.plan import OF_TOKENS
from rnnviz.lessons.map.progress import answer, mapper
from rnnviz.lessons.map.state import NET, PAGE, MapState, first_example
from rnnviz.maps.files import read_vectors
from rnnviz.maps.points import MOST_DRAWN, Points, PointsError, Snapshots, sample
from rnnviz.maps.sources import SOURCES
from rnnviz.maps.trained import record_states, states
from rnnviz.texts import _
from rnnviz.ui import visitor

MAX_MB = 200
SMALL = 4 * 2**20  # bytes that are read here; larger files go to the worker


def load_points(choice: MapState) -> Snapshots | None:
    """The points at one or more moments, or None while they are not there. Raises PointsError."""
    if choice.points in SOURCES:
        name = choice.points
        if SOURCES[name].at_once:
            return built_in(name)
        return answer("source", SOURCES[name].name, name, lambda: mapper().source(name))  # type: ignore[no-any-return]
    return {"run": from_run, "states": lambda: single(hidden_states(choice)), "file": from_file}[choice.points]()


@st.cache_resource(max_entries=len(SOURCES), show_spinner=False)
def built_in(name: str) -> Snapshots:
    """A source that is there at once; the points cannot be changed, so that all sessions share them."""
    return SOURCES[name].make(lambda share: None)


def single(points: Points) -> Snapshots:
    return Snapshots((sample(points, MOST_DRAWN),), ("",))


def from_run() -> Snapshots | None:
    """The embeddings of the run that this session watches in the training lab."""
    key = run_of_session()
    from rnnviz.ui.runs.results import runs
    from rnnviz.ui.runs.run_line import CAME_ALONG

    try:
        folder = runs().folder(key)
    except InputError as error:
        raise PointsError(str(error)) from error
    epochs = folder.checkpoints.epochs()
    if not epochs:
        raise PointsError(_("The run has kept no epoch yet: wait for its first one."))
    if is_included(key):
        st.caption(f"{CAME_ALONG}.")
    return answer("source", _("The run’s vectors"), (key, epochs[-1]), lambda: mapper().checkpoints(folder.path))  # type: ignore[no-any-return]


def from_file() -> Snapshots | None:
    """The learner's own vectors; None before there is a file. Raises PointsError."""
    kept, beside = st.session_state.get("map_file"), st.session_state.get("map_metadata")
    if kept is None:
        return None
    of = (kept.file_id, beside.file_id if beside else "")
    metadata = beside.getvalue() if beside else None
    if kept.size <= SMALL and not kept.name.endswith((".gz", ".zip")):
        return once(of, lambda: read_vectors(kept.getvalue(), kept.name, metadata=metadata))
    points = answer(
        "source",
        _("Reading {name}").format(name=kept.name),
        of,
        lambda: mapper().file(on_disk(kept), kept.name, metadata),
    )
    return single(points) if points else None


def once(of: tuple[str, str], read: Callable[[], Points]) -> Snapshots:
    """What was read of this file, or the sentence again that said what is wrong with it."""
    if st.session_state.get("map_read", ("", ""))[0] != of:
        try:
            st.session_state["map_read"] = (of, single(read()))
        except PointsError as error:
            st.session_state["map_read"] = (of, str(error))
    found: Snapshots | str = st.session_state["map_read"][1]
    if isinstance(found, str):
        raise PointsError(found)
    return found


def on_disk(kept: Any) -> Path:
    """A large upload as a file that the worker reads; the job deletes it when it ends."""
    path = scratch.folder("vectors") / "upload"
    path.write_bytes(kept.getbuffer())
    return path


def file_boxes() -> None:
    """Where a file is asked for."""
    left, right = st.columns(2, gap="small")
    left.file_uploader(
        _("Vectors: GloVe, fastText, word2vec, .csv, .npy, .npz, or the projector’s vectors.tsv (.gz, .zip)"),
        max_upload_size=MAX_MB,
        key="map_file",
    )  # fmt: skip
    right.file_uploader(
        _("Labels and values for each row: the projector’s metadata.tsv"),
        type=["tsv", "txt"],
        max_upload_size=MAX_MB,
        key="map_metadata",
    )


MOST_LETTERS = 2000
TEXT = "The film was not good, but I loved it."


def hidden_states(choice: MapState) -> Points:
    """The path that is asked for. Raises PointsError."""
    return record_states(choice.states.record, choice.states.labels) if choice.states else of_net()


def run_of_session() -> str:
    """The run that the training lab watches; before the learner has one, the one that came with rnnviz."""
    asked = st.session_state.get("train_query", {})
    if "run" in asked:
        return visitor.key_of(str(asked["run"]))
    task = asked.get("task")
    return key_of(task if task in OF_TOKENS else OF_TOKENS[-1])


def of_net() -> Points:
    """One or two texts through the last checkpoint of the lab's run."""
    key = run_of_session()
    from rnnviz.ui.runs.results import net_at, runs

    try:
        epochs = runs().folder(key).checkpoints.epochs()
        if not epochs:
            raise PointsError(_("The run has kept no epoch yet: wait for its first one."))
        net = net_at(key, epochs[-1])
    except InputError as error:
        raise PointsError(str(error)) from error
    texts = [st.session_state.get(f"map_text_{number}", "").strip() for number in (1, 2)]
    return states(net, *([text for text in texts if text] or [TEXT]))


def states_controls(choice: MapState) -> None:
    """Which cell, and for a trained net the texts; a cell that came by link stays until another is chosen."""
    names = {name: it.title for name, it in CELLS.items()} | {NET: _("The lab’s net")}
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.segmented_control(
            _("Cell"), list(names), format_func=names.__getitem__, required=True, label_visibility="collapsed",
            **PAGE.knob("cell", choice.states.cell if choice.states else NET, with_cell),
        )  # fmt: skip
        if choice.states is None:
            for number, words in ((1, TEXT), (2, _("a second text, to compare"))):
                st.text_input(
                    _("Text {number}").format(number=number),
                    key=f"map_text_{number}",
                    placeholder=words,
                    max_chars=MOST_LETTERS,
                    label_visibility="collapsed",
                )


def with_cell(choice: MapState, cell: str) -> MapState:
    return PAGE.change(choice, states=None if cell == NET else first_example(cell))
