"""The map with its panel, which a click draws anew and, where no lead stands beside them, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st

from rnnviz.lessons.map.controls import colour_and_files
from rnnviz.lessons.map.neighbours import choose, chosen_row, near_panel
from rnnviz.lessons.map.picture import Picture, payload
from rnnviz.lessons.map.scatter import marks, scatter
from rnnviz.lessons.map.state import PAGE
from rnnviz.lessons.map.training import training_panel
from rnnviz.lessons.map.truth import truth_panel
from rnnviz.maps.points import MOST_DRAWN, PointsError, Snapshots
from rnnviz.texts import _
from rnnviz.theme import format_number
from rnnviz.ui.groups import picture

MAP = "map_scatter"


def explore(it: Picture, snapshots: Snapshots | None) -> None:
    """Map left, panel right. What the browser says arrives here."""
    choice = PAGE.load()[0]
    left, right = st.columns([2.3, 1], gap="medium")
    with left:
        with picture():
            scatter(MAP, payload(it, choice.colour), alt(it), picked, alone)
        colour_and_files(choice, it)
    row = chosen_row(it.points, choice.word)
    with right, st.container(key="map_side"):
        if choice.panel == "near":
            near, marked = near_panel(choice, it, row)
            joined = [(far.row, format_number(far.distance, "")) for far in near if far.row is not None]
            said = (
                _("{labels}: nearest are ").format(labels=it.points.labels[row])
                + ", ".join(far.label for far in near[:5])
                if row is not None
                else ""
            )
            marks("map_marks", MAP, it.points.key, chosen=row, neighbours=joined, marked=marked, said=said)
        elif choice.panel == "truth":
            marks("map_marks", MAP, it.points.key, chosen=row, marked=truth_panel(it))
        else:
            marks("map_marks", MAP, it.points.key, chosen=row, trails=training_panel(it, snapshots, row))


def alt(it: Picture) -> str:
    return _("{title} map of {n_points} points in {shape} dimensions, {name}.").format(
        title=it.title, n_points=len(it.points), shape=it.places.shape[1], name=it.points.name
    )


def picked() -> None:
    """A point was clicked or found."""
    it: Picture | None = st.session_state.get("map_shown")
    if it and (found := rows_sent("pick", "row", it)):
        choose(it.points, found[0])


def alone() -> None:
    """The points that are shown shall have a map of their own."""
    it: Picture | None = st.session_state.get("map_shown")
    if it and (found := rows_sent("alone", "rows", it)):
        st.session_state["map_alone"] = sorted(set(found))[:MOST_DRAWN]
        st.session_state["map_alone_of"] = it.points.key
        st.rerun()  # the whole page: the projection is made outside the map's fragment


def rows_sent(message: str, part: str, it: Picture) -> list[int]:
    """The rows of a message of the browser's, if it is of these points and no other than the map could send."""
    said = (st.session_state.get(MAP) or {}).get(message)
    if not isinstance(said, Mapping) or said.get("space") != it.points.key:
        return []
    sent = said.get(part)
    rows: list[Any] = sent if isinstance(sent, list) else [sent]
    known = all(type(row) is int and 0 <= row < len(it.points) for row in rows)
    return rows if known else []


def only_alone(snapshots: Snapshots | None) -> Snapshots | None:
    """The points that were chosen to be alone, of these, if any. Raises PointsError for fewer than five."""
    rows = st.session_state.get("map_alone")
    if snapshots is None or not rows or st.session_state["map_alone_of"] != snapshots.last.key:
        return snapshots
    if len(rows) < 5:
        raise PointsError(_("Select at least five points to map them separately."))
    return snapshots.rows(np.array(rows))


def all_again() -> None:
    """For callbacks."""
    st.session_state.pop("map_alone", None)
