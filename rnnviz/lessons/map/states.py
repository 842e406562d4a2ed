"""Hidden states as a path: those of a cell over its sequence, or of the net that the training lab has trained."""

from __future__ import annotations

import sys
from typing import Any

import streamlit as st

from rnnviz.core.cells import CELLS
from rnnviz.core.typed import InputError
from rnnviz.lessons.map.state import PAGE, foreign
from rnnviz.maps.points import Points, PointsError
from rnnviz.maps.trained import record_states, states
from rnnviz.state.link import LinkError, from_query
from rnnviz.state.settings import Settings, SettingsError, from_preset
from rnnviz.ui import visitor

FIRST = "lstm"
NET = "net"
MOST_LETTERS = 2000
TEXT = "The film was not good, but I loved it."


def hidden_states() -> Points:
    """The path that is asked for. Raises PointsError."""
    return of_net() if cell() == NET else of_cell()


def cell() -> str:
    """Whose states: a cell's, or the trained net's."""
    return st.query_params.get("cell", FIRST)


def of_cell() -> Points:
    settings = cell_settings(cell())
    return record_states(settings.record, settings.labels)


def cell_settings(name: str) -> Settings:
    """The cell that the link describes, or a cell's first example. Raises PointsError."""
    try:
        return from_query(name, foreign()) if foreign() or name not in CELLS else from_preset(name, "worked")
    except (LinkError, SettingsError) as error:
        raise PointsError(str(error)) from error


def run_of_session() -> str:
    """The run that the training lab watches, if the lab was open: without it nothing of torch is loaded here."""
    if "rnnviz.ui.runs.results" not in sys.modules:
        return ""
    named = str(st.session_state.get("train_query", {}).get("run", ""))
    return visitor.key_of(named) if named else ""


def of_net() -> Points:
    """One or two texts through the last checkpoint of the lab's run."""
    key = run_of_session()
    if not key:
        raise PointsError("There is no trained net here: start a run on the Train page, then come back.")
    from rnnviz.ui.runs.results import net_at, runs

    try:
        epochs = runs().folder(key).checkpoints.epochs()
        if not epochs:
            raise PointsError("The run has kept no epoch yet: wait for its first one.")
        net = net_at(key, epochs[-1])
    except InputError as error:
        raise PointsError(str(error)) from error
    texts = [st.session_state.get(f"map_text_{number}", "").strip() for number in (1, 2)]
    return states(net, *([text for text in texts if text] or [TEXT]))


def states_controls() -> None:
    """Which cell, and for a trained net the texts; a cell that came by link stays until another is chosen."""
    names = {name: it.title for name, it in CELLS.items()} | {NET: "The lab’s net"}
    st.session_state["map_cell"] = cell() if cell() in names else None
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.segmented_control(
            "Cell", list(names), format_func=names.__getitem__, key="map_cell", label_visibility="collapsed",
            on_change=_cell_chosen,
        )  # fmt: skip
        if cell() == NET:
            for number, words in ((1, TEXT), (2, "a second text, to compare")):
                st.text_input(
                    f"Text {number}", key=f"map_text_{number}", placeholder=words, max_chars=MOST_LETTERS,
                    label_visibility="collapsed",
                )  # fmt: skip


def _cell_chosen() -> None:
    for name in foreign():
        del st.query_params[name]
    value: Any = st.session_state["map_cell"]
    st.query_params["cell"] = value or FIRST
    PAGE.remember()
