"""Hidden states as a path: those of a cell over its sequence, or of the net that the training lab has trained."""

from __future__ import annotations

import sys

import streamlit as st

from rnnviz.core.cells import CELLS
from rnnviz.core.typed import InputError
from rnnviz.lessons.map.state import NET, PAGE, MapState, first_example
from rnnviz.maps.points import Points, PointsError
from rnnviz.maps.trained import record_states, states
from rnnviz.ui import visitor

MOST_LETTERS = 2000
TEXT = "The film was not good, but I loved it."


def hidden_states(choice: MapState) -> Points:
    """The path that is asked for. Raises PointsError."""
    return record_states(choice.states.record, choice.states.labels) if choice.states else of_net()


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


def states_controls(choice: MapState) -> None:
    """Which cell, and for a trained net the texts; a cell that came by link stays until another is chosen."""
    names = {name: it.title for name, it in CELLS.items()} | {NET: "The lab’s net"}
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.segmented_control(
            "Cell", list(names), format_func=names.__getitem__, required=True, label_visibility="collapsed",
            **PAGE.knob("cell", choice.states.cell if choice.states else NET, with_cell),
        )  # fmt: skip
        if choice.states is None:
            for number, words in ((1, TEXT), (2, "a second text, to compare")):
                st.text_input(
                    f"Text {number}", key=f"map_text_{number}", placeholder=words, max_chars=MOST_LETTERS,
                    label_visibility="collapsed",
                )  # fmt: skip


def with_cell(choice: MapState, cell: str) -> MapState:
    return PAGE.change(choice, states=None if cell == NET else first_example(cell))
